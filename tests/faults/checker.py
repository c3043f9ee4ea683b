"""The checker of the fault experiments (`reliability.md` 2.3): what was acknowledged, said, and had its effect - and nothing else."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition
from sample.things.tables import Thing
from sqlalchemy import select, text

from chassis.envelope import Record, read
from chassis.testing import House


@dataclass(frozen=True)
class Topics:
    """What an outsider reads with `isolation_level=read_committed`."""

    events: list[Record]
    states: list[Record]


async def topics(bootstrap: str, prefix: str) -> Topics:
    return Topics(await everything(bootstrap, prefix, "sample.thing"), await everything(bootstrap, prefix, "sample.thing.state"))


async def everything(bootstrap: str, prefix: str, topic: str) -> list[Record]:
    """A topic from its beginning to its end."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, isolation_level="read_committed", enable_auto_commit=False, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        partitions = [TopicPartition(prefix + topic, n) for n in range(3)]
        consumer.assign(partitions)
        found: list[Record] = []
        while batch := await consumer.getmany(timeout_ms=1000):
            found += [read(record, prefix) for records in batch.values() for record in records]
        return found
    finally:
        await consumer.stop()


async def wrong(house: House, said: Topics, acknowledged: dict[UUID, int]) -> list[str]:
    """Everything that breaks a promise, in words. `acknowledged`: how many changes of each thing were answered well."""
    found: list[str] = []
    async with house.database.sessions() as session:
        things = {thing.id: thing for thing in (await session.scalars(select(Thing))).all()}
        sent = (
            await session.execute(text("SELECT key, sequence, count(*) FROM sample.outbox_sent WHERE topic = 'sample.thing' "
                                       "GROUP BY key, sequence"))
        ).all()
    for id, changes in acknowledged.items():  # C1
        thing = things.get(id)
        if thing is None or thing.count < changes:
            found.append(f"acknowledged {changes} changes of {id}, there are {thing and thing.count}")
    numbered: dict[str, list[int]] = defaultdict(list)  # C2
    for key, sequence, times in sent:
        numbered[key] += [sequence] * times
    for thing in things.values():
        if sorted(numbered[str(thing.id)]) != list(range(1, thing.sequence + 1)):
            found.append(f"outbox_sent of {thing.id}: {sorted(numbered[str(thing.id)])}, the row says {thing.sequence}")
    first: dict[str, list[int]] = defaultdict(list)  # C3
    for record in said.events:
        if record.sequence not in first[record.key or ""]:
            first[record.key or ""].append(record.sequence or 0)
    for thing in things.values():
        if first[str(thing.id)] != list(range(1, thing.sequence + 1)):
            found.append(f"topic of {thing.id}: {first[str(thing.id)]}")
    newest = {record.key: record for record in said.states}
    for thing in things.values():
        last = newest.get(str(thing.id))
        if last is None or last.sequence != thing.sequence or last.value != thing.public().model_dump_json().encode():
            found.append(f"state of {thing.id} ends on {last and last.sequence}, the row says {thing.sequence}")
    return found


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
