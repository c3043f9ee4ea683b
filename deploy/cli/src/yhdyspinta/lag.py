"""`lag`: how far the consumer groups are behind their topics."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yhdyspinta import reaching
from yhdyspinta.ending import PASSED
from yhdyspinta.places import Data, MaybeService, Places, chosen
from yhdyspinta.showing import Form, Output, show_line, show_list, watch
from yhdyspinta.topics import partitions_of

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer, TopicPartition

    from chassis.service import Service

# ruff: noqa: PLC0415 - clients are imported by the commands that need them

app = typer.Typer()

FEW = 50
"""Up to so many offsets are looked at one by one: most of a short distance are markers of transactions, which nobody hears."""
_COLUMNS = ("group", "topic", "partitions", "lag")


@dataclass(frozen=True)
class Behind:
    """One group on one topic."""

    service: str
    group: str
    topic: str
    partitions: int
    lag: int
    """Records that wait; of a long distance, offsets."""
    begun: bool
    """Whether the group has ever taken anything of it."""


@app.command()
def lag(
    service: MaybeService = None,
    watching: Annotated[bool, typer.Option("--watch", "-w", help="Look again every two seconds, until Ctrl-C.")] = False,
    fail_over: Annotated[int | None, typer.Option(help="End with 3 when a group has more than N records before it.", min=0)] = None,
    data: Data = None,
    output: Output = None,
) -> None:
    """Show how many records wait for each consumer group."""
    places, services = Places.of(data), chosen(service)
    if watching:
        watch(output, lambda screen: _look_and_show(places, services, screen))
        return
    found = asyncio.run(behind(places, services))
    show_list(found, output, _COLUMNS, nothing="No service hears anything.")
    if fail_over is not None and any(one.lag > fail_over for one in found):
        raise typer.Exit(PASSED)


def _look_and_show(places: Places, services: Sequence["Service"], screen: object) -> None:
    found = asyncio.run(behind(places, services))
    if screen is None:
        show_line({"groups": [vars(one) for one in found]})
    else:
        show_list(found, Form.TABLE, _COLUMNS)


def groups_of(service: "Service") -> Mapping[str, Sequence[str]]:
    """The consumer groups of a service, and the topics of each; names without the prefix."""
    copies = {f"{service.name}.copies": [copy.of for copy in service.copies]} if service.copies else {}
    return copies | {f"{service.name}.{one.purpose}": list(one.topics) for one in service.listeners}


async def behind(places: Places, services: Sequence["Service"]) -> Sequence[Behind]:
    """Every group on every topic it hears."""
    async with reaching.broker(places) as admin, reaching.reader(places) as reader:
        known = set(await admin.list_topics())
        found: list[Behind] = []
        for service in services:
            for group, topics in groups_of(service).items():
                taken = await admin.list_consumer_group_offsets(places.prefix + group)
                there = [topic for topic in topics if places.prefix + topic in known]
                found += [await _behind(places, reader, service.name, group, topic, taken) for topic in there]
        return found


async def _behind(
    places: Places, reader: "AIOKafkaConsumer", service: str, group: str, topic: str, taken: Mapping["TopicPartition", Any]
) -> Behind:
    from aiokafka import TopicPartition

    name = places.prefix + topic
    ats = [TopicPartition(name, number) for number in sorted(await partitions_of(reader, name))]
    first, end = await reader.beginning_offsets(ats), await reader.end_offsets(ats)
    at = {one: max(taken[one].offset, first[one]) if one in taken and taken[one].offset >= 0 else first[one] for one in ats}
    far = sum(end[one] - at[one] for one in ats if end[one] - at[one] > FEW)
    near = {one: at[one] for one in ats if 0 < end[one] - at[one] <= FEW}
    lag = far + (await _counted(reader, near, end) if near else 0)
    return Behind(service, group, topic, len(ats), lag, begun=any(one in taken for one in ats))


async def _counted(reader: "AIOKafkaConsumer", near: Mapping["TopicPartition", int], end: Mapping["TopicPartition", int]) -> int:
    """How many records there really are."""
    reader.assign(list(near))
    for one, offset in near.items():
        reader.seek(one, offset)
    count = 0
    while waits := [one for one in near if await reader.position(one) < end[one]]:
        fetched = await reader.getmany(*waits, timeout_ms=200)
        count += sum(len([raw for raw in raws if raw.offset < end[one]]) for one, raws in fetched.items())
    return count
