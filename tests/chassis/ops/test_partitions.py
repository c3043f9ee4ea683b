"""Days are made ahead, old ones dropped, and a missed run stops nobody."""

import asyncio
from datetime import date, timedelta

import pytest
from tests.chassis.ops.conftest import Place, service_of

from chassis.migrate import migrate, partitions
from chassis.migrate.partitions import make_partitions

PARTITIONS = """
    SELECT relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
    WHERE inhparent = 'grants.outbox_sent'::regclass ORDER BY 1
"""


SENT = """
    INSERT INTO grants.outbox_sent (sent_on, position, event_id, topic, key, sequence, type, headers, created_at)
    VALUES ($1, 1, gen_random_uuid(), 't', 'k', 1, 'x', '{}', now())
"""


async def test_partitions__ahead_late_and_old(place: Place) -> None:
    service = service_of("grants")
    settings = place.settings(service)
    for part in ("roles", "schema"):
        await migrate(service, settings, part)
    owner, app = await place.connect("grants", "owner"), await place.connect("grants", "app")
    today: date = await app.fetchval("SELECT CURRENT_DATE")
    days = [today, today - timedelta(days=3), today - timedelta(days=20)]
    for day in days:
        await app.execute(SENT, day)  # nobody has made partitions yet, and writing goes on
    old = today - timedelta(days=15)
    await owner.execute(
        f"CREATE TABLE grants.outbox_sent_{old:%Y%m%d} PARTITION OF grants.outbox_sent"
        f" FOR VALUES FROM ('{old}') TO ('{old + timedelta(days=1)}')"
    )
    await app.execute(SENT, old)

    await migrate(service, settings, "partitions")

    names = [name for (name,) in await owner.fetch(PARTITIONS)]
    wanted = [f"outbox_sent_{today + timedelta(days=n):%Y%m%d}" for n in range(15)]
    assert names == [*wanted, "outbox_sent_default"]
    assert await app.fetchval(f"SELECT count(*) FROM grants.{wanted[0]}") == 1
    kept = await app.fetch("SELECT sent_on FROM grants.outbox_sent ORDER BY 1")
    assert [day for (day,) in kept] == [days[1], days[0]]
    assert [day for (day,) in await app.fetch("SELECT sent_on FROM ONLY grants.outbox_sent_default")] == [days[1]]

    await make_partitions(service, settings, sent_kept=timedelta(days=1))
    assert await app.fetchval("SELECT count(*) FROM grants.outbox_sent") == 1
    assert [name for (name,) in await owner.fetch(PARTITIONS)] == names


async def test_partitions__somebody_holds_the_table_for_a_while(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "LOCK_TIMEOUT", "300ms")
    service = service_of("grants")
    settings = place.settings(service)
    for part in ("roles", "schema"):
        await migrate(service, settings, part)
    reader = await place.connect("grants", "app")
    transaction = reader.transaction()
    await transaction.start()
    await reader.execute("SELECT * FROM grants.outbox_sent")
    job = asyncio.create_task(migrate(service, settings, "partitions"))
    await asyncio.sleep(1)
    assert not job.done()
    await transaction.rollback()
    await asyncio.wait_for(job, 20)
    assert await reader.fetchval(f"SELECT count(*) FROM ({PARTITIONS}) AS partition") == 16
