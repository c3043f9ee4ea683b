"""All parts of one county's platform: which there are, where they stand, what must be ready before what."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from yhdyspinta_local import ports
from yhdyspinta_local.environment import External
from yhdyspinta_local.parts import Caddy, Issuer, Kafka, MailSink, Migration, Part, Postgres, ServiceProcess, Surroundings
from yhdyspinta_local.parts.part import asked
from yhdyspinta_local.personas import SERVICES
from yhdyspinta_local.secret import Secrets, kept

DATABASE = "yhdyspinta"
_LARGEST_LOG = 20_000_000


@dataclass
class Member:
    """A part and what it waits for."""

    part: Part
    role: str
    after: frozenset[str] = frozenset()
    service: str | None = None


@dataclass
class Step:
    """A migration and what it waits for."""

    migration: Migration
    after: frozenset[str]

    name: str = "migrate"
    """As others name it in `after`."""


@dataclass
class County:
    """The whole platform of one data folder; nothing runs yet."""

    data: Path
    receiver: ports.Reservation
    """Where a program of this machine may take webhooks; held for it, since services are told of it when they start."""
    members: list[Member] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    gateway: str = ""
    kafka: str = ""
    database: str = ""
    issuer: str = ""
    smtp: str = ""
    mail: Path | None = None
    new: bool = False
    """Whether this folder has never been ready before."""

    @property
    def postgres(self) -> Postgres | None:
        """The local database server, if it is ours."""
        return next((one.part for one in self.members if isinstance(one.part, Postgres)), None)

    def remember(self) -> None:
        """The folder is no longer new, and the next run shall find the parts where they stand now."""
        places = {one.part.name: one.part.port for one in self.members} | {"receiver": self.receiver.number}
        (self.data / "ports.json").write_text(json.dumps(places, indent=1), "utf-8")

    def make_database(self) -> None:
        """The database of all services, once PostgreSQL answers."""
        if self.postgres is not None:
            asked(_create_database(self.postgres.dsn()))


async def _create_database(dsn: str) -> None:
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
            await connection.execute(f'CREATE DATABASE "{DATABASE}"')
    finally:
        await connection.close()


def _as(database: str, user: str, password: str) -> str:
    """The same database, entered as somebody else."""
    parts = urlsplit(database)
    where = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{where}"))


def plan(data: Path, *, port: int, external: External) -> County:
    """Put the platform of a data folder together; ports are reserved, nothing is started."""
    remembered: dict[str, int] = {}
    if (data / "ports.json").exists():
        remembered = json.loads((data / "ports.json").read_text("utf-8"))

    def last(name: str) -> int | None:
        number = remembered.get(name)
        return number if number is not None and ports.is_free(number) else None

    def log(name: str) -> Path:
        return _fresh_log(data / "logs" / f"{name}.log")

    county = County(data, receiver=ports.reserve(last("receiver")), new=not remembered)
    county.kafka = external.kafka or _kafka(county, last("kafka"), log("kafka"))
    county.database = external.database or _postgres(county, last("postgres"), log("postgres"))
    county.smtp = external.smtp or _mail(county, last("mail"), log("mail"))
    county.issuer = external.issuer or _issuer(county, last("issuer"), log("issuer"))
    secrets = kept(data)
    upstreams = {}
    told = {service: _surroundings(county, service, secrets, port) for service in SERVICES}
    county.steps.append(Step(Migration(told, log=log("migrate")), frozenset({"postgres", "kafka"})))
    for service, surroundings in told.items():
        for role in ("api", "worker"):
            name = f"{service}-{role}"
            part = ServiceProcess(service, role, surroundings, port=last(name), log=log(name))
            county.members.append(Member(part, role, frozenset({"migrate", "issuer"}), service))
            if role == "api":
                upstreams[service] = [f"{part.host}:{part.port}"]
    door = Caddy(data / "caddy", upstreams, port, log=log("gateway"))
    county.members.append(Member(door, "gateway"))
    county.gateway = door.url
    return county


def _fresh_log(log: Path) -> Path:
    """The log, moved aside when it has grown large."""
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    return log


def _kafka(county: County, port: int | None, log: Path) -> str:
    part = Kafka(county.data / "kafka", port, log=log)
    county.members.append(Member(part, "broker"))
    return part.bootstrap


def _postgres(county: County, port: int | None, log: Path) -> str:
    part = Postgres(county.data / "postgres", port, log=log)
    county.members.append(Member(part, "database"))
    return part.dsn(database=DATABASE)


def _mail(county: County, port: int | None, log: Path) -> str:
    part = MailSink(county.data / "mail", port, log=log)
    county.members.append(Member(part, "mail"))
    county.mail = part.folder
    return part.url


def _issuer(county: County, port: int | None, log: Path) -> str:
    part = Issuer(log.parent, port)
    county.members.append(Member(part, "issuer"))
    return part.url


def _surroundings(county: County, service: str, secrets: Secrets, port: int) -> Surroundings:
    return Surroundings(
        database_admin=county.database,
        database_owner=_as(county.database, f"{service}_owner", secrets.owner[service]),
        database_app=_as(county.database, f"{service}_app", secrets.app[service]),
        kafka=county.kafka,
        issuer=county.issuer,
        smtp=county.smtp,
        cursor_key=secrets.cursor_key,
        documents=str(county.data.resolve() / "documents"),
        public=f"http://localhost:{port}" if port else "",
        receiver=f"{ports.HOST}:{county.receiver.number}",
    )
