"""C4 and C6: listeners, copies, and that nothing waits any more."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping

from sqlalchemy import text
from tests.architecture.code import service
from tests.faults.county.county import County
from tests.faults.promises.found import Found

from chassis.rebuild import copy_hash, owner_hash

Last = Mapping[tuple[str, str], int]
"""Topic and key: the last number."""


async def check(county: County, found: Found) -> None:
    found.holds("C4", [wrong async for wrong in _doubled(county, found)])
    found.holds("C6", [wrong async for wrong in waiting(county, found)])
    if not county.of(kind="worker"):
        return
    for name in county.plan.services:
        found.holds("C4", [wrong async for wrong in _copies(county, name, found)])


async def waiting(county: County, found: Found) -> AsyncIterator[str]:
    """Outboxes that are not empty, positions that are not at the end, keys that are parked."""
    last: dict[tuple[str, str], int] = {}
    for name in county.plan.services:
        async with county.houses[name].database.sessions() as session:
            left = (await session.execute(text(f"SELECT count(*) FROM {name}.outbox"))).scalar_one()
            sent = text(f"SELECT topic, key, max(sequence) FROM {name}.outbox_sent WHERE topic NOT LIKE '%.state' GROUP BY 1, 2")
            last |= {(topic, key): number for topic, key, number in await session.execute(sent)}
        if left:
            yield f"{left} rows wait in the outbox of {name}"
    for name in county.plan.services if county.of(kind="worker") else ():
        async for wrong in _positions(county, name, last, found):
            yield wrong


async def copies_differ(county: County) -> bool:
    """Whether any copy is not what its owner has."""
    found = Found()
    if not county.of(kind="worker"):
        return False
    for name in county.plan.services:
        async for _ in _copies(county, name, found):
            return True
    return False


async def _positions(county: County, name: str, last: Last, found: Found) -> AsyncIterator[str]:
    """The listener has come to the last number of each key."""
    async with county.houses[name].database.sessions() as session:
        rows = await session.execute(text(f"SELECT consumer, topic, key, sequence, parked FROM {name}.position"))
        at = {(row.consumer, row.topic, row.key): row for row in rows}
    for listener in county.houses[name].service.listeners:
        consumer = f"{name}.{listener.purpose}"
        for (topic, key), number in last.items():
            if topic in listener.topics:
                found.compare("positions")
                here = at.get((consumer, topic, key))
                if here is None or here.sequence != number or here.parked:
                    yield f"{consumer} is at {here and here.sequence} of {topic} {key}, which ends at {number}"


async def _copies(county: County, name: str, found: Found) -> AsyncIterator[str]:
    house = county.houses[name]
    for copy in house.service.copies:
        owner = copy.of.partition(".")[0]
        if owner in county.plan.services:
            found.compare("copies")
            if await copy_hash(copy, house.database) != await owner_hash(service(owner), copy, county.houses[owner].database):
                yield f"{name}'s copy of {copy.of} is not what {owner} has"


async def _doubled(county: County, found: Found) -> AsyncIterator[str]:
    """The witness saw each effect once."""
    async with county.houses["registry"].database.sessions() as session:
        rows = await session.execute(text("SELECT consumer, topic, key, sequence FROM faults.effect"))
        seen = Counter((row.consumer, row.topic, row.key, row.sequence) for row in rows)
    found.compare("effects", len(seen))
    for one in _more_than_once(seen):
        yield one


def _more_than_once(seen: Counter[tuple[str, str, str, int]]) -> Iterator[str]:
    for (consumer, topic, key, sequence), times in seen.items():
        if times > 1:
            yield f"{consumer}: {times} effects of {topic} {key} {sequence}"
