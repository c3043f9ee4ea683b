"""C2 and C3: rows, outboxes, topics."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from sqlalchemy import select, text
from tests.faults.county.county import County
from tests.faults.promises.found import Found

from chassis import envelope
from chassis.envelope import Record
from chassis.events import State
from chassis.service import Service, Topic
from chassis.tables import Root, rows_of

PATIENCE = 120
"""Seconds for all topics. A transaction that nobody closes holds up the readers of its partition for ever."""


@dataclass
class Rows:
    """The roots of one topic: number and snapshot of each."""

    numbers: dict[str, int] = field(default_factory=dict)
    states: dict[str, bytes | None] = field(default_factory=dict)


Topics = Mapping[str, Sequence[Record]]
"""What an outsider reads, by topic."""


async def read(county: County, found: Found) -> Topics:
    """Every topic of the services from its beginning to where it ends now, under read_committed; what cannot be read so far is wrong."""
    counts = {
        name: topic.partitions
        for service in county.plan.services
        for topic in county.houses[service].service.topics
        for name in [topic.name, *([topic.state_name] if topic.state else [])]
    }
    partitions = [TopicPartition(county.prefix + name, n) for name, count in counts.items() for n in range(count)]
    bootstrap = county.ground.broker.bootstrap
    ends = await _ends(bootstrap, partitions)
    read: dict[str, list[Record]] = {name: [] for name in counts}
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, isolation_level="read_committed", auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    try:
        waits = [partition for partition, end in ends.items() if end]
        consumer.assign(waits)
        until = time.monotonic() + PATIENCE
        while waits := [each for each in waits if await consumer.position(each) < ends[each]]:
            for batch in (await consumer.getmany(*waits, timeout_ms=100)).values():
                for raw in batch:
                    record = envelope.read(raw, county.prefix)
                    if record.event_id is not None and record.event_id not in county.planted:
                        read[record.topic].append(record)
            if time.monotonic() > until:
                found.holds("C3", [f"{each.topic} {each.partition}: no reader gets to its end, {ends[each]}" for each in waits])
                break
    finally:
        await consumer.stop()
    return {name: sorted(records, key=lambda one: (one.partition, one.offset)) for name, records in read.items()}


async def _ends(bootstrap: str, partitions: Sequence[TopicPartition]) -> Mapping[TopicPartition, int]:
    """Where the log ends, also what is not committed: a reader of committed records gets there a moment later."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    try:
        ends: Mapping[TopicPartition, int] = await consumer.end_offsets(list(partitions))
        return ends
    finally:
        await consumer.stop()


async def check(county: County, topics: Topics, found: Found, *, strict: bool) -> None:
    """`strict`: nothing may stand twice in a topic, not even after a relay has died between the broker's commit and its note."""
    for name in county.plan.services:
        service = county.houses[name].service
        rows, announced = await _rows(county, service), await _announced(county, name)
        for topic in service.topics:
            _check_topic(topic, rows[topic.name], announced, topics, found, strict=strict)


def _check_topic(topic: Topic, rows: Rows, announced: Mapping[str, Sequence[Any]], topics: Topics, found: Found, *, strict: bool) -> None:
    events, states = announced[topic.name], announced[topic.state_name]
    found.compare("aggregates", len(rows.numbers))
    found.compare("events", len(events))
    found.compare("snapshots", len(states))
    found.holds("C2", _numbers(topic.name, rows, events))
    doubled = list(_doubled(topic.name, topics[topic.name]))
    found.compare("doubled", len(doubled))
    found.holds("C3", doubled if strict else ())
    found.holds("C3", _all_of_it(topic.name, events, topics[topic.name]))
    found.holds("C3", _in_order(topic.name, topics[topic.name]))
    if topic.state is not None:
        found.holds("C3", _all_of_it(topic.state_name, states, topics[topic.state_name], compacted=True))
        found.holds("C3", _last_is_the_row(topic.state_name, rows, topics[topic.state_name]))


async def _rows(county: County, service: Service) -> Mapping[str, Rows]:
    found: dict[str, Rows] = defaultdict(Rows)
    async with county.houses[service.name].database.sessions() as session:
        for table in rows_of(service.tables):
            if issubclass(table, Root):
                for root in (await session.scalars(select(table))).all():
                    state = root.public()
                    found[table.__topic__].numbers[str(root.id)] = root.sequence
                    found[table.__topic__].states[str(root.id)] = state.model_dump_json().encode() if isinstance(state, State) else None
    return found


async def _announced(county: County, service: str) -> Mapping[str, Sequence[Any]]:
    """Rows of outbox and outbox_sent by topic, by position."""
    found: dict[str, list[Any]] = defaultdict(list)
    both = " UNION ALL ".join(f"SELECT topic, key, sequence, event_id, position FROM {service}.{t}" for t in ("outbox", "outbox_sent"))
    async with county.houses[service].database.sessions() as session:
        for row in await session.execute(text(f"{both} ORDER BY position")):
            found[row.topic].append(row)
    return found


def _numbers(topic: str, rows: Rows, events: Sequence[Any]) -> Iterator[str]:
    """1, 2, 3 … as far as the row says, by outbox position."""
    said: dict[str, list[int]] = defaultdict(list)
    for event in events:
        said[event.key].append(event.sequence)
    for key in rows.numbers.keys() | said.keys():
        if said[key] != list(range(1, rows.numbers.get(key, 0) + 1)):
            yield f"{topic} {key}: the outbox says {_short(said[key])}, the row {rows.numbers.get(key)}"


def _all_of_it(topic: str, announced: Sequence[Any], published: Sequence[Record], *, compacted: bool = False) -> Iterator[str]:
    wanted, got = {row.event_id for row in announced}, {record.event_id for record in published}
    if not compacted:
        yield from (f"{topic}: {id} is in the outbox and not in the topic" for id in wanted - got)
    yield from (f"{topic}: {id} is in the topic and not in the outbox" for id in got - wanted)


def _doubled(topic: str, published: Sequence[Record]) -> Iterator[str]:
    got = Counter(record.event_id for record in published)
    yield from (f"{topic}: {id} stands {times} times in the topic" for id, times in got.items() if times > 1)


def _in_order(topic: str, published: Sequence[Record]) -> Iterator[str]:
    """1, 2, 3 … of each key, by where each stands first."""
    said: dict[str, dict[int, None]] = defaultdict(dict)
    for record in published:
        said[record.key or ""][record.sequence or 0] = None
    for key, numbers in said.items():
        if list(numbers) != sorted(numbers):
            yield f"{topic} {key}: order {_short(list(numbers))}"


def _last_is_the_row(topic: str, rows: Rows, published: Sequence[Record]) -> Iterator[str]:
    last = {record.key: record for record in published}
    for key, state in rows.states.items():
        record = last.get(key)
        if rows.numbers[key] and (record is None or record.value != state or record.sequence != rows.numbers[key]):
            yield f"{topic} {key}: ends on {record and record.sequence}, the row is at {rows.numbers[key]}"
    yield from (f"{topic} {key}: no such row" for key, record in last.items() if record.value is not None and key not in rows.states)


def _short(numbers: Sequence[int]) -> str:
    return str(list(numbers)) if len(numbers) <= 12 else f"{list(numbers[:5])} … {list(numbers[-5:])} ({len(numbers)})"
