"""What a command says: tables for people, JSON for programs; news on stderr, and only where somebody watches."""

import json
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any, cast
from uuid import UUID

import typer

from yhdyspinta.environment import is_watched_by_nobody

if TYPE_CHECKING:
    from rich.console import Console

WIDE = 250
"""Columns of a table that nobody's terminal limits."""


class Form(StrEnum):
    """How the result is written."""

    TABLE = "table"
    JSON = "json"


Output = Annotated[
    Form | None, typer.Option("--output", "-o", help="How to write it.", show_default="table on a terminal, json otherwise")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
_quiet = False


def be_quiet(quiet: bool) -> None:
    """Whether news are told at all; said once, before the command."""
    global _quiet  # noqa: PLW0603 - one screen for each process
    _quiet = quiet


def news(text: str) -> None:
    """What goes on while somebody waits at a terminal."""
    if _is_watched():
        typer.echo(text, err=True)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on stderr while somebody watches; given how much is done, and of how much if that is known."""
    if not _is_watched():
        yield lambda _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _is_watched() -> bool:
    return not _quiet and sys.stderr.isatty() and not is_watched_by_nobody()


def is_table(form: Form | None) -> bool:
    """Whether to write for people."""
    return form is Form.TABLE or (form is None and sys.stdout.isatty())


def show_list(rows: Sequence[Any], form: Form | None, columns: Sequence[str], *, nothing: str = "Nothing.") -> None:
    """Rows: these columns for people, everything for programs."""
    plain = [_fields(row) for row in rows]
    if not is_table(form):
        typer.echo(_json(plain, indent=1))
    elif plain:
        _console().print(_table(plain, columns))
    else:
        typer.echo(nothing)


def show_one(thing: Any, form: Form | None) -> None:
    """One thing, field by field."""
    fields = _fields(thing)
    if not is_table(form):
        typer.echo(_json(fields, indent=1))
        return
    flat = dict(_flat(fields))
    console, width = _console(), max(map(len, flat), default=0)
    for name, value in flat.items():
        console.print(f"{name:<{width}}  {_cell(value)}", markup=False)


def show_line(thing: Any) -> None:
    """One line of a stream, as JSON."""
    typer.echo(_json(_fields(thing)))


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something is destroyed; whoever says no ends the command with 1."""
    if not yes:
        typer.confirm(question, abort=True, err=True)


def watch(form: Form | None, show: Callable[["Console | None"], None], *, every: float = 2.0) -> None:
    """Show again and again until Ctrl-C, which ends it without complaint; a second Ctrl-C does not wait for the look under way.

    `show` is given a screen that each look overwrites; none where the output is not for people. An interrupt is noted and
    not raised: raised inside asyncio it cancels what waits there, and a client that takes that for a failure of its own loses it.
    """
    ended = Event()

    def end(*_: object) -> None:
        ended.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, end)
    try:
        with _screen(form) as screen:
            while not ended.is_set():
                if screen is not None:
                    screen.clear()
                show(screen)
                ended.wait(every)
    except KeyboardInterrupt:
        raise typer.Exit from None
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _screen(form: Form | None) -> Iterator["Console | None"]:
    if not is_table(form):
        yield None
        return
    console = _console()
    with console.screen(hide_cursor=False) if console.is_terminal else nullcontext():
        yield console


def _console() -> "Console":
    from rich.console import Console  # noqa: PLC0415 - only what writes tables waits for it

    console = Console(highlight=False, soft_wrap=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDE)


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Any:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        numbers = all(isinstance(row.get(name), int | float) for row in rows)
        table.add_column(name.replace("_", " "), justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(row.get(name))) for name in columns))
    return table


def _flat(fields: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """What lies inside, under the names of both joined by a dot."""
    for name, value in fields.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _fields(thing: Any) -> dict[str, Any]:
    if is_dataclass(thing) and not isinstance(thing, type):
        return asdict(thing)
    return dict(cast("Mapping[str, Any]", thing))


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict | list | tuple):
        return ", ".join(map(str, value)) if all(isinstance(one, str) for one in value) and not isinstance(value, dict) else _json(value)
    plain = _plain(value)
    return str(value if plain is NotImplemented else plain)


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, default=_known, ensure_ascii=False, indent=indent)


def _known(value: Any) -> Any:
    plain = _plain(value)
    if plain is NotImplemented:
        raise TypeError(f"{type(value).__name__} has no form in JSON")
    return plain


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case date() | UUID():
            return str(value)
        case Enum():
            return value.value
        case bytes():
            return value.decode(errors="replace")
    return NotImplemented
