"""Parked records: listed, looked at, tried again, dropped with grounds; every word of the operator is in the audit."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.chassis.rebuild.conftest import COPY, County
from tests.cli.conftest import Cli

from chassis.copying import Copying
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.parking import Retrying
from chassis.testing import record
from sample.main import SERVICE
from sample.things.handlers import BROKEN, LISTENER

MADE, RENAMED = "fi.yhdyspinta.sample.ThingMade.v1", "fi.yhdyspinta.sample.ThingRenamed.v1"
WHY = "the bug is mended in 1.2"


def hearing(county: County) -> Hearing:
    return Hearing("sample", LISTENER, county.house.database, SERVICE.house, "pohde")


async def parks(county: County, name: str = "broken", count: int = 3) -> UUID:
    """A key of which nothing can be applied, for a bug in the handler."""
    BROKEN.add(name)
    key = new_id()
    said = [(MADE, 1), *((RENAMED, n) for n in range(2, count + 1))]
    body = f'{{"thing_id": "{key}", "name": "{name}"}}'.encode()
    await hearing(county).take([record(what, key, n, body) for what, n in said])
    return key


async def effects(county: County) -> list[str]:
    return [str(said) for (said,) in await county.fetched("SELECT said FROM sample.effect ORDER BY position")]


async def audited(county: County) -> list[tuple[object, ...]]:
    return await county.fetched("SELECT actor, command, action, subject, subject_id, grounds FROM sample.audit WHERE actor = 'system:cli' ORDER BY id")


async def test_list__the_first_of_each_key(sample: Cli, county: County) -> None:
    key = await parks(county)
    await parks(county, "another", 1)
    await hearing(county).take([record("", new_id(), 1, b"{}", ce_id="nonsense")])
    rows = await asyncio.to_thread(sample.json, "parked", "list")
    assert [(row["type"], row["sequence"], row["state"]) for row in rows] == [(MADE, 1, "waiting"), (MADE, 1, "waiting"), ("", None, "dead")]
    assert rows[0]["key"] == str(key)
    assert rows[0]["error"] == "RuntimeError: a bug"
    table = (await asyncio.to_thread(sample.run, "parked", "list", "-o", "table", code=0)).stdout
    assert str(key) in table
    assert table.splitlines()[1].split()[:4] == ["id", "type", "key", "sequence"]


async def test_list__limit_type_since(sample: Cli, county: County) -> None:
    for n in range(4):
        await parks(county, f"broken {n}", 1)
    await county.executed("UPDATE sample.parked SET parked_at = now() - interval '2 hours' WHERE \"offset\" = (SELECT min(\"offset\") FROM sample.parked)")

    async def count(*words: str) -> int:
        return len(await asyncio.to_thread(sample.json, "parked", "list", *words))

    assert [await count(), await count("--limit", "3"), await count("--since", "1h"), await count("--type", "ThingMade"), await count("--type", "Renamed")] == [4, 3, 3, 4, 0]
    assert (await asyncio.to_thread(sample.run, "parked", "list", "--type", "%", "-o", "table", code=0)).stdout == "Nothing is parked.\n"


async def test_show__payload_and_what_waits_behind(sample: Cli, county: County) -> None:
    key = await parks(county)
    (row,) = await asyncio.to_thread(sample.json, "parked", "list")
    shown = await asyncio.to_thread(sample.json, "parked", "show", row["id"])
    assert shown["payload"] == {"thing_id": str(key), "name": "broken"}
    assert [behind["sequence"] for behind in shown["behind"]] == [2, 3]
    place = row["id"].rpartition(":")[0]
    assert "is not parked" in (await asyncio.to_thread(sample.run, "parked", "show", f"{place}:7", code=1)).stderr
    assert "is no parked record" in (await asyncio.to_thread(sample.run, "parked", "show", f"{place}:{2**63}", code=2)).stderr


async def test_retry__after_a_fix_everything_flows(sample: Cli, county: County) -> None:
    await parks(county)
    await county.executed("UPDATE sample.parked SET state = 'dead', attempts = 8")
    retrying = Retrying([hearing(county)], county.house.database, SERVICE.house)
    BROKEN.clear()
    assert await retrying.round() == 0  # dead stays dead
    dry = await asyncio.to_thread(sample.json, "parked", "retry", "--dry-run", "--grounds", WHY)
    assert len(dry) == 1
    assert await retrying.round() == 0
    (done,) = await asyncio.to_thread(sample.json, "parked", "retry", "--grounds", WHY)
    assert done["became"] == "due (3 of its key)"
    assert await retrying.round() == 3
    assert await effects(county) == ["made broken", "renamed broken", "renamed broken"]
    assert await audited(county) == [("system:cli", "operator.parked.retry", "retry", "parked", done["id"], WHY)]


async def test_drop__only_with_a_yes(sample: Cli, county: County) -> None:
    await parks(county)
    refused = await asyncio.to_thread(sample.run, "parked", "drop", "--grounds", WHY, input="n\n", code=1)
    assert "Drop 1 parked record for good?" in refused.stderr
    assert "Drop" in (await asyncio.to_thread(sample.run, "parked", "drop", "--grounds", WHY, code=1)).stderr  # nobody to ask
    assert len(await asyncio.to_thread(sample.json, "parked", "drop", "--grounds", WHY, "--dry-run")) == 1
    assert await county.fetched("SELECT count(*) FROM sample.parked") == [(3,)]
    assert await audited(county) == []


async def test_drop__the_next_one_has_its_turn(sample: Cli, county: County) -> None:
    await parks(county)
    (row,) = await asyncio.to_thread(sample.json, "parked", "list")
    (done,) = await asyncio.to_thread(sample.json, "parked", "drop", row["id"], "--grounds", WHY, "--yes")
    assert done["became"] == "dropped"
    BROKEN.clear()
    assert await Retrying([hearing(county)], county.house.database, SERVICE.house).round() == 2
    assert await effects(county) == ["renamed broken", "renamed broken"]
    assert await audited(county) == [("system:cli", "operator.parked.drop", "drop", "parked", row["id"], WHY)]
    assert "is not parked" in (await asyncio.to_thread(sample.run, "parked", "drop", row["id"], "--grounds", WHY, "--yes", code=1)).stderr


async def test_drop__one_that_stands_alone(sample: Cli, county: County) -> None:
    await hearing(county).take([record("", new_id(), 1, b"{}", ce_id="nonsense")])
    (left,) = await asyncio.to_thread(sample.json, "parked", "retry", "--grounds", WHY, code=1)
    assert left["became"] == "left: it has no usable envelope"
    (done,) = await asyncio.to_thread(sample.json, "parked", "drop", "--grounds", WHY, "--yes")
    assert done["became"] == "dropped"
    assert await county.fetched("SELECT count(*) FROM sample.parked") == [(0,)]
    assert await county.fetched("SELECT count(*) FROM sample.position") == [(0,)]


async def test_a_snapshot_that_cannot_be_read(sample: Cli, county: County) -> None:
    """It waits for a newer one or for a rebuild; dropping it moves no position."""
    snapshot = record(COPY.reads.type, new_id(), 5, b"{", topic=COPY.of)
    await Copying("sample", [COPY], county.house.database, SERVICE.house, "pohde").take([snapshot])
    (left,) = await asyncio.to_thread(sample.json, "parked", "retry", "--grounds", WHY, code=1)
    assert left["became"] == "left: `yhdyspinta rebuild sample` reads snapshots again"
    (done,) = await asyncio.to_thread(sample.json, "parked", "drop", "--grounds", WHY, "--yes")
    assert done["became"] == "dropped"
    assert await county.fetched("SELECT count(*) FROM sample.position") == [(0,)]


async def test_drop__one_that_is_held__holds_up_no_other(sample: Cli, county: County) -> None:
    """The worker is at the first key; the second is dropped."""
    held, free = await parks(county), await parks(county, "another", 1)
    async with county.house.database.sessions() as session:
        await session.execute(text("SELECT 1 FROM sample.position WHERE key = :key FOR UPDATE"), {"key": str(held)})
        rows = await asyncio.to_thread(sample.json, "parked", "drop", "--grounds", WHY, "--yes", code=1)
        await session.rollback()
    became = {row["key"]: row["became"] for row in rows}
    assert became[str(free)] == "dropped"
    assert became[str(held)].startswith("left: sample's database refuses")
    assert await county.fetched("SELECT DISTINCT key FROM sample.parked") == [(str(held),)]


@pytest.mark.parametrize("what", ["retry", "drop"])
async def test_nothing_matches(sample: Cli, county: County, what: str) -> None:
    assert await asyncio.to_thread(sample.json, "parked", what, "--grounds", WHY) == []
    assert await audited(county) == []
