"""`events show`: one event, who said it, and how far its listeners are."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from yhdyspinta import reaching
from yhdyspinta.ending import Failed
from yhdyspinta.lag import groups_of
from yhdyspinta.places import Data, Places, chosen
from yhdyspinta.showing import Form, Output, is_table, show_list, show_one
from yhdyspinta.topics import payload

if TYPE_CHECKING:
    from chassis.service import Service

# ruff: noqa: PLC0415 - clients are imported by the commands that need them

app = typer.Typer(help="Single events.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Single events."""


@app.command()
def show(id: Annotated[UUID, typer.Argument(help="Its ce_id.")], data: Data = None, output: Output = None) -> None:
    """Show an event as it was said, and what each listener has done with it."""
    found = asyncio.run(_show(Places.of(data), chosen(None), id))
    if found is None:
        advice = "outboxes remember what was sent for 14 days; `yhdyspinta topics tail` reads the topic itself"
        raise Failed(f"No service has said {id}.", advice)
    if not is_table(output):
        show_one(found, output)
        return
    show_one({name: value for name, value in found.items() if name != "heard"}, Form.TABLE)
    show_list(found["heard"], Form.TABLE, ("consumer", "became", "error"), nothing="Nobody here hears it.")


async def _show(places: Places, services: Sequence["Service"], id: UUID) -> dict[str, Any] | None:
    for service in services:
        if (said := await _said(places, service, id)) is not None:
            heard = [await _heard(places, one, said) for one in services]
            return said | {"heard": [became for found in heard for became in found]}
    return None


async def _said(places: Places, service: "Service", id: UUID) -> dict[str, Any] | None:
    from sqlalchemy import select

    async with reaching.database(places, service) as database, database.sessions() as session:
        for table, state in ((service.house.outbox_sent, "sent"), (service.house.outbox, "waiting")):
            found = await session.execute(select(table).where(table.c.event_id == id).order_by(table.c.position.desc()).limit(1))
            if row := found.mappings().one_or_none():
                return {
                    "id": id, "service": service.name, "state": state, "topic": row["topic"], "key": row["key"],
                    "sequence": row["sequence"], "type": row["type"], "at": row["created_at"], "headers": row["headers"],
                    "payload": payload(row["payload"]),
                }  # fmt: skip
    return None


async def _heard(places: Places, service: "Service", said: dict[str, Any]) -> list[dict[str, Any]]:
    """What each group of a service that hears the topic has made of it."""
    groups = [group for group, topics in groups_of(service).items() if said["topic"] in topics]
    if not groups:
        return []
    async with reaching.database(places, service) as database, database.sessions() as session:
        return [await _became(session, service, group, said) for group in groups]


async def _became(session: Any, service: "Service", group: str, said: dict[str, Any]) -> dict[str, Any]:
    from sqlalchemy import select

    parked, position = service.house.parked, service.house.position
    waits = select(parked.c.state, parked.c.error).where(parked.c.consumer == group, parked.c.event_id == said["id"]).limit(1)
    if row := (await session.execute(waits)).one_or_none():
        return {"consumer": group, "became": f"parked ({row.state})", "error": row.error}
    copy = next((one for one in service.copies if group == f"{service.name}.copies" and one.of == said["topic"]), None)
    if copy is not None:
        reached = select(copy.table.c.sequence).where(copy.table.c.id == UUID(said["key"]))
    else:
        at = (position.c.consumer == group) & (position.c.topic == said["topic"]) & (position.c.key == said["key"])
        reached = select(position.c.sequence).where(at)
    sequence = (await session.execute(reached)).scalar()
    return {"consumer": group, "became": "taken" if sequence is not None and sequence >= said["sequence"] else "not yet", "error": None}
