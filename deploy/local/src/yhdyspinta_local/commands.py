"""Commands that only a developer's machine has; the command line finds them by their entry point."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yhdyspinta.showing import Output, is_table
from yhdyspinta_local import folders

if TYPE_CHECKING:
    from yhdyspinta_local.state import State

# Imports stand inside the commands: `--help` shall not wait for FastAPI and the rest.
# ruff: noqa: PLC0415

app = typer.Typer(help="The platform on this machine.", no_args_is_help=True)

NOT_RUNNING = 4
"""Exit code for "start it first"."""

Data = Annotated[Path, typer.Option(help="Folder of everything a run keeps.", show_default=".local in the checkout", envvar="YHDYSPINTA_DATA")]
Service = Annotated[str | None, typer.Argument(help="A service (registry) or one process (registry-api, kafka).")]


class Walk(StrEnum):
    """Stories that can be walked: those of `walks/begun.py`."""

    GRANT = "grant"
    MEETING = "meeting"
    DISSOLUTION = "dissolution"
    MERGER = "merger"
    NEWCOMER = "newcomer"


def _say(text: str) -> None:
    typer.echo(text, err=True)


@app.command()
def up(
    data: Data = folders.DATA,
    port: Annotated[int, typer.Option(help="Port of the gateway.")] = 8080,
    detach: Annotated[bool, typer.Option("--detach", help="Return when all is ready; end it with `down`.")] = False,
) -> None:
    """Start the whole platform and show where everything is."""
    from yhdyspinta_local import state
    from yhdyspinta_local.screen import Screen

    data = data.resolve()
    if now := state.running(data):
        Screen().welcome(now)
        return
    if detach:
        _detached(data, port)
        return
    from yhdyspinta_local.run import run

    raise typer.Exit(run(data, port))


def _detached(data: Path, port: int) -> None:
    """Start it in a session of its own, and watch until it is ready."""
    from yhdyspinta_local import state
    from yhdyspinta_local.environment import for_child
    from yhdyspinta_local.screen import Screen

    screen, seen, began = Screen(), set[str](), time.monotonic()
    (data / "logs").mkdir(parents=True, exist_ok=True)
    log = data / "logs" / "supervisor.log"
    with log.open("ab") as output:
        started = subprocess.Popen(
            [sys.executable, "-m", "yhdyspinta_local.run", str(data), str(port)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=for_child(),
        )
    while started.poll() is None:
        now = state.running(data)
        if now is not None and now.supervisor == started.pid:
            for one in now.processes:
                if one.condition == "ready" and one.name not in seen:
                    seen.add(one.name)
                    screen.ready(one.name, time.monotonic() - began)
            if now.phase == "ready":
                screen.welcome(now, time.monotonic() - began)
                return
        time.sleep(0.1)
    _say(f"It ended with code {started.returncode}; {log} ends with:\n" + "\n".join(log.read_text("utf-8").splitlines()[-15:]))
    raise typer.Exit(1)


@app.command()
def down(data: Data = folders.DATA) -> None:
    """Stop everything in order; the data stay."""
    from yhdyspinta_local import state

    data = data.resolve()
    now = state.running(data)
    if now is None:
        _say("Nothing runs.")
        return
    os.kill(now.supervisor, signal.SIGTERM)
    if not state.wait_until_ended(now, 90):
        _say(f"Something still runs after 90 s: `ps -o pid,args --ppid {now.supervisor}`")
        raise typer.Exit(1)
    _say("Stopped.")


@app.command()
def restart(service: Service = None, data: Data = folders.DATA) -> None:
    """Restart a service, or all services; the supervisor brings them back."""
    from yhdyspinta_local import state

    data = data.resolve()
    before = _running(data)
    chosen = before.of_service(service) if service else tuple(one for one in before.processes if one.service)
    if not chosen:
        _say(f"There is no {service!r}; there are {', '.join(one.name for one in before.processes)}")
        raise typer.Exit(2)
    old = {one.name: one.pid for one in chosen}
    for pid in old.values():
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        now = state.running(data)
        if now and all(one.condition == "ready" and one.pid != old[one.name] for one in now.processes if one.name in old):
            _say(f"Restarted {', '.join(old)}.")
            return
        time.sleep(0.1)
    _say("Not ready again after 60 s: see `yhdyspinta logs`.")
    raise typer.Exit(1)


@app.command()
def logs(
    service: Service = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what is written.")] = False,
    request_id: Annotated[str | None, typer.Option(help="Only lines of one request, over all processes, by time.")] = None,
    lines: Annotated[int, typer.Option(help="Lines per file.")] = 40,
    data: Data = folders.DATA,
) -> None:
    """Show what the processes wrote."""
    from yhdyspinta_local import reading

    chosen = reading.files(data.resolve() / "logs", service)
    if not chosen:
        _say(f"No logs of {service or 'anything'} in {data / 'logs'}.")
        raise typer.Exit(1)
    for line in reading.of_request(chosen, request_id) if request_id else reading.last(chosen, lines):
        typer.echo(line)
    if follow:
        with contextlib.suppress(KeyboardInterrupt):
            for line in reading.follow(chosen, request_id):
                typer.echo(line)


@app.command()
def token(persona: Annotated[str, typer.Option("--as", help="Name of a persona.")], data: Data = folders.DATA) -> None:
    """Print an access token for a persona (dev mode only)."""
    from yhdyspinta_local.personas import PERSONAS

    if persona not in PERSONAS:
        _say(f"There is no persona {persona!r}; there are {', '.join(PERSONAS)}")
        raise typer.Exit(2)
    issuer = _running(data.resolve()).issuer
    form = urllib.parse.urlencode({"grant_type": "urn:yhdyspinta:grant:persona", "persona": persona}).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{issuer}/token", form, timeout=10) as answer:
            typer.echo(json.load(answer)["access_token"])
    except urllib.error.URLError as refused:
        _say(f"{issuer}/token: {refused}. An issuer from elsewhere knows no personas.")
        raise typer.Exit(1) from refused


@app.command()
def walk(
    name: Annotated[Walk, typer.Argument(help="Which one.")],
    seed: Annotated[int | None, typer.Option(help="Makes the sums; the same seed, the same sums.", show_default="another each time")] = None,
    output: Output = None,
    data: Data = folders.DATA,
) -> None:
    """Walk a whole story through the gateway as the personas; each step is checked, the first that fails ends it with 1."""
    from rich.console import Console

    from yhdyspinta_local.walks import begun
    from yhdyspinta_local.walks.timeline import Timeline

    console = Console(highlight=False) if is_table(output) else None
    now = _running(data.resolve())
    raise typer.Exit(begun.walk(name, now, Timeline(typer.echo, console), seed))


@app.command()
def doctor(
    data: Data = folders.DATA,
    port: Annotated[int, typer.Option(help="Port the gateway shall have.")] = 8080,
) -> None:
    """Say what is missing on this machine and what to do about it."""
    from yhdyspinta_local.doctor import examine

    bad = False
    for one in examine(data.resolve(), port):
        bad = bad or one.verdict == "bad"
        mark = {"ok": "ok  ", "note": "note", "bad": "BAD "}[one.verdict]
        typer.echo(f"{mark}  {one.what:<24}{one.found}" + (f"\n      → {one.advice}" if one.advice else ""))
    raise typer.Exit(1 if bad else 0)


@app.command()
def clean(
    data: Data = folders.DATA,
    fetched: Annotated[bool, typer.Option("--fetched", help="Also forget what was fetched for this user.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget everything a run has kept."""
    from yhdyspinta_local import state

    data = data.resolve()
    if not state.wait_until_free(data, 0):
        _say("Something runs: `yhdyspinta down` first.")
        raise typer.Exit(1)
    doomed = [folder for folder in (data, folders.cache() if fetched else None) if folder and folder.exists()]
    if data in doomed and not (data / "lock").exists():
        _say(f"{data} is not a folder of a run; nothing is deleted.")
        raise typer.Exit(2)
    if not doomed:
        _say("There is nothing to forget.")
        return
    if not yes and not typer.confirm(f"Delete {', '.join(map(str, doomed))} for good?"):
        raise typer.Exit(1)
    for folder in doomed:
        shutil.rmtree(folder)
    _say("Forgotten.")


def _running(data: Path) -> "State":
    from yhdyspinta_local import state

    now = state.running(data)
    if now is None:
        _say("Nothing runs: start it with `yhdyspinta up`.")
        raise typer.Exit(NOT_RUNNING)
    return now
