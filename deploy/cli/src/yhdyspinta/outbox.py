"""`outbox` and `republish`: what services have to say, what holds them up, and saying it again."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yhdyspinta import reaching
from yhdyspinta.ending import FAILED, Failed
from yhdyspinta.grounds import Grounds
from yhdyspinta.moments import moment
from yhdyspinta.places import Data, MaybeService, Places, ServiceName, chosen, loaded
from yhdyspinta.showing import DryRun, Output, Yes, confirm, news, show_list, show_one

if TYPE_CHECKING:
    from chassis.operations import Backlog
    from chassis.service import Service

# ruff: noqa: PLC0415 - clients are imported by the commands that need them

app = typer.Typer(help="What waits to be sent.", no_args_is_help=True)
again = typer.Typer()


@app.command("status")
def show_status(service: MaybeService = None, data: Data = None, output: Output = None) -> None:
    """Show what waits for each relay.

    And which message holds it up; ends with 1 when one is held up.
    """
    found = asyncio.run(_backlogs(Places.of(data), chosen(service)))
    rows = [_line(name, one) for name, one in found]
    show_list(rows, output, ("service", "pending", "oldest_seconds", "blocked", "position", "message", "error"))
    if any(one.blocked for _, one in found):
        raise typer.Exit(FAILED)


@app.command()
def skip(
    service: ServiceName,
    position: Annotated[int, typer.Argument(help="As `outbox status` shows it: so that a second try does not skip the next one.")],
    grounds: Grounds,
    data: Data = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    output: Output = None,
) -> None:
    """Never send the message that holds up a relay.

    Its listeners find a gap, and park its key, when the next one comes.
    """
    places, owner = Places.of(data), loaded(service)
    ((_, backlog),) = asyncio.run(_backlogs(places, [owner]))
    first = backlog.first
    if first is None or first.error is None or first.position != position:
        at = f"the message that does is at {first.position}" if first and first.error else "nothing does"
        raise Failed(f"No message at {position} holds up {service}: {at}.", "see `yhdyspinta outbox status`")
    if not dry_run:
        confirm(f"Never send 1 message, {first.type} of {first.key} ({first.error})?", yes=yes)
        asyncio.run(_skip(places, owner, position, grounds))
    show_one(asdict(first) | {"became": "would be skipped" if dry_run else "skipped"}, output)


@again.command()
def republish(
    since: Annotated[str, typer.Option(help="Events since: 90s, 30m, 1h, 2d ago, or an instant; at most 14 days.")],
    service: MaybeService = None,
    data: Data = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Say events again.

    Those that were said since then, under their old numbers, and the present state of everything: who has them drops them.
    """
    rows = asyncio.run(_republish(Places.of(data), chosen(service), moment(since), dry_run=dry_run))
    show_list(rows, output, ("service", "events", "states", "became"))


def _line(service: str, backlog: "Backlog") -> dict[str, Any]:
    from chassis import clock

    told, first = {"service": service, "pending": backlog.pending, "blocked": backlog.blocked}, backlog.first
    if first is None:
        return told | {"oldest_seconds": 0.0}
    message = f"{first.type} {first.key} #{first.sequence}"
    return told | asdict(first) | {"message": message, "oldest_seconds": round((clock.now() - first.created_at).total_seconds(), 1)}


async def _backlogs(places: Places, services: Sequence["Service"]) -> list[tuple[str, "Backlog"]]:
    from chassis.operations import backlog

    found = []
    for service in services:
        async with reaching.database(places, service) as database, database.sessions() as session:
            found.append((service.name, await backlog(session, service.house)))
    return found


async def _skip(places: Places, service: "Service", position: int, grounds: str) -> None:
    from chassis.operations import operating, skip

    async with reaching.database(places, service) as database:
        async with operating(database, "outbox.skip", grounds) as unit:
            gone = await skip(unit, service.house, position)
        database.waker.wake()
    if gone is None:
        raise Failed(f"The message at {position} went meanwhile.", "see `yhdyspinta outbox status`")


async def _republish(places: Places, services: Sequence["Service"], since: datetime, *, dry_run: bool) -> list[dict[str, Any]]:
    from chassis.operations import operating
    from chassis.republish import republish, to_republish

    rows = []
    for service in services:
        async with reaching.database(places, service) as database:
            if dry_run:
                events, states = await to_republish(service, database, since)
            else:
                news(f"{service.name} …")
                async with operating(database, "republish", f"since {since.isoformat()}") as unit:
                    unit.note("republish", "outbox", None)
                events, states = await republish(service, database, since)
        became = "would be said again" if dry_run else "waits for the relay"
        rows.append({"service": service.name, "events": events, "states": states, "became": became})
    return rows
