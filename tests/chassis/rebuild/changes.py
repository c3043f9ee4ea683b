"""Random but repeatable changes by the sample service: made, renamed, counted, erased."""

import random
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, insert
from sqlmodel import col

from chassis.outbox import new_id
from chassis.testing import House
from chassis.work import UnitOfWork
from sample.schema import HOUSE
from sample.things import commands
from sample.things.tables import Thing


async def erase(uow: UnitOfWork, id: UUID) -> None:
    """The row goes, and a null for its key is the last word on the state topic."""
    thing = await uow.load(Thing, id, lock=True)
    await uow.execute(delete(Thing).where(col(Thing.id) == id))
    event_id, sequence = uow.new_id(), thing.sequence + 1
    headers = {"ce_id": str(event_id), "ce_sequence": f"{sequence:010d}", "ce_tenant": "pohde"}
    tombstone = {
        "event_id": event_id,
        "topic": "sample.thing.state",
        "key": str(id),
        "sequence": sequence,
        "type": "fi.yhdyspinta.sample.Thing.state.v1",
        "headers": headers,
        "payload": None,
        "created_at": uow.now,
    }
    await uow.execute(insert(HOUSE.outbox).values(**tombstone))


async def change(house: House, count: int, seed: int) -> Sequence[UUID]:
    """So many changes; the ids that are left."""
    dice, ids = random.Random(seed), list[UUID]()
    for _ in range(count):
        what = dice.choices(("make", "count", "rename", "erase"), weights=(4, 8, 4, 1))[0] if len(ids) > 3 else "make"
        match what:
            case "make":
                ids.append((await house.run(commands.make, f"kerho {new_id().hex}")).id)
            case "count":
                await house.run(commands.add_one, dice.choice(ids))
            case "rename":
                await house.run(commands.rename, dice.choice(ids), f"seura {new_id().hex}")
            case _:
                await house.run(erase, ids.pop(dice.randrange(len(ids))))
    return ids
