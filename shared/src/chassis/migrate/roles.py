"""Two roles for each service: the owner makes and alters, the app role reads and writes rows, and neither sees a neighbour.

The passwords are those in the addresses that the service itself is given.
"""

import asyncpg
from sqlalchemy.engine import URL, make_url

from chassis.database import plain_url
from chassis.migrate import CannotMigrate
from chassis.migrate.alone import alone
from chassis.migrate.passwords import fits, verifier
from chassis.service import Service
from chassis.settings import Settings

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
"""Exclusion of overlapping periods; search that forgives typing errors and accents."""
OWNER_SETTINGS = {"timezone": "UTC", "lock_timeout": "3s"}
APP_SETTINGS = {
    "timezone": "UTC",
    "lock_timeout": "3s",
    "statement_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
}


async def make_roles(service: Service, settings: Settings) -> None:
    """Make the roles, the schema and what each may do; the database too where it is missing. One process in the cluster."""
    if not settings.database_admin_url:
        raise CannotMigrate("roles are made by an administrator: give YHDYSPINTA_DATABASE_ADMIN_URL")
    owner = _address(settings.database_owner_url, f"{service.name}_owner")
    app = _address(settings.database_url, f"{service.name}_app")
    if (owner.host, owner.port, owner.database) != (app.host, app.port, app.database):
        raise CannotMigrate("owner and app role do not speak of the same database")
    admin_url = make_url(plain_url(settings.database_admin_url))
    # Roles belong to the whole cluster and an advisory lock to one database: everybody takes it in the same one.
    async with alone(_in(admin_url, "postgres"), "yhdyspinta.roles") as admin:
        await _make_role(admin, owner, OWNER_SETTINGS)
        await _make_role(admin, app, APP_SETTINGS)
        here = await _in_database(admin, admin_url, app.database or "")
        try:
            await here.execute(_rights(service.name, app.database or ""))
        finally:
            await here.close()


def _address(url: str, role: str) -> URL:
    address = make_url(url)
    if address.username != role:
        raise CannotMigrate(f"the address of the role {role} says {address.username!r}")
    return address


async def _make_role(admin: asyncpg.Connection, address: URL, settings: dict[str, str]) -> None:
    role, password = address.username or "", str(address.password or "")
    has = await admin.fetchrow(
        "SELECT rolpassword, ARRAY(SELECT unnest(setconfig) FROM pg_db_role_setting"
        " WHERE setrole = a.oid AND setdatabase = 0) AS settings FROM pg_authid a WHERE rolname = $1", role,
    )
    if has is None:
        await admin.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS")
    if password and (has is None or not fits(password, has["rolpassword"])):
        await admin.execute(f"ALTER ROLE {role} PASSWORD '{verifier(password)}'")
    for name, value in settings.items():
        if has is None or f"{name.replace('timezone', 'TimeZone')}={value}" not in has["settings"]:
            await admin.execute(f"ALTER ROLE {role} SET {name} = '{value}'")


def _in(url: URL, database: str) -> str:
    return url.set(database=database).render_as_string(hide_password=False)


async def _in_database(admin: asyncpg.Connection, admin_url: URL, database: str) -> asyncpg.Connection:
    """The administrator's connection to the service's database."""
    if not await admin.fetchval("SELECT true FROM pg_database WHERE datname = $1", database):
        await admin.execute(f'CREATE DATABASE "{database}"')
    connection: asyncpg.Connection = await asyncpg.connect(_in(admin_url, database), timeout=10)
    return connection


def _rights(service: str, database: str) -> str:
    """One script; nothing in it minds being run again."""
    owner, app = f"{service}_owner", f"{service}_app"
    extensions = "\n".join(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA public;" for name in EXTENSIONS)
    return f"""
        SET client_min_messages = warning;
        REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;
        REVOKE CREATE ON SCHEMA public FROM PUBLIC;
        GRANT CONNECT ON DATABASE "{database}" TO {owner}, {app};
        {extensions}
        CREATE SCHEMA IF NOT EXISTS {service} AUTHORIZATION {owner};
        ALTER SCHEMA {service} OWNER TO {owner};
        REVOKE ALL ON SCHEMA {service} FROM PUBLIC;
        GRANT USAGE ON SCHEMA {service} TO {app};
        ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {service}
            GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
        ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {service} GRANT USAGE, SELECT ON SEQUENCES TO {app};
    """
