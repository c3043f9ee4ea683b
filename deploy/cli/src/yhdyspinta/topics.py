"""`topics`: what stands on the broker."""

import asyncio
import base64
import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yhdyspinta import reaching
from yhdyspinta.ending import Failed
from yhdyspinta.places import Data, Places
from yhdyspinta.showing import Form, Output, is_table, show_line, show_list, show_one

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer, TopicPartition

    from chassis.envelope import Record

# ruff: noqa: PLC0415 - clients are imported by the commands that need them

app = typer.Typer(help="Topics and their records.", no_args_is_help=True)

OURS = {"__consumer_offsets", "__transaction_state", "__share_group_state"}
"""Topics of the broker itself."""
Topic = Annotated[str, typer.Argument(help="Name without the installation's prefix, e.g. registry.organisation.")]


@dataclass(frozen=True)
class Found:
    """A topic at a glance."""

    topic: str
    partitions: int
    replicas: int
    in_sync: int
    """Fewest replicas in sync of all its partitions."""
    records: int
    """At most so many: markers of transactions are counted, and what was compacted away between the ends."""


@app.command("list")
def show_topics(data: Data = None, output: Output = None) -> None:
    """List the topics of this installation."""
    show_list(asyncio.run(_list(Places.of(data))), output, ("topic", "partitions", "replicas", "in_sync", "records"))


@app.command()
def describe(topic: Topic, data: Data = None, output: Output = None) -> None:
    """Show a topic's partitions and settings."""
    found = asyncio.run(_describe(Places.of(data), topic))
    if not is_table(output):
        show_one(found, output)
        return
    show_one({"topic": found["topic"], **found["config"]}, Form.TABLE)
    show_list(found["partitions"], Form.TABLE, ("partition", "leader", "replicas", "in_sync", "first", "end"))


@app.command()
def tail(
    topic: Topic,
    start: Annotated[int, typer.Option("--from", help="The last N as -N; or the offset to begin at, in every partition.")] = -10,
    type: Annotated[str, typer.Option(help="Only events whose type contains this.")] = "",
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what comes, until Ctrl-C.")] = False,
    data: Data = None,
    output: Output = None,
) -> None:
    """Print records, by default the last ten.

    One JSON per line; one short line on a terminal.
    """
    with suppress(KeyboardInterrupt):
        asyncio.run(_tail(Places.of(data), topic, start, type, follow=follow, form=output))


async def _list(places: Places) -> Sequence[Found]:
    async with reaching.broker(places) as admin, reaching.reader(places) as reader:
        names = sorted(name for name in await admin.list_topics() if name.startswith(places.prefix) and name not in OURS)
        described = {one["topic"]: one for one in (await admin.describe_topics(names) if names else [])}
        return [await _found(reader, described[name], places.prefix) for name in names]


async def _found(reader: "AIOKafkaConsumer", described: Any, prefix: str) -> Found:
    name, partitions = described["topic"], described["partitions"]
    first, end = await _ends(reader, name, [one["partition"] for one in partitions])
    return Found(
        topic=name.removeprefix(prefix),
        partitions=len(partitions),
        replicas=min(len(one["replicas"]) for one in partitions),
        in_sync=min(len(one["isr"]) for one in partitions),
        records=sum(end[at] - first[at] for at in end),
    )


async def _describe(places: Places, topic: str) -> dict[str, Any]:
    from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

    name = places.prefix + topic
    async with reaching.broker(places) as admin, reaching.reader(places) as reader:
        (found,) = await admin.describe_topics([name])
        _must_exist(found["error_code"] == 0, topic)
        answers: Any = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
        first, end = await _ends(reader, name, [one["partition"] for one in found["partitions"]])
    config = {entry[0]: entry[1] for answer in answers for _, _, _, _, entries in answer.resources for entry in entries}
    told = ("cleanup.policy", "retention.ms", "min.insync.replicas", "max.message.bytes", "compression.type")
    partitions = [
        {
            "partition": at.partition, "leader": one["leader"], "replicas": one["replicas"], "in_sync": one["isr"],
            "first": first[at], "end": end[at],
        }
        for one in sorted(found["partitions"], key=lambda one: one["partition"])
        for at in end
        if at.partition == one["partition"]
    ]  # fmt: skip
    return {"topic": topic, "config": {name: config[name] for name in told if name in config}, "partitions": partitions}


def _must_exist(there: bool, topic: str) -> None:
    if not there:
        raise Failed(f"There is no topic {topic}.", "see `yhdyspinta topics list`; `yhdyspinta db migrate` makes what is declared")


async def _ends(reader: "AIOKafkaConsumer", name: str, partitions: Sequence[int]) -> tuple[dict[Any, int], dict[Any, int]]:
    from aiokafka import TopicPartition

    ats = [TopicPartition(name, number) for number in partitions]
    return await reader.beginning_offsets(ats), await reader.end_offsets(ats)


async def _tail(places: Places, topic: str, start: int, type: str, *, follow: bool, form: Form | None) -> None:
    from aiokafka import TopicPartition

    name = places.prefix + topic
    async with reaching.reader(places) as reader:
        numbers = await partitions_of(reader, name)
        _must_exist(bool(numbers), topic)
        ats = [TopicPartition(name, number) for number in sorted(numbers)]
        reader.assign(ats)
        first, end = await reader.beginning_offsets(ats), await reader.end_offsets(ats)
        if start < 0:
            for record in await _last(reader, first, end, -start, type, places.prefix):
                _show(record, form)
            for at in ats:
                reader.seek(at, end[at])
        else:
            for at in ats:
                reader.seek(at, min(max(start, first[at]), end[at]))
            async for record in _up_to(reader, end, places.prefix):
                if type in (record.type or ""):
                    _show(record, form)
        while follow:
            for record in _read(await reader.getmany(timeout_ms=1000), places.prefix):
                if type in (record.type or ""):
                    _show(record, form)


async def partitions_of(reader: "AIOKafkaConsumer", name: str) -> set[int]:
    """Asked without making the topic; none where there is none."""
    return (await reader._client.fetch_all_metadata()).partitions_for_topic(name) or set()  # noqa: SLF001 - `partitions_for_topic` knows only subscribed ones


async def _last(
    reader: "AIOKafkaConsumer", first: dict["TopicPartition", int], end: dict["TopicPartition", int], count: int, type: str, prefix: str
) -> list["Record"]:
    """The last so many of the whole topic, by time. Offsets have holes, so each look goes further back, until there are enough."""
    back = 2 * count + 10
    while True:
        for at, offset in end.items():
            reader.seek(at, max(first[at], offset - back))
        found = [record async for record in _up_to(reader, end, prefix) if type in (record.type or "")]
        each = Counter(record.partition for record in found)
        if all(each[at.partition] >= count or offset - back <= first[at] for at, offset in end.items()):
            found.sort(key=lambda record: (record.headers.get("ce_time", ""), record.partition, record.offset))
            return found[-count:]
        back *= 4


async def _up_to(reader: "AIOKafkaConsumer", end: dict["TopicPartition", int], prefix: str) -> AsyncIterator["Record"]:
    while waits := [at for at in end if await reader.position(at) < end[at]]:
        for record in _read(await reader.getmany(*waits, timeout_ms=500), prefix):
            yield record


def _read(fetched: dict["TopicPartition", list[Any]], prefix: str) -> list["Record"]:
    from chassis.envelope import read

    return [read(raw, prefix) for raws in fetched.values() for raw in raws]


def _show(record: "Record", form: Form | None) -> None:
    if is_table(form):
        said = record.headers
        when, sequence = said.get("ce_time", "no time"), record.sequence if record.sequence is not None else "–"
        typer.echo(f"{when}  {record.partition}:{record.offset:<8} {record.type or 'no type'}  {record.key} #{sequence}")
    else:
        show_line(as_line(record))


def as_line(record: "Record") -> dict[str, Any]:
    """A record as one JSON object."""
    return {
        "topic": record.topic, "partition": record.partition, "offset": record.offset, "key": record.key, "type": record.type,
        "id": record.headers.get("ce_id"), "sequence": record.sequence, "time": record.headers.get("ce_time"),
        "headers": record.headers, "payload": payload(record.value),
    }  # fmt: skip


def payload(value: bytes | None) -> Any:
    """JSON as JSON, a tombstone as null, anything else in base64."""
    if value is None:
        return None
    try:
        return json.loads(value)
    except ValueError:
        return {"base64": base64.b64encode(value).decode()}
