"""`audit verify`: whether the audit is what was written."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yhdyspinta import reaching
from yhdyspinta.ending import FAILED, USAGE, Failed
from yhdyspinta.places import Data, MaybeService, Places, chosen
from yhdyspinta.showing import Output, news, show_list

if TYPE_CHECKING:
    from chassis.audit import Seal
    from chassis.service import Service

# ruff: noqa: PLC0415 - clients are imported by the commands that need them

app = typer.Typer(help="The chained audit.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """The chained audit."""


@app.command()
def verify(
    service: MaybeService = None,
    known: Annotated[str | None, typer.Option(help="A head that was kept outside (position:hash), of one service: shows a cut end.")] = None,
    data: Data = None,
    output: Output = None,
) -> None:
    """Name every row that is not as it was written.

    Walks each chain; ends with 1 when something is wrong. Keep the head outside: with `--known` it shows a cut end.
    """
    if known is not None and service is None:
        raise Failed("A head belongs to one service.", "name the service", code=USAGE)
    rows = asyncio.run(_verify(Places.of(data), chosen(service), known))
    show_list(rows, output, ("service", "sealed", "well", "findings", "head"))
    if not all(row["well"] for row in rows):
        raise typer.Exit(FAILED)


def _seal(text: str) -> "Seal":
    from chassis.audit import Seal

    position, _, digest = text.partition(":")
    try:
        return Seal(int(position), bytes.fromhex(digest))
    except ValueError as unreadable:
        raise Failed(f"{text!r} is no head.", "a head is position:hash, as this command shows it", code=USAGE) from unreadable


async def _verify(places: Places, services: Sequence["Service"], known: str | None) -> list[dict[str, Any]]:
    from chassis.audit import seal_head, verify

    rows = []
    for service in services:
        news(f"{service.name} …")
        async with reaching.database(places, service) as database:
            async with database.engine.connect() as connection:
                findings = await verify(connection, service.house, known=_seal(known) if known else None)
            async with database.engine.connect() as connection:
                head = await seal_head(connection, service.house)
        rows.append({
            "service": service.name, "sealed": head.position, "well": not findings, "findings": [str(one) for one in findings],
            "head": f"{head.position}:{head.hash.hex()}",
        })  # fmt: skip
    return rows
