"""`rejoin`: a schema restored from a backup takes its place among the others again."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yhdyspinta import reaching
from yhdyspinta.ending import FAILED, Failed
from yhdyspinta.grounds import Grounds
from yhdyspinta.places import Data, Places, ServiceName, loaded
from yhdyspinta.showing import DryRun, Output, Yes, confirm, news, show_list, show_one

if TYPE_CHECKING:
    from chassis.rejoin import Difference
    from chassis.service import Service

# ruff: noqa: PLC0415 - clients are imported by the commands that need them

app = typer.Typer()
Facts = Annotated[bool, typer.Option("--facts", help="Show each fact that is no longer known, instead of counts.")]


@app.command()
def rejoin(
    service: ServiceName,
    grounds: Grounds,
    facts: Facts = False,
    data: Data = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    output: Output = None,
) -> None:
    """Take up again with a schema that was restored from a backup.

    While nothing of the service runs: numbers go on above what the world has heard, what is lost is withdrawn, its listeners begin
    anew, its copies are made anew. Ends with 1 when something that was erased is back.
    """
    places, owner = Places.of(data), loaded(service)
    news(f"reading what {service} has said …")
    found, done = asyncio.run(_difference(places, owner)), {"became": "would be taken up again"}
    if not dry_run:
        told = f"{len(found.behind)} are behind, {len(found.lost)} are lost, {len(found.back)} erased ones are back"
        confirm(f"Go on with {service} as it was restored? Of what the world knows, {told}.", yes=yes)
        found, done = asyncio.run(_rejoin(places, owner, grounds))
    if facts:
        rows = [{"name": f.type, "topic": f.topic, "key": f.key, "sequence": f.sequence, "said_at": f.time} for f in found.facts]
        show_list(rows, output, ("name", "key", "sequence", "said_at"))
    else:
        show_one(_shown(service, found) | done, output)
    if found.back:
        raise typer.Exit(FAILED)


def _shown(service: str, found: "Difference") -> dict[str, Any]:
    return {
        "service": service, "known_until": found.known_until, "told_until": found.told_until, "behind": len(found.behind),
        "lost": [f"{topic} {key}" for topic, key in found.lost], "erase_again": [f"{topic} {key}" for topic, key in found.back],
        "facts": found.by_name(),
    }  # fmt: skip


async def _difference(places: Places, service: "Service") -> "Difference":
    from chassis.rejoin import difference

    with _in_words(places, service):
        return await difference(service, places.settings(service))


async def _rejoin(places: Places, service: "Service", grounds: str) -> "tuple[Difference, dict[str, Any]]":
    from chassis.rejoin import rejoin

    with _in_words(places, service):
        done = await rejoin(service, places.settings(service), grounds)
    copies = {one.copy: f"{one.before} -> {one.rows} rows" for one in done.copies}
    return done.difference, {"groups": list(done.groups), "copies": copies, "became": "taken up again; start it"}


@contextmanager
def _in_words(places: Places, service: "Service") -> Iterator[None]:
    from aiokafka.errors import KafkaError
    from asyncpg.exceptions import PostgresError
    from sqlalchemy.exc import DBAPIError

    from chassis.groups import StillRuns
    from chassis.rebuild import NothingSaid

    try:
        yield
    except StillRuns as present:
        raise Failed(f"{present}.", "a restored schema is taken up while nothing of its service runs") from present
    except NothingSaid as empty:
        raise Failed(f"{empty}.", "its owner says everything again: `yhdyspinta republish`; then run this again") from empty
    except DBAPIError as fault:
        raise Failed(f"{service.name}'s database refuses: {fault.orig}", reaching.LOOK) from fault
    except (KafkaError, PostgresError, OSError, TimeoutError) as fault:
        raise Failed(f"{service.name}'s database, or the broker at {places.kafka}, does not answer: {fault!r}", reaching.LOOK) from fault
