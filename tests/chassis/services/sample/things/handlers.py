from chassis.listening import Copy, Listener
from chassis.problems import Problem
from chassis.work import Irrelevant, UnitOfWork
from sample import heard
from sample.things.tables import Effect, HeardThing

NO = Problem("sample.thing.no", 409, fi="Ei.", sv="Nej.", en="No.")

LISTENER = Listener("effects", topics=["sample.thing"])
TOLD = Listener("told", topics=["sample.thing"], effects=True)
COPIES = [Copy(of="sample.thing.state", reads=heard.ThingState, into=HeardThing)]

BROKEN: set[str] = set()
"""Names with which the handler has a bug just now."""


@LISTENER.hears(heard.ThingMade)
async def on_thing_made(uow: UnitOfWork, fact: heard.ThingMade) -> None:
    await effect(uow, fact, "made")


@LISTENER.hears(heard.ThingRenamed)
async def on_thing_renamed(uow: UnitOfWork, fact: heard.ThingRenamed) -> None:
    await effect(uow, fact, "renamed")


@TOLD.hears(heard.ThingMade)
async def tell_of_thing(uow: UnitOfWork, fact: heard.ThingMade) -> None:
    await effect(uow, fact, "told")


async def effect(uow: UnitOfWork, fact: heard.ThingMade | heard.ThingRenamed, said: str) -> None:
    await uow.execute(Effect.__table__.insert().values(thing_id=fact.thing_id, said=f"{said} {fact.name}"))
    if fact.name in BROKEN:
        raise RuntimeError("a bug")
    if fact.name == "irrelevant":
        raise Irrelevant("not_for_us")
    if fact.name == "refused":
        raise NO()
