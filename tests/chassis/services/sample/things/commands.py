import asyncio
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from chassis.work import UnitOfWork
from sample.access import Permission
from sample.events import ThingErased, ThingMade, ThingRenamed
from sample.things.tables import ErasedThing, Thing


async def make(uow: UnitOfWork, name: str, area: str = "oulu") -> Thing:
    thing = uow.add(Thing(id=uow.new_id(), name=name, area=area))
    uow.publish(thing, ThingMade(thing_id=thing.id, name=name))
    return thing


async def rename(uow: UnitOfWork, id: UUID, name: str) -> Thing:
    thing = await uow.target(Thing, id, may=Permission.CHANGE)
    thing.name = name
    uow.publish(thing, ThingRenamed(thing_id=id, name=name))
    return thing


async def add_one(uow: UnitOfWork, id: UUID, pause: float = 0) -> Thing:
    """Read, think, write: loses the race when somebody was faster."""
    thing = await uow.load(Thing, id)
    await asyncio.sleep(pause)
    thing.count += 1
    uow.publish(thing, ThingRenamed(thing_id=id, name=thing.name))
    return thing


async def rename_held(uow: UnitOfWork, thing: Thing, name: str) -> None:
    thing.name = name
    uow.publish(thing, ThingRenamed(thing_id=thing.id, name=name))


async def erase(uow: UnitOfWork, id: UUID) -> ErasedThing:
    """The row goes, and a null for its key is the last word on the state topic."""
    thing = await uow.load(Thing, id, lock=True)
    await uow.execute(delete(Thing).where(col(Thing.id) == id))
    erased = uow.add(ErasedThing(id=id, sequence=thing.sequence))
    uow.publish(erased, ThingErased(thing_id=id))
    return erased
