"""What waits, what holds it up, skipping it, and saying again: with a real relay and a real broker."""

import asyncio
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from tests.chassis.rebuild.changes import change
from tests.chassis.rebuild.conftest import County, running
from tests.cli.conftest import Cli

from chassis.operations import operating, skip
from chassis.testing import soon
from sample.main import SERVICE
from sample.things import commands

WHY = "a name of that length is never needed by anybody"


async def takes_at_most(county: County, topic: str, size: int) -> None:
    """The broker refuses larger records of this topic."""
    admin = AIOKafkaAdminClient(bootstrap_servers=county.settings.kafka)
    await admin.start()
    try:
        limit = {"max.message.bytes": str(size), "min.insync.replicas": "1"}
        await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, county.prefix + topic, limit)])
    finally:
        await admin.close()


async def records(sample: Cli) -> list[Any]:
    """All of the topic, partition by partition."""
    found = await asyncio.to_thread(sample.lines, "topics", "tail", "sample.thing", "--from", "0")
    return sorted(found, key=lambda one: (one["partition"], one["offset"]))


async def test_status__nothing_waits(sample: Cli, county: County) -> None:
    assert await asyncio.to_thread(sample.json, "outbox", "status") == [{"service": "sample", "pending": 0, "blocked": False, "oldest_seconds": 0.0}]


async def test_status__waits_without_a_relay(sample: Cli, county: County) -> None:
    thing = await county.house.run(commands.make, "kerho")
    (row,) = await asyncio.to_thread(sample.json, "outbox", "status")
    assert (row["pending"], row["blocked"], row["key"], row["sequence"]) == (2, False, str(thing.id), 1)
    done = await asyncio.to_thread(sample.run, "outbox", "skip", "sample", row["position"], "--grounds", WHY, "--yes", code=1)
    assert "nothing does" in done.stderr
    async with operating(county.house.database, "outbox.skip", WHY) as unit:
        assert await skip(unit, SERVICE.house, row["position"]) is None
    assert len(await county.house.outbox()) == 2
    assert await county.fetched("SELECT count(*) FROM sample.audit WHERE actor = 'system:cli'") == [(0,)]


async def test_skip__what_holds_up_the_relay(sample: Cli, county: County) -> None:
    await takes_at_most(county, "sample.thing", 2000)
    large = await county.house.run(commands.make, "k" * 4000)
    small = await county.house.run(commands.make, "kerho")
    async with running(county.relay()):

        async def blocked() -> bool:
            done = await asyncio.to_thread(sample.run, "outbox", "status")
            return done.exit_code == 1

        await soon(blocked, within=60)
        (row,) = await asyncio.to_thread(sample.json, "outbox", "status", code=1)
        assert (row["key"], row["pending"], row["blocked"]) == (str(large.id), 4, True)
        assert "MessageSizeTooLarge" in row["error"]
        position = row["position"]
        skip = ("outbox", "skip", "sample")
        assert "the message that does is at" in (await asyncio.to_thread(sample.run, *skip, position + 1, "--grounds", WHY, "--yes", code=1)).stderr
        dry = await asyncio.to_thread(sample.json, *skip, position, "--grounds", WHY, "--dry-run")
        assert dry["became"] == "would be skipped"
        await asyncio.to_thread(sample.run, *skip, position, "--grounds", WHY, input="n\n", code=1)
        assert len(await county.house.outbox()) == 4
        done = await asyncio.to_thread(sample.json, *skip, position, "--grounds", WHY, "--yes")
        assert (done["became"], done["event_id"]) == ("skipped", row["event_id"])

        async def sent() -> bool:
            return not await county.house.outbox()

        await soon(sent, within=60)
    keys = await county.fetched("SELECT DISTINCT key FROM sample.outbox_sent WHERE topic = 'sample.thing'")
    assert keys == [(str(small.id),)]
    audited = await county.fetched("SELECT command, action, subject, subject_id, grounds FROM sample.audit WHERE actor = 'system:cli'")
    assert audited == [("operator.outbox.skip", "skip", "outbox", row["event_id"], WHY)]


async def test_republish__again_with_old_numbers(sample: Cli, county: County) -> None:
    async with running(county.relay()):
        ids = await change(county.house, 30, seed=21)

        async def sent() -> bool:
            return not await county.house.outbox()

        await soon(sent)
        (dry,) = await asyncio.to_thread(sample.json, "republish", "--since", "1h", "--dry-run")

        async def visible() -> bool:
            return len(await records(sample)) == dry["events"]

        await soon(visible)  # a transaction's marker may come after the outbox is empty
        before = await records(sample)
        erased = len(await county.fetched("SELECT id FROM sample.erased_thing"))
        assert erased > 0
        assert dry["states"] == len(ids) + erased  # of what was erased, the null
        assert await records(sample) == before
        (done,) = await asyncio.to_thread(sample.json, "republish", "sample", "--since", "1h")
        assert (done["events"], done["states"]) == (dry["events"], dry["states"])
        await soon(sent)
    after = await records(sample)
    assert len(after) == 2 * len(before)
    assert {(one["id"], one["sequence"]) for one in after} == {(one["id"], one["sequence"]) for one in before}
    (audited,) = await county.fetched("SELECT command, action FROM sample.audit WHERE actor = 'system:cli'")
    assert audited == ("operator.republish", "republish")


async def test_republish__nothing_since_now(sample: Cli, county: County) -> None:
    async with running(county.relay()):
        await county.house.run(commands.make, "kerho")
        await county.executed("UPDATE sample.outbox SET created_at = now() - interval '2 days'")

        async def sent() -> bool:
            return not await county.house.outbox()

        await soon(sent)
    (done,) = await asyncio.to_thread(sample.json, "republish", "--since", "1h", "--dry-run")
    assert (done["events"], done["states"]) == (0, 1)  # a state is always said as it is now


async def test_republish__in_the_name_of_its_county(sample: Cli, county: County) -> None:
    """Under another's name every consumer would pass it over."""
    made = await county.house.run(commands.make, "kerho")
    await county.executed("DELETE FROM sample.outbox")
    elsewhere = sample.knowing(TENANT="kainuu", SCHEMA_BASE="https://kainuu.example")
    await asyncio.to_thread(elsewhere.json, "republish", "sample", "--since", "1h")
    (again,) = await county.house.outbox(made.id)
    assert again.tenant == "kainuu"
    assert again.headers["ce_dataschema"].startswith("https://kainuu.example/schemas/sample/")
