"""Where the parts of this county are: told by the environment, else by the state file of a platform on this machine."""

import fcntl
import importlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, urlsplit, urlunsplit

import typer

from yhdyspinta.ending import NOT_RUNNING, USAGE, Failed
from yhdyspinta.environment import PREFIX, told

if TYPE_CHECKING:
    from chassis.service import Service
    from chassis.settings import Settings

ALL = ("registry", "grants", "forums", "facilities", "notifications")
"""The services of the suite; `YHDYSPINTA_SERVICES` names those of an installation that runs only some."""
START = "start the platform with `yhdyspinta up`, or say where it is: "

Data = Annotated[
    Path | None,
    typer.Option(envvar="YHDYSPINTA_DATA", help="Folder of a platform on this machine.", show_default="the nearest .local upwards"),
]


@dataclass(frozen=True)
class Running:
    """One process of a platform on this machine, as its supervisor wrote it down."""

    name: str
    service: str | None
    role: str
    pid: int | None
    port: int | None
    condition: str
    restarts: int


@dataclass(frozen=True)
class Local:
    """A platform that runs on this machine now."""

    data: Path
    said: Mapping[str, Any]
    """Its state file."""
    processes: tuple[Running, ...]

    def address_of(self, service: str, role: str) -> str:
        """The database as a service's owner or app role enters it."""
        passwords = json.loads((self.data / "secrets.json").read_text("utf-8"))[role]
        if service not in passwords:
            raise Failed(f"{service} is not part of the platform in {self.data}", code=USAGE)
        url = urlsplit(self.said["database"])
        login = f"{service}_{role}:{quote(passwords[service], safe='')}@{url.netloc.rpartition('@')[2]}"
        return str(urlunsplit(url._replace(netloc=login)))


def local_platform(data: Path | None) -> Local | None:
    """The platform of this folder, or of the nearest `.local` upwards; none when nothing of it runs."""
    folder = data or _nearest(Path.cwd())
    if folder is None or not (folder / "state.json").exists() or not _is_held(folder / "lock"):
        return None
    said = json.loads((folder / "state.json").read_text("utf-8"))
    if said["phase"] == "stopped":
        return None
    known = Running.__dataclass_fields__
    processes = tuple(Running(**{name: value for name, value in one.items() if name in known}) for one in said["processes"])
    return Local(folder, said, processes)


def _nearest(here: Path) -> Path | None:
    return next((at / ".local" for at in (here, *here.parents) if (at / ".local" / "state.json").exists()), None)


def _is_held(lock: Path) -> bool:
    """Every process of a platform holds the lock, so it is free only when all are gone."""
    if not lock.exists():
        return False
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@dataclass(frozen=True)
class Places:
    """The addresses of one county."""

    local: Local | None

    @classmethod
    def of(cls, data: Path | None) -> "Places":
        return cls(local_platform(data))

    @property
    def prefix(self) -> str:
        """What all names of topics and groups begin with."""
        return told("TOPIC_PREFIX")

    @property
    def gateway(self) -> str:
        return self._place("gateway", "GATEWAY")

    @property
    def kafka(self) -> str:
        return self._place("kafka", "KAFKA")

    @property
    def issuer(self) -> str:
        return self._place("issuer", "ISSUER")

    def known(self, name: str, variable: str) -> str | None:
        """The address, or nothing where nobody says it."""
        return told(variable) or (self.local.said[name] if self.local else None)

    def _place(self, name: str, variable: str) -> str:
        address = self.known(name, variable)
        if not address:
            raise Failed(f"Nobody says where the {name} is.", f"{START}YHDYSPINTA_{variable}", code=NOT_RUNNING)
        return address

    def database_url(self, service: str, role: str = "app") -> str:
        """The database as this role of the service enters it.

        `YHDYSPINTA_<SERVICE>_DATABASE_URL`, or `YHDYSPINTA_DATABASE_URL` with `{service}` in it (or for this very role, as in the
        surroundings of one service); for the owner, `…_DATABASE_OWNER_URL`.
        """
        variable = "DATABASE_URL" if role == "app" else "DATABASE_OWNER_URL"
        address = told(f"{service.upper()}_{variable}") or told(variable).replace("{service}", service)
        if address and urlsplit(address).username == f"{service}_{role}":
            return address
        if self.local is None:
            own = f"YHDYSPINTA_{service.upper()}_{variable}"
            advice = f"{START}{own}, or YHDYSPINTA_{variable} with {{service}} in it"
            raise Failed(f"Nobody says how {service}_{role} enters its database.", advice, code=NOT_RUNNING)
        return self.local.address_of(service, role)

    def settings(self, service: "Service", *, owner: bool = False) -> "Settings":
        """The service's settings as an operator's process needs them: nothing here listens, and nothing signs cursors."""
        given: dict[str, Any] = {"database_url": self.database_url(service.name), "kafka": self.known("kafka", "KAFKA") or ""}
        if owner:
            given["database_owner_url"] = self.database_url(service.name, "owner")
        if self.local is not None:
            given |= {"env": self.local.said["mode"], "issuer": self.issuer}
            given |= {"database_admin_url": self.local.said["database"]} if owner else {}
        if not told("CURSOR_KEY"):
            given["cursor_key"] = "no cursor is signed by the command line"
        return _complete(service, given)


def _complete(service: "Service", given: Mapping[str, Any]) -> "Settings":
    from pydantic import ValidationError  # noqa: PLC0415 - not for `--help`

    try:
        return service.settings(**given)
    except ValidationError as wrong:
        said = "; ".join(f"{PREFIX}{'_'.join(map(str, one['loc'])).upper()}: {one['msg']}" for one in wrong.errors(include_input=False))
        raise Failed(f"{service.name} cannot be set up from what is said here.", said, code=USAGE) from wrong


def service_names() -> tuple[str, ...]:
    """The services of this installation."""
    chosen = told("SERVICES").replace(",", " ").split()
    return tuple(chosen) or ALL


def complete_service(incomplete: str) -> list[str]:
    """For the shell."""
    return [name for name in service_names() if name.startswith(incomplete)]


ServiceName = Annotated[str, typer.Argument(metavar="SERVICE", help="One service.", autocompletion=complete_service)]
MaybeService = Annotated[
    str | None,
    typer.Argument(metavar="[SERVICE]", help="One service.", show_default="all of them", autocompletion=complete_service),
]
OfService = Annotated[
    str | None, typer.Option("--service", "-s", help="One service.", show_default="all of them", autocompletion=complete_service)
]


def loaded(name: str) -> "Service":
    """The service's own description of itself."""
    if name not in service_names():
        raise Failed(f"There is no service {name!r}.", f"there are {', '.join(service_names())}", code=USAGE)
    try:
        service: Service = importlib.import_module(f"{name}.main").SERVICE
    except ModuleNotFoundError as missing:
        if missing.name not in {name, f"{name}.main"}:
            raise
        advice = "install it, or name the services of this installation in YHDYSPINTA_SERVICES"
        raise Failed(f"The service {name} is not installed here.", advice) from missing
    return service


def chosen(name: str | None) -> Sequence["Service"]:
    """One service, or all of this installation."""
    return [loaded(one) for one in ([name] if name else service_names())]
