"""`trace`: one request across the services, as their audit, outboxes and parked records tell it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from yhdyspinta import reaching
from yhdyspinta.ending import Failed
from yhdyspinta.moments import moment
from yhdyspinta.places import Data, Places, chosen
from yhdyspinta.showing import Form, Output, is_table, show_list

if TYPE_CHECKING:
    from chassis.service import Service

# ruff: noqa: PLC0415 - clients are imported by the commands that need them

app = typer.Typer()


@dataclass(frozen=True)
class Moment:
    """Something that a service did, said, or could not take."""

    at: datetime
    service: str
    what: str
    """changed, said, will say, copied, parked"""
    name: str
    """The command and the row, or the event and its key."""
    actor: str
    id: str | None
    """Of the event; of the command that changed the row."""
    grounds: str | None = None


@dataclass(frozen=True)
class Snapshot:
    """Something said of one key."""

    topic: str
    key: str
    sequence: int


@app.command()
def trace(
    request_id: Annotated[UUID, typer.Argument(help="The X-Request-Id of an answer, or the correlation of an event.")],
    since: Annotated[str, typer.Option(help="How far back to look: 90s, 30m, 1h, 2d, or an instant.")] = "2d",
    data: Data = None,
    output: Output = None,
) -> None:
    """Show what one request caused, across all services, by time."""
    found = asyncio.run(_trace(Places.of(data), chosen(None), request_id, moment(since)))
    if not found:
        raise Failed(f"Nobody knows {request_id} since {since}.", "reads leave no trace; look further back with --since")
    if not is_table(output):
        show_list(found, output, ())
        return
    began = found[0].at
    rows = [vars(one) | {"after": f"{(one.at - began).total_seconds():8.3f} s"} for one in found]
    typer.echo(f"began {began.astimezone():%Y-%m-%d %H:%M:%S}")
    show_list(rows, Form.TABLE, ("after", "service", "what", "name", "actor", "grounds"))


async def _trace(places: Places, services: Sequence["Service"], id: UUID, since: datetime) -> Sequence[Moment]:
    found = await asyncio.gather(*(_in(places, service, id, since) for service in services))
    moments = [one for told, _ in found for one in told]
    said = [one for _, snapshots in found for one in snapshots]
    copied = await asyncio.gather(*(_copied(places, service, said) for service in services if said and service.copies))
    return sorted((*moments, *(one for told in copied for one in told)), key=lambda one: one.at)


async def _in(places: Places, service: "Service", id: UUID, since: datetime) -> tuple[list[Moment], list["Snapshot"]]:
    """What one service has to tell, and which states it announced."""
    from sqlalchemy import select

    house, text = service.house, str(id)
    audit, parked = house.audit, house.parked
    moments: list[Moment] = []
    snapshots: list[Snapshot] = []
    async with reaching.database(places, service) as database, database.sessions() as session:
        changes = select(audit).where(audit.c.correlation_id == id, audit.c.at >= since).order_by(audit.c.id)
        for row in (await session.execute(changes)).mappings():
            touched = f"{row['subject']} {row['subject_id'] or '×' + str(row['rows'])}"
            name = f"{row['command']}: {row['action']} {touched}"
            moments.append(Moment(row["at"], service.name, "changed", name, row["actor"], str(row["cause_id"]), row["grounds"]))
        for table, what in ((house.outbox_sent, "said"), (house.outbox, "will say")):
            ours = (table.c.headers["ce_correlationid"].astext == text) & (table.c.created_at >= since)
            found = await session.execute(select(table).where(ours).order_by(table.c.position))
            for row in {row["event_id"]: row for row in found.mappings()}.values():  # republished, it was still said once
                name = f"{row['type']} {row['key']} #{row['sequence']}"
                moments.append(Moment(row["created_at"], service.name, what, name, row["headers"]["ce_actor"], str(row["event_id"])))
                snapshots.append(Snapshot(row["topic"], row["key"], row["sequence"]))
        waits = select(parked).where(parked.c.headers["ce_correlationid"].astext == text, parked.c.parked_at >= since)
        for row in (await session.execute(waits)).mappings():
            name = f"{row['headers'].get('ce_type')} {row['key']} #{row['sequence']}: {row['error']}"
            moments.append(Moment(row["parked_at"], service.name, "parked", name, row["consumer"], str(row["event_id"])))
    return moments, snapshots


async def _copied(places: Places, service: "Service", said: Sequence[Snapshot]) -> list[Moment]:
    """When a service took the snapshots into its copies; a newer one may stand in their place."""
    from sqlalchemy import select

    moments: list[Moment] = []
    async with reaching.database(places, service) as database, database.sessions() as session:
        for copy in service.copies:
            wanted = {UUID(one.key): one.sequence for one in said if one.topic == copy.of}
            kept = select(copy.table.c.id, copy.table.c.sequence, copy.table.c.heard_at).where(copy.table.c.id.in_(wanted))
            for row in (await session.execute(kept)).all() if wanted else ():
                if row.sequence >= wanted[row.id]:
                    newer = f", by now #{row.sequence}" if row.sequence > wanted[row.id] else ""
                    name = f"{copy.name} {row.id} #{wanted[row.id]}{newer}"
                    moments.append(Moment(row.heard_at, service.name, "copied", name, f"service:{service.name}", None))
    return moments
