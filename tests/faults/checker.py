"""The checker of the fault experiments (`reliability.md` 2.3): what was acknowledged, said, and had its effect - and nothing else."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from tests.chassis.core.broker import everything

from chassis.envelope import Record
from chassis.testing import House
from sample.things.tables import Thing


@dataclass(frozen=True)
class Topics:
    """What an outsider reads with `isolation_level=read_committed`."""

    events: list[Record]
    states: list[Record]


async def topics(bootstrap: str, prefix: str) -> Topics:
    return Topics(await everything(bootstrap, prefix, "sample.thing"), await everything(bootstrap, prefix, "sample.thing.state"))


async def wrong(house: House, said: Topics, acknowledged: dict[UUID, int]) -> list[str]:
    """Everything that breaks a promise, in words. `acknowledged`: how many changes of each thing were answered well."""
    async with house.database.sessions() as session:
        things = (await session.scalars(select(Thing))).all()
        sent = text("SELECT key, sequence FROM sample.outbox_sent WHERE topic = 'sample.thing' ORDER BY sequence")
        numbered: dict[str, list[int]] = defaultdict(list)
        for key, sequence in await session.execute(sent):
            numbered[key].append(sequence)
    counts = {thing.id: thing.count for thing in things}
    lost = [
        f"C1: acknowledged {changes} changes of {id}, there are {counts.get(id)}"
        for id, changes in acknowledged.items()
        if counts.get(id, 0) < changes
    ]
    return lost + [complaint for thing in things for complaint in _wrong_with(thing, numbered[str(thing.id)], said)]


def _wrong_with(thing: Thing, numbered: list[int], said: Topics) -> Iterator[str]:
    """C2 and C3 for one aggregate: numbers without gaps in the outbox and the topic, and the newest state last."""
    key, all_of_them = str(thing.id), list(range(1, thing.sequence + 1))
    if numbered != all_of_them:
        yield f"C2: outbox_sent of {key}: {numbered}, the row says {thing.sequence}"
    first = list(dict.fromkeys(record.sequence for record in said.events if record.key == key))
    if first != all_of_them:
        yield f"C3: topic of {key}: {first}"
    last = next((record for record in reversed(said.states) if record.key == key), None)
    if last is None or last.sequence != thing.sequence or last.value != thing.public().model_dump_json().encode():
        yield f"C3: state of {key} ends on {last and last.sequence}, the row says {thing.sequence}"


async def wrong_effects(house: House) -> list[str]:
    """C4: each event once, the position at the last, the copy equal to the row."""
    async with house.database.sessions() as session:
        doubled = (await session.execute(text(
            "SELECT t.id, t.sequence, count(e.*) FROM sample.thing t LEFT JOIN sample.effect e ON e.thing_id = t.id "
            "AND e.said NOT LIKE 'told%' GROUP BY t.id HAVING count(e.*) <> t.sequence"
        ))).all()
        behind = (await session.execute(text(
            "SELECT t.id, t.sequence, h.sequence FROM sample.thing t LEFT JOIN sample.heard_thing h ON h.id = t.id "
            "WHERE h.sequence IS DISTINCT FROM t.sequence OR h.count <> t.count"
        ))).all()
    return [f"{id}: {effects} effects of {n} events" for id, n, effects in doubled] + [
        f"{id}: the copy has {has}, the row {n}" for id, n, has in behind
    ]


def doubles(said: Topics) -> int:
    """Events that an outsider meets twice: allowed, and worth knowing."""
    return len(said.events) - len({(record.key, record.sequence) for record in said.events})
