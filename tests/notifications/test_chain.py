"""From a Kafka topic to another system's HTTP server, through the real worker process; and what a kill leaves of it."""

import asyncio

import pytest
from tests.notifications.conftest import UPDATED, Desk, said
from tests.notifications.receiver import Reply
from tests.notifications.worker import Line, killed

from chassis.outbox import new_id
from chassis.testing import Parts, soon
from registry.events.examples import EXAMPLES


@pytest.fixture
async def line(desk: Desk, parts: Parts) -> Line:
    made = Line(desk.house, parts, desk.receiver.place)
    await made.make_topics()
    await desk.execute("INSERT INTO notifications.listener_group (consumer, effective_from) VALUES "
                       "('notifications.webhooks', now() - interval '1 hour')")  # fmt: skip
    return made


async def received(desk: Desk, count: int, within: float = 40) -> None:
    async def enough() -> bool:
        return len({got.id for got in desk.receiver.got}) >= count

    await soon(enough, within=within)


async def test_worker__events_of_registry_reach_another_system(desk: Desk, line: Line) -> None:
    """Every public event of registry, in the registry's own words; those of internal topics never."""
    endpoint = await desk.register("registry.*")
    events = [example for example in EXAMPLES if ".state" not in example.ce_type()]
    records = [said(new_id(), 1, event.ce_type(), topic=event.topic) for event in events]
    public = [record for record in records if "internal" not in record.topic]
    assert len(public) < len(records)
    async with line.working():
        await line.produce(records)
        await received(desk, len(public))
        await asyncio.sleep(0.5)
    assert {got.id for got in desk.receiver.got} == {str(record.event_id) for record in public}
    for got in desk.receiver.got:
        got.verified_with(await desk.secret(endpoint))


async def test_worker__order_of_each_subject(desk: Desk, line: Line) -> None:
    await desk.register()
    keys = [new_id() for _ in range(4)]
    async with line.working():
        await line.produce(said(key, n, UPDATED) for n in range(1, 6) for key in keys)
        await received(desk, 20)
    for key in keys:
        of_key = [int(got.event["sequence"]) for got in desk.receiver.got if got.event["subject"] == str(key)]
        assert of_key == [1, 2, 3, 4, 5]


async def test_worker__killed_between_request_and_record(desk: Desk, line: Line) -> None:
    """The receiver has it, the worker dies before it has written so down: the same id comes again, never another."""
    await desk.execute("UPDATE notifications.parameters SET lease_seconds = 2")
    await desk.register()
    record = said(new_id())
    desk.receiver.answers = lambda _: Reply(after=20)
    worker = await line.started()
    await line.produce([record])
    await received(desk, 1)
    await killed(worker)
    assert await desk.rows("SELECT count(*) FROM notifications.attempt") == [(0,)]
    desk.receiver.answers = lambda _: Reply()

    async def again() -> bool:
        return len(desk.receiver.got) == 2 and await desk.states() == ["delivered"]

    async with line.working():
        await soon(again)
    assert [got.id for got in desk.receiver.got] == [str(record.event_id)] * 2
    assert len({got.body for got in desk.receiver.got}) == 1


async def test_worker__killed_again_and_again_nothing_is_lost(desk: Desk, line: Line) -> None:
    await desk.execute("UPDATE notifications.parameters SET lease_seconds = 2")
    await desk.register()
    records = [said(new_id()) for _ in range(60)]
    desk.receiver.answers = lambda _: Reply(after=0.05)
    await line.produce(records)
    for moment in (5, 20, 40):
        worker = await line.started()
        await received(desk, moment)
        await killed(worker)
    async with line.working():
        await received(desk, 60)

        async def done() -> bool:
            return set(await desk.states()) == {"delivered"}

        await soon(done)
    assert {got.id for got in desk.receiver.got} == {str(record.event_id) for record in records}
    assert await desk.rows("SELECT count(*) FROM notifications.message") == [(60,)]
