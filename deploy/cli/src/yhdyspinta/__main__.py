"""`yhdyspinta`: every operation of the suite. Plug-ins of the entry point group `yhdyspinta.commands` stand beside."""

from importlib.metadata import entry_points
from typing import Annotated

import typer

from yhdyspinta import (
    access,
    audit,
    databases,
    events,
    imports,
    lag,
    outbox,
    parked,
    rebuild,
    rejoin,
    status,
    topics,
    trace,
    versions,
)
from yhdyspinta.ending import Commands
from yhdyspinta.showing import be_quiet

PLUG_INS = "yhdyspinta.commands"


def application() -> typer.Typer:
    """All commands, in the order in which one comes to need them."""
    app = typer.Typer(cls=Commands, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback()(_before)
    for plug_in in sorted(entry_points(group=PLUG_INS)):
        app.add_typer(plug_in.load())
    for module in (status, lag, trace, imports, rebuild, rejoin, versions):
        app.add_typer(module.app)
    app.add_typer(databases.app, name="db")
    app.add_typer(topics.app, name="topics")
    app.add_typer(events.app, name="events")
    app.add_typer(parked.app, name="parked")
    app.add_typer(outbox.app, name="outbox")
    app.add_typer(outbox.again)
    app.add_typer(audit.app, name="audit")
    app.add_typer(access.app, name="access")
    return app


def _before(*, quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Results and errors only.")] = False) -> None:
    """Operate Yhdyspinta: what runs, what waits, what was said, who may.

    Results go to stdout: tables on a terminal, JSON when piped or with `-o json`. Exit codes: 0 ok, 1 failed, 2 wrong use,
    3 a threshold was passed, 4 nothing runs.
    """
    be_quiet(quiet)


def main() -> None:
    """The console script."""
    application()(prog_name="yhdyspinta")


if __name__ == "__main__":
    main()
