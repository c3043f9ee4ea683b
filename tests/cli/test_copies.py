"""Copies made anew, groups behind, topics read: with real workers in this process."""

import asyncio

import pytest
from tests.chassis.rebuild.changes import change
from tests.chassis.rebuild.conftest import County, running
from tests.chassis.rebuild.test_rebuild import damage
from tests.cli.conftest import Cli

from chassis.testing import soon
from sample.things import commands


async def test_rebuild__equal_hashes(sample: Cli, county: County) -> None:
    async with running(county.relay(), county.consumer()):
        ids = await change(county.house, 40, seed=31)
        await county.settled()
        await damage(county)
        dry = await asyncio.to_thread(sample.json, "rebuild", "sample", "heard_thing", "--dry-run", code=1)
        assert (dry["equal"], dry["rebuilt"], dry["owner_hash"]) == (False, None, await county.owner())
        done = await asyncio.to_thread(sample.json, "rebuild", "sample", "heard_thing")
        assert done["equal"]
        assert {done["copy_hash"], done["owner_hash"]} == {await county.owner()} == await county.hashes()
        assert (done["rebuilt"]["read"], done["rebuilt"]["rows"]) == (len(await county.records()), len(ids))
    (audited,) = await county.fetched("SELECT command, action, subject, rows FROM sample.audit WHERE actor = 'system:cli'")
    assert audited == ("operator.rebuild", "rebuild", "heard_thing", len(ids))


async def test_rebuild__from_a_broker_that_lost_it(sample: Cli, county: County) -> None:
    async with running(county.relay(), county.consumer()):
        await county.house.run(commands.make, "kerho")
        await county.settled()
    before = await county.hashes()
    other = sample.knowing(TOPIC_PREFIX="")
    assert "yhdyspinta db migrate" in (await asyncio.to_thread(other.run, "topics", "tail", "sample.nothing", code=1)).stderr
    await asyncio.to_thread(sample.knowing(TOPIC_PREFIX=f"x{county.prefix}").json, "db", "migrate", "--part", "topics")
    done = await asyncio.to_thread(sample.knowing(TOPIC_PREFIX=f"x{county.prefix}").run, "rebuild", "sample", "heard_thing", code=1)
    assert "yhdyspinta republish sample" in done.stderr
    assert await county.hashes() == before


async def test_rebuild__settings_that_are_missing_are_named(sample: Cli, county: County) -> None:
    bare = Cli({name: value for name, value in sample.told.items() if not name.endswith(("_ENV", "_ISSUER"))})
    told = (await asyncio.to_thread(bare.run, "rebuild", "sample", "heard_thing", code=2)).stderr
    assert "YHDYSPINTA_ENV: Field required; YHDYSPINTA_ISSUER: Field required" in told


async def test_lag__records_not_markers(sample: Cli, county: County) -> None:
    """Every commit of the relay leaves a marker on the topic that nobody hears."""

    def copies(rows: list[dict[str, object]]) -> dict[str, object]:
        return next(row for row in rows if row["group"] == "sample.copies")

    async with running(county.relay()):
        for name in ("a", "b", "c"):
            await county.house.run(commands.make, name)

        async def sent() -> bool:
            return not await county.house.outbox()

        await soon(sent)
        rows = await asyncio.to_thread(sample.json, "lag", "--fail-over", "2", code=3)
        assert {row["group"]: (row["lag"], row["begun"]) for row in rows} == {
            "sample.copies": (3, False), "sample.effects": (3, False), "sample.told": (3, False),
        }  # fmt: skip
        await asyncio.to_thread(sample.run, "lag", "--fail-over", "3", code=0)
        async with running(county.consumer()):
            await county.settled()

            async def taken() -> bool:
                return copies(await asyncio.to_thread(sample.json, "lag"))["begun"] is True

            await soon(taken)
    assert copies(await asyncio.to_thread(sample.json, "lag", "sample"))["lag"] == 0


@pytest.fixture
async def said(county: County) -> list[str]:
    """Fifteen things made, everything sent; their names."""
    names = [f"kerho {n}" for n in range(15)]
    async with running(county.relay()):
        for name in names:
            await county.house.run(commands.make, name)

        async def sent() -> bool:
            return not await county.house.outbox()

        await soon(sent)
    return names


async def test_tail__the_last_of_the_whole_topic(sample: Cli, county: County, said: list[str]) -> None:
    tail = ("topics", "tail", "sample.thing")
    last = await asyncio.to_thread(sample.lines, *tail)
    assert [one["payload"]["name"] for one in last] == said[-10:]
    assert {one["type"] for one in last} == {"fi.yhdyspinta.sample.ThingMade.v1"}
    assert [one["payload"]["name"] for one in await asyncio.to_thread(sample.lines, *tail, "--from", "-3")] == said[-3:]
    assert sorted(one["payload"]["name"] for one in await asyncio.to_thread(sample.lines, *tail, "--from", "0")) == sorted(said)
    assert await asyncio.to_thread(sample.lines, *tail, "--type", "Renamed") == []
    table = (await asyncio.to_thread(sample.run, *tail, "--from", "-1", "-o", "table", code=0)).stdout
    assert table.count("\n") == 1
    assert last[-1]["key"] in table


async def test_topics__list_and_describe(sample: Cli, county: County, said: list[str]) -> None:
    rows = {row["topic"]: row for row in await asyncio.to_thread(sample.json, "topics", "list")}
    assert set(rows) == {"sample.thing", "sample.thing.state"}
    assert rows["sample.thing"]["partitions"] == 3
    assert rows["sample.thing"]["records"] >= len(said)
    found = await asyncio.to_thread(sample.json, "topics", "describe", "sample.thing.state")
    assert found["config"]["cleanup.policy"] == "compact"
    assert [one["partition"] for one in found["partitions"]] == [0, 1, 2]
    assert "no topic" in (await asyncio.to_thread(sample.run, "topics", "describe", "sample.nothing", code=1)).stderr


async def test_events_show__who_said_it_and_who_has_it(sample: Cli, county: County) -> None:
    thing = await county.house.run(commands.make, "kerho")
    ids = {record.topic: record.headers["ce_id"] for record in await county.house.outbox()}
    waiting = await asyncio.to_thread(sample.json, "events", "show", ids["sample.thing"])
    assert (waiting["state"], waiting["key"], waiting["payload"]["name"]) == ("waiting", str(thing.id), "kerho")
    assert [(one["consumer"], one["became"]) for one in waiting["heard"]] == [("sample.effects", "not yet"), ("sample.told", "not yet")]
    async with running(county.relay(), county.consumer()):
        await county.settled()
    sent = await asyncio.to_thread(sample.json, "events", "show", ids["sample.thing.state"])
    assert (sent["state"], sent["heard"]) == ("sent", [{"consumer": "sample.copies", "became": "taken", "error": None}])
    assert "No service has said" in (await asyncio.to_thread(sample.run, "events", "show", thing.id, code=1)).stderr
