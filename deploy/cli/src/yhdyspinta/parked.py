"""`parked`: records that a service could not apply, and the keys that wait behind them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yhdyspinta import reaching
from yhdyspinta.ending import FAILED, USAGE, Failed
from yhdyspinta.grounds import Grounds
from yhdyspinta.moments import moment
from yhdyspinta.places import Data, OfService, Places, chosen, loaded
from yhdyspinta.showing import DryRun, Form, Output, Yes, confirm, is_table, show_list, show_one
from yhdyspinta.topics import payload

if TYPE_CHECKING:
    from chassis.parking import Where
    from chassis.service import Service
    from chassis.unit import Unit

# ruff: noqa: PLC0415 - clients are imported by the commands that need them

app = typer.Typer(help="Records that could not be applied.", no_args_is_help=True)

Type = Annotated[str, typer.Option(help="Only events whose type contains this.")]
Since = Annotated[str | None, typer.Option(help="Only those parked since: 90s, 30m, 1h, 2d ago, or an instant.")]
Limit = Annotated[int, typer.Option(help="At most so many of each service.", min=1)]
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="As `parked list` shows them.", show_default="all that match")]
LEFT = "left"
_COLUMNS = ("id", "type", "key", "sequence", "state", "attempts", "parked_at", "error")


@dataclass(frozen=True)
class Chosen:
    """What a command is about."""

    type: str
    since: datetime | None
    limit: int


@app.command("list")
def show_parked(
    service: OfService = None, type: Type = "", since: Since = None, limit: Limit = 30, data: Data = None, output: Output = None
) -> None:
    """List what is parked, oldest first.

    Of each key the first record, behind which others wait; and those that stand alone.
    """
    wanted = Chosen(type, moment(since) if since else None, limit)
    found = asyncio.run(_list(Places.of(data), chosen(service), wanted))
    show_list(found, output, _COLUMNS, nothing="Nothing is parked.")


@app.command()
def show(id: Annotated[str, typer.Argument(help="As `parked list` shows it.")], data: Data = None, output: Output = None) -> None:
    """Show a parked record, and what waits behind it."""
    found = asyncio.run(_show(Places.of(data), id))
    if is_table(output):
        behind = found.pop("behind")
        show_one(found, Form.TABLE)
        show_list(behind, Form.TABLE, _COLUMNS, nothing="Nothing waits behind it.")
    else:
        show_one(found, output)


@app.command()
def retry(
    grounds: Grounds,
    ids: Ids = None,
    service: OfService = None,
    type: Type = "",
    since: Since = None,
    limit: Limit = 30,
    data: Data = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Try keys again at once, after what was wrong is mended.

    However often they have failed.
    """
    wanted = Chosen(type, moment(since) if since else None, limit)
    places = Places.of(data)
    rows = asyncio.run(_wanted(places, ids, service, wanted))
    if not dry_run:
        rows = asyncio.run(_change(places, rows, grounds, "retry"))
    show_list(rows, output, (*_COLUMNS[:5], "became"), nothing="Nothing matches.")
    _end(rows)


@app.command()
def drop(
    grounds: Grounds,
    ids: Ids = None,
    service: OfService = None,
    type: Type = "",
    since: Since = None,
    limit: Limit = 30,
    data: Data = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    output: Output = None,
) -> None:
    """Let records have no effect, for good.

    The next one of their key is then tried. Of a key that waits for a missing event, the missing one is given up instead.
    """
    wanted = Chosen(type, moment(since) if since else None, limit)
    places = Places.of(data)
    rows = asyncio.run(_wanted(places, ids, service, wanted))
    if rows and not dry_run:
        confirm(f"Drop {len(rows)} parked record{'s' if len(rows) > 1 else ''} for good?", yes=yes)
        rows = asyncio.run(_change(places, rows, grounds, "drop"))
    show_list(rows, output, (*_COLUMNS[:5], "became"), nothing="Nothing matches.")
    _end(rows)


async def _list(places: Places, services: Sequence["Service"], wanted: Chosen) -> list[dict[str, Any]]:
    from chassis.parking import listed

    found: list[dict[str, Any]] = []
    for service in services:
        async with reaching.database(places, service) as database, database.sessions() as session:
            rows = await listed(session, service.house, wanted.limit, type=wanted.type, since=wanted.since)
        found += [_line(row) for row in rows]
    return found


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    at = f"{row['consumer']}:{row['topic']}:{row['partition']}:{row['offset']}"
    kept = ("consumer", "topic", "key", "sequence", "event_id", "state", "attempts", "next_attempt_at", "parked_at", "error")
    return {"id": at, "type": row["headers"].get("ce_type")} | {name: row[name] for name in kept}


def _where(id: str) -> tuple["Service", "Where"]:
    from chassis.parking import Where

    parts = id.split(":")
    if len(parts) != 4 or not all(number.isdecimal() and int(number) < 2**63 for number in parts[2:]):
        raise Failed(f"{id!r} is no parked record.", "an id is consumer:topic:partition:offset, as `parked list` shows it", code=USAGE)
    return loaded(parts[0].partition(".")[0]), Where(parts[0], parts[1], int(parts[2]), int(parts[3]))


async def _behind(places: Places, id: str) -> Sequence[Mapping[str, Any]]:
    from chassis.parking import behind

    service, where = _where(id)
    async with reaching.database(places, service) as database, database.sessions() as session:
        found = await behind(session, service.house, where)
    if not found:
        raise Failed(f"{id} is not parked.", "it may have been applied meanwhile: see `yhdyspinta parked list`")
    return found


async def _show(places: Places, id: str) -> dict[str, Any]:
    first, *others = await _behind(places, id)
    more = {"headers": first["headers"], "payload": payload(first["payload"])}
    return _line(first) | more | {"behind": [_line(row) for row in others]}


async def _wanted(places: Places, ids: Sequence[str] | None, service: str | None, wanted: Chosen) -> list[dict[str, Any]]:
    if ids:
        return [_line((await _behind(places, id))[0]) for id in ids]
    return await _list(places, chosen(service), wanted)


async def _change(places: Places, rows: Sequence[dict[str, Any]], grounds: str, what: str) -> list[dict[str, Any]]:
    """Each in a transaction of its own, so that one that cannot be changed holds up no other."""
    from chassis.operations import operating

    done = []
    for row in rows:
        service, where = _where(row["id"])
        try:
            async with reaching.database(places, service) as database, operating(database, f"parked.{what}", grounds) as unit:
                became = await (_retry if what == "retry" else _drop)(unit, service, where, row)
        except Failed as failed:
            became = f"{LEFT}: {failed.what}"
        done.append(row | {"became": became})
    return done


def _end(rows: Sequence[dict[str, Any]]) -> None:
    """1 when something was left as it is."""
    if any(row.get("became", "").startswith(LEFT) for row in rows):
        raise typer.Exit(FAILED)


def _is_alone(service: "Service", where: "Where", row: Mapping[str, Any]) -> bool:
    """Whether nothing waits behind it: no key or number, or a snapshot, which the next one replaces."""
    return row["sequence"] is None or where.consumer == f"{service.name}.copies"


async def _retry(unit: "Unit", service: "Service", where: "Where", row: Mapping[str, Any]) -> str:
    from chassis import parking
    from chassis.positions import Place

    if _is_alone(service, where, row):
        snapshot = where.consumer == f"{service.name}.copies"
        advice = f"`yhdyspinta rebuild {service.name}` reads snapshots again" if snapshot else "it has no usable envelope"
        return f"{LEFT}: {advice}"
    count = await parking.retry(unit.session, service.house, Place(where.consumer, where.topic, row["key"]))
    unit.note("retry", "parked", row["id"], count)
    return f"due ({count} of its key)"


async def _drop(unit: "Unit", service: "Service", where: "Where", row: Mapping[str, Any]) -> str:
    from chassis import parking
    from chassis.positions import Place

    if _is_alone(service, where, row):
        gone = await parking.forget(unit.session, service.house, where)
    else:
        place = Place(where.consumer, where.topic, row["key"])
        gone = await parking.drop(unit.session, service.house, place, only=where)
    if gone is None:
        return f"{LEFT}: something else is first now"
    unit.note("drop", "parked", row["id"])
    return "missing event given up" if row["state"] == "gap" else "dropped"
