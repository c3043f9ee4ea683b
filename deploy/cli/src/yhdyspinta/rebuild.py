"""`rebuild`: a copy made anew from its state topic, and compared with its owner."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from yhdyspinta import reaching
from yhdyspinta.ending import FAILED, USAGE, Failed
from yhdyspinta.places import Data, Places, ServiceName, chosen, loaded
from yhdyspinta.showing import DryRun, Output, news, show_one

if TYPE_CHECKING:
    from chassis.listening import Copy
    from chassis.rebuild import Rebuilt
    from chassis.service import Service

# ruff: noqa: PLC0415 - clients are imported by the commands that need them

app = typer.Typer()

LOOKS, BETWEEN = 20, 0.25
"""How often, and after how many seconds, hashes are compared again: beside live writes the copy is a moment behind."""


@dataclass(frozen=True)
class Compared:
    """A copy and its owner."""

    service: str
    copy: str
    owner: str
    rebuilt: "Rebuilt | None"
    """What a rebuild did; none when nothing was rebuilt."""
    copy_hash: str
    owner_hash: str
    """Canonical hashes over the fields of the copy."""
    equal: bool


@app.command()
def rebuild(
    service: ServiceName,
    copy: Annotated[str, typer.Argument(help="Name of the copy, e.g. organisation.")],
    data: Data = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Make a copy anew from its topic.

    Prints the canonical hashes of the copy and of its owner, and ends with 1 when they differ. Readers go on meanwhile.
    """
    found = asyncio.run(_rebuild(Places.of(data), loaded(service), copy, dry_run=dry_run))
    show_one(found, output)
    if not found.equal:
        raise typer.Exit(FAILED)


async def _rebuild(places: Places, service: "Service", name: str, *, dry_run: bool) -> Compared:
    from chassis.rebuild import NoSuchCopy, copy_of

    try:
        copy = copy_of(service, name)
    except NoSuchCopy as unknown:
        raise Failed(f"{unknown}.", code=USAGE) from unknown
    owner = _owner_of(copy)
    rebuilt = None if dry_run else await _made_anew(places, service, copy)
    news(f"comparing with {owner.name} …")
    ours, theirs = await _hashes(places, service, owner, copy)
    return Compared(
        service=service.name, copy=name, owner=owner.name, rebuilt=rebuilt, copy_hash=ours, owner_hash=theirs,
        equal=ours == theirs,
    )  # fmt: skip


def _owner_of(copy: "Copy") -> "Service":
    for service in chosen(None):
        if any(topic.state is not None and topic.state_name == copy.of for topic in service.topics):
            return service
    raise Failed(f"No service of this installation speaks on {copy.of}.", "name its owner in YHDYSPINTA_SERVICES")


async def _made_anew(places: Places, service: "Service", copy: "Copy") -> "Rebuilt":
    from aiokafka.errors import KafkaError

    from chassis.operations import operating
    from chassis.rebuild import NothingSaid, rebuild

    news(f"reading {copy.of} from {places.kafka} …")
    async with reaching.database(places, service) as database:
        try:
            rebuilt = await rebuild(service, copy.name, places.settings(service))
        except NothingSaid as empty:
            raise Failed(f"{empty}.", f"`yhdyspinta republish {copy.of.partition('.')[0]} --since 14d` says everything again") from empty
        except (KafkaError, TimeoutError) as fault:
            raise Failed(f"The broker does not answer: {fault!r}; nothing was changed.", reaching.LOOK) from fault
        async with operating(database, "rebuild", f"from {copy.of}") as unit:
            unit.note("rebuild", copy.table.name, None, rebuilt.rows)
    return rebuilt


async def _hashes(places: Places, service: "Service", owner: "Service", copy: "Copy") -> tuple[str, str]:
    from chassis.rebuild import copy_hash, owner_hash

    async with reaching.database(places, service) as ours, reaching.database(places, owner) as theirs:
        both = await copy_hash(copy, ours), await owner_hash(owner, copy, theirs)
        for _ in range(LOOKS):
            if both[0] == both[1]:
                break
            await asyncio.sleep(BETWEEN)
            both = await copy_hash(copy, ours), await owner_hash(owner, copy, theirs)
        return both
