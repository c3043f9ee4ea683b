"""From deliveries to requests: signatures, retries, order, giving up."""

import asyncio
import logging
from datetime import timedelta
from uuid import UUID

import pytest
from tests.notifications.conftest import UPDATED, Desk, said, system
from tests.notifications.receiver import Reply

from chassis import clock
from chassis.outbox import new_id
from chassis.values import Period
from notifications.adapters.http import WAY, Answer, Reach
from notifications.webhooks.commands import again, endpoints, sending
from notifications.webhooks.domain.endpoint import Status, Why
from notifications.webhooks.errands import WEBHOOKS
from notifications.webhooks.schemas import Change
from notifications.webhooks.tables import Endpoint


async def endpoint(desk: Desk, id: UUID) -> Endpoint:
    async def one(uow: object) -> Endpoint:
        return await uow.load(Endpoint, id)  # type: ignore[attr-defined]

    return await desk.house.run(one)


async def test_send__signed_and_to_the_byte(desk: Desk) -> None:
    made, record = await desk.register(path="/hook?a=1"), said(new_id())
    await desk.hear(record)
    assert await desk.send() == 1
    (got,) = desk.receiver.got
    event = got.verified_with(await desk.secret(made))
    assert (got.path, got.id, event["id"], event["subject"]) == ("/hook?a=1", str(record.event_id), got.id, record.key)
    assert got.headers["content-type"] == "application/cloudevents+json; charset=UTF-8"
    assert got.headers["host"] == desk.receiver.place
    assert "webhook-replay" not in got.headers
    assert event["data"]["names"] == {"fi": "Kyläyhdistys ä ”1”"}
    assert "actor" not in str(got.headers).lower() + got.body.decode()
    assert await desk.states() == ["delivered"]


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 429, 500, 503])
async def test_send__every_non_2xx_is_tried_again_under_the_same_id(desk: Desk, status: int) -> None:
    made = await desk.register()
    await desk.hear(said(new_id()))
    desk.receiver.answers = lambda _: Reply(status, {"location": desk.receiver.url("/elsewhere")}, b"x" * 5000)
    await desk.send()
    assert await desk.states() == ["retrying"]
    assert await desk.send() == 0  # not yet
    await desk.due_now()
    desk.receiver.answers = lambda _: Reply()
    await desk.send()
    assert await desk.states() == ["delivered"]
    assert [got.path for got in desk.receiver.got] == ["/hook", "/hook"]  # no redirect was followed
    assert len({got.id for got in desk.receiver.got}) == 1
    for got in desk.receiver.got:
        got.verified_with(await desk.secret(made))
    log = await desk.rows("SELECT status, fault, length(excerpt) FROM notifications.attempt ORDER BY id")
    assert log == [(status, None, 1000), (204, None, 0)]


async def test_send__timeout_and_refused_connection(desk: Desk) -> None:
    WAY.open(Reach(inside=frozenset({desk.receiver.place, "127.0.0.1:1"}), seconds=0.2))
    await desk.register(url="http://127.0.0.1:1/")
    await desk.register()
    desk.receiver.answers = lambda _: Reply(after=1)
    await desk.hear(said(new_id()))
    await desk.send()
    log = await desk.rows("SELECT fault, status, milliseconds < 1000 FROM notifications.attempt ORDER BY fault")
    assert log == [("connection", None, True), ("timeout", None, True)]
    waits = await desk.rows("SELECT due_at - now() > interval '30 s' FROM notifications.delivery d "
                            "JOIN notifications.endpoint e ON e.id = endpoint_id ORDER BY url")  # fmt: skip
    assert sorted(waits) == [(False,), (True,)]  # after a time-out a minute at least


async def test_send__eight_attempts_and_then_no_more(desk: Desk) -> None:
    made = await desk.register()
    await desk.hear(said(new_id()))
    desk.receiver.answers = lambda _: Reply(500)
    for _ in range(10):
        await desk.send()
        await desk.due_now()
    assert len(desk.receiver.got) == 8
    assert await desk.states() == ["failed"]
    assert (await endpoint(desk, made.id)).status is Status.ACTIVE  # it has not failed for five days


async def fail_for(desk: Desk, hours: float) -> None:
    """One message to its last retry, at an endpoint whose first remembered failure is so old."""
    await desk.hear(said(new_id()))
    desk.receiver.answers = lambda _: Reply(500)
    await desk.send()
    await desk.execute("UPDATE notifications.delivery SET tried = 7")
    await desk.due_now()
    old = clock.now() - timedelta(hours=hours)
    await desk.execute("UPDATE notifications.endpoint_failure SET since = :old", old=old)
    await desk.send()


async def test_disable__failing_for_more_than_five_days(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    made = await desk.register()
    with caplog.at_level(logging.WARNING, "notifications"):
        await fail_for(desk, 121)
    now = await endpoint(desk, made.id)
    assert (now.status, now.why) == (Status.DISABLED, Why.FAILING)
    assert await desk.house.said(made.id) == ["EndpointRegistered", "EndpointDisabled"]
    assert [r.message for r in caplog.records] == ["webhook disabled"]
    await desk.hear(said(new_id()))
    assert await desk.send() == 0


async def test_disable__not_before_five_days(desk: Desk) -> None:
    made = await desk.register()
    await fail_for(desk, 119)
    assert (await endpoint(desk, made.id)).status is Status.ACTIVE


async def test_disable__the_memory_ends_after_ten_days(desk: Desk) -> None:
    """A failure of long ago, and nothing since, says nothing of today."""
    made = await desk.register()
    await fail_for(desk, 241)
    assert (await endpoint(desk, made.id)).status is Status.ACTIVE


async def test_disable__a_new_address_has_five_days_of_its_own(desk: Desk) -> None:
    made = await desk.register()
    await fail_for(desk, 119)
    await desk.execute("UPDATE notifications.endpoint_failure SET since = now() - interval '130 hours'")
    owner = desk.house.as_(system())
    await owner.run(endpoints.change, made.id, Change(url=desk.receiver.url("/new")))
    assert await desk.rows("SELECT count(*) FROM notifications.endpoint_failure") == [(0,)]


async def test_disable__only_after_a_last_retry(desk: Desk) -> None:
    made = await desk.register()
    await fail_for(desk, 119)
    await desk.execute("UPDATE notifications.endpoint_failure SET since = now() - interval '130 hours'")
    await desk.hear(said(new_id()))
    await desk.send()  # a first attempt fails
    assert (await endpoint(desk, made.id)).status is Status.ACTIVE


async def test_disable__any_success_clears_the_memory(desk: Desk) -> None:
    made = await desk.register()
    await fail_for(desk, 119)
    desk.receiver.answers = lambda _: Reply()
    await desk.hear(said(new_id()))
    await desk.send()
    assert await desk.rows("SELECT count(*) FROM notifications.endpoint_failure") == [(0,)]
    await desk.hear(said(new_id()))
    desk.receiver.answers = lambda _: Reply(500)
    await desk.execute("UPDATE notifications.delivery SET tried = 7 WHERE state = 'queued'")
    await desk.send()
    assert (await endpoint(desk, made.id)).status is Status.ACTIVE


async def test_disable__gone_at_once_and_what_waits_is_cancelled(desk: Desk) -> None:
    made, other = await desk.register(), await desk.register(path="/other")
    for _ in range(3):
        await desk.hear(said(new_id()))
    desk.receiver.answers = lambda got: Reply(410 if got.path == "/hook" else 204)
    await desk.execute("UPDATE notifications.delivery SET due_at = now() + interval '1 hour' WHERE endpoint_id = :id AND position > "
                       "(SELECT min(position) FROM notifications.message)", id=made.id)  # fmt: skip
    await desk.send_all()
    assert ((await endpoint(desk, made.id)).why, (await endpoint(desk, other.id)).status) == (Why.GONE, Status.ACTIVE)
    states = await desk.rows("SELECT state FROM notifications.delivery WHERE endpoint_id = :id ORDER BY position", id=made.id)
    assert states == [("failed",), ("cancelled",), ("cancelled",)]


async def test_disable__many_say_gone_at_once(desk: Desk) -> None:
    made = await desk.register()
    for _ in range(8):
        await desk.hear(said(new_id()))
    desk.receiver.answers = lambda _: Reply(410, after=0.1)
    await desk.send()
    assert (await endpoint(desk, made.id)).why is Why.GONE
    assert await desk.house.said(made.id) == ["EndpointRegistered", "EndpointDisabled"]


async def test_order__a_later_one_of_the_subject_waits_for_the_first_attempt_of_the_earlier(desk: Desk) -> None:
    """N7: also while the first attempt is under way, and with two workers."""
    await desk.register()
    key, alone = new_id(), new_id()
    for n in range(1, 6):
        await desk.hear(said(key, n, UPDATED))
    await desk.hear(said(alone))
    desk.receiver.answers = lambda _: Reply(after=0.05)
    rounds = []
    while sent := sum(await asyncio.gather(desk.send(), desk.send())):
        rounds.append(sent)
    assert rounds == [2, 1, 1, 1, 1]  # the other subject did not wait
    sequences = [int(got.event["sequence"]) for got in desk.receiver.got if got.event["subject"] == str(key)]
    assert sequences == [1, 2, 3, 4, 5]


async def test_order__a_retry_blocks_nobody(desk: Desk) -> None:
    await desk.register()
    key = new_id()
    for n in range(1, 4):
        await desk.hear(said(key, n, UPDATED))
    desk.receiver.answers = lambda got: Reply(500 if int(got.event["sequence"]) == 1 else 204)
    await desk.send_all()
    assert await desk.states() == ["retrying", "delivered", "delivered"]


async def test_order__another_endpoint_does_not_wait(desk: Desk) -> None:
    """A slow endpoint takes its own places only."""
    await desk.register(path="/slow")
    for _ in range(30):
        await desk.hear(said(new_id()))
    await desk.register(path="/fast")
    await desk.hear(said(new_id()))
    desk.receiver.answers = lambda got: Reply(after=1.5 if got.path == "/slow" else 0)
    first = asyncio.create_task(desk.send())
    await asyncio.sleep(0.3)
    assert [got.path for got in desk.receiver.got].count("/fast") == 1
    assert [got.path for got in desk.receiver.got].count("/slow") == 8
    assert await desk.send() == 0  # all places of the slow one are taken
    assert await first == 9


async def test_claim__workers_side_by_side_send_once(desk: Desk) -> None:
    for n in range(5):
        await desk.register(path=f"/{n}")
    for _ in range(20):
        await desk.hear(said(new_id()))
    await asyncio.gather(*(desk.send_all() for _ in range(4)))
    sent = [(got.path, got.id) for got in desk.receiver.got]
    assert len(sent) == len(set(sent)) == 100


async def test_record__a_lost_lease_changes_nothing(desk: Desk) -> None:
    """The first worker sleeps, the lease ends, a second one delivers; the first wakes up and says it failed."""
    await desk.register()
    await desk.hear(said(new_id()))
    (late,) = await desk.house.run(sending.claim, 10)
    assert await desk.send() == 0
    await desk.execute("UPDATE notifications.delivery SET leased_until = now() - interval '1 second'")
    assert await desk.send() == 1
    await desk.house.run(sending.record, late, Answer(1, 500))
    assert await desk.states() == ["delivered"]
    assert await desk.rows("SELECT status FROM notifications.attempt") == [(204,)]


async def test_record__an_answer_after_the_endpoint_was_disabled(desk: Desk) -> None:
    """What did arrive counts as delivered; what did not is not tried again."""
    made = await desk.register()
    await desk.hear(said(new_id()))
    await desk.hear(said(new_id()))
    first, second = await desk.house.run(sending.claim, 10)
    await desk.house.run(endpoints.disable, made.id)
    await desk.house.run(sending.record, first, Answer(1, 200))
    await desk.house.run(sending.record, second, Answer(1, 500))
    assert await desk.states() == ["delivered", "cancelled"]


async def test_record__gone_of_an_address_it_has_left(desk: Desk) -> None:
    made = await desk.register()
    await desk.hear(said(new_id()))
    (call,) = await desk.house.run(sending.claim, 10)
    await desk.execute("UPDATE notifications.endpoint SET url = url || '2' WHERE id = :id", id=made.id)
    await desk.house.run(sending.record, call, Answer(1, 410))
    assert (await endpoint(desk, made.id)).status is Status.ACTIVE


async def test_resend__schedules_no_retries(desk: Desk) -> None:
    made = await desk.register()
    await desk.hear(said(new_id()))
    await desk.send()
    ((delivery,),) = await desk.rows("SELECT id FROM notifications.delivery")
    desk.receiver.answers = lambda _: Reply(500)
    await desk.house.run(again.resend, made.id, delivery)
    await desk.send()
    assert await desk.states() == ["failed"]
    await desk.due_now()
    assert await desk.send() == 0
    assert len({got.id for got in desk.receiver.got}) == 1
    assert await desk.rows("SELECT purpose FROM notifications.attempt ORDER BY id") == [("event",), ("resend",)]


async def test_again__by_hand_leaves_an_audit_row(desk: Desk) -> None:
    """Deliveries are their own record; that somebody sent them once more is not in it."""
    made = await desk.register()
    await desk.hear(said(new_id()))
    await desk.send()
    ((delivery,),) = await desk.rows("SELECT id FROM notifications.delivery")
    await desk.house.run(again.resend, made.id, delivery)
    await desk.send()
    now = clock.now()
    await desk.house.run(again.replay, made.id, Period(from_=now - timedelta(hours=1), until=now + timedelta(hours=1)))
    found = await desk.rows("SELECT action, rows FROM notifications.audit WHERE subject = 'delivery' ORDER BY id")
    assert found == [("update", 1), ("insert", 1)]


async def test_resend__what_is_waiting_comes_sooner_and_keeps_its_retries(desk: Desk) -> None:
    made = await desk.register()
    await desk.hear(said(new_id()))
    desk.receiver.answers = lambda _: Reply(500)
    await desk.send()
    ((delivery,),) = await desk.rows("SELECT id FROM notifications.delivery")
    await desk.house.run(again.resend, made.id, delivery)
    assert await desk.send() == 1
    assert await desk.rows("SELECT state, purpose, tried FROM notifications.delivery") == [("retrying", "event", 2)]


async def test_errand__a_fault_in_one_never_stops_another(desk: Desk) -> None:
    """A delivery whose key has vanished fails; its lease ends; the others are sent."""
    broken = await desk.register(path="/broken")
    await desk.register()
    await desk.execute("UPDATE notifications.endpoint_key SET value = 'whsec_' WHERE endpoint_id = :id", id=broken.id)
    await desk.hear(said(new_id()))
    await desk.send()
    assert [got.path for got in desk.receiver.got] == ["/hook"]


async def test_errand__runs_on_beside_slow_ones(desk: Desk) -> None:
    """The loop of a worker: what comes later does not wait for the slow ones of before."""
    await desk.register(path="/slow")
    await desk.hear(said(new_id()))
    desk.receiver.answers = lambda got: Reply(after=1.5 if got.path == "/slow" else 0)
    running = asyncio.create_task(desk.clockwork._run_errands(WEBHOOKS))
    try:
        await asyncio.sleep(0.3)
        await desk.register(path="/fast")
        await desk.hear(said(new_id()))
        await asyncio.sleep(0.5)
        assert sorted(got.path for got in desk.receiver.got) == ["/fast", "/slow", "/slow"]
        await asyncio.sleep(1.7)
        assert await desk.states() == ["delivered"] * 3
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


