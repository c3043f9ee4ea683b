"""From a topic to deliveries: each event once (N1), nothing internal, the payload stored once."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic_core import from_json
from tests.architecture.code import SERVICES, service
from tests.notifications.conftest import REGISTERED, Desk, said

from chassis import clock
from chassis.dispatcher import Result
from chassis.envelope import Record
from chassis.events import Event
from chassis.hearing import Hearing
from chassis.listening import Announcement
from chassis.outbox import new_id
from chassis.testing import record as made
from chassis.work import Irrelevant, UnitOfWork
from grants.events.application import DecisionProposed, ProposalWithdrawn
from grants.events.examples import EXAMPLES as GRANTS
from grants.events.parts import Party
from notifications.heard.everyone import ON_CALL, PUBLIC, TO_COME, is_internal, name_of
from notifications.main import SERVICE
from notifications.messages.commands import keep
from notifications.webhooks.commands import endpoints, taking
from notifications.webhooks.handlers import LISTENER
from registry.events import assignment


async def test_take_up__one_message_and_a_delivery_for_each_that_wants_it(desk: Desk) -> None:
    exact, all_of_it = await desk.register("registry.OrganisationRegistered"), await desk.register("registry.*")
    await desk.register("registry.AreaChanged", "grants.*")
    disabled = await desk.register("registry.*")
    await desk.house.run(endpoints.disable, disabled.id)
    assert await desk.hear(said(new_id())) is Result.APPLIED
    assert await desk.rows("SELECT count(*) FROM notifications.message") == [(1,)]
    told = await desk.rows("SELECT endpoint_id, state, tried FROM notifications.delivery ORDER BY endpoint_id")
    assert told == [(id, "queued", 0) for id in sorted([exact.id, all_of_it.id])]


async def test_take_up__a_replayed_topic_queues_nothing_new(desk: Desk) -> None:
    """Positions lost and everything read again: the event's id outlives them."""
    await desk.register()
    records = [said(new_id()) for _ in range(3)]
    for record in records:
        await desk.hear(record)
    await desk.send_all()
    await desk.execute("DELETE FROM notifications.position")
    assert [await desk.hear(record) for record in records] == [Result.IRRELEVANT] * 3
    assert await desk.send_all() == 0
    assert len(desk.receiver.got) == 3


async def test_take_up__two_workers_with_the_same_records(desk: Desk) -> None:
    await desk.register()
    records = [said(new_id()) for _ in range(20)]
    other = Hearing("notifications", LISTENER, desk.house.database, SERVICE.house, "pohde")
    await asyncio.gather(desk.hearing.take(records), other.take(records))
    assert await desk.rows("SELECT count(*), count(DISTINCT event_id) FROM notifications.message") == [(20, 20)]
    assert await desk.rows("SELECT count(*) FROM notifications.delivery") == [(20,)]


async def test_take_up__nothing_from_before_the_first_start(desk: Desk) -> None:
    await desk.register()
    await desk.hearing.begin()
    assert await desk.hear(said(new_id(), at=clock.now() - timedelta(hours=1))) is Result.OLD
    assert await desk.rows("SELECT count(*) FROM notifications.message") == [(0,)]


async def test_take_up__what_was_erased_is_nowhere_any_more(desk: Desk) -> None:
    """Its earlier messages keep their places for webhooks and the feed, and say nothing; the erasure itself is passed on."""
    await desk.register("registry.*")
    group, other = new_id(), new_id()
    for key in (group, other):
        await desk.hear(said(key))
    gone = made("fi.yhdyspinta.registry.OrganisationErased.v1", group, 2, b'{"organisation_id":"x"}', topic="registry.organisation")
    assert await desk.hear(gone) is Result.APPLIED
    rows = await desk.rows("SELECT subject, convert_from(body, 'UTF8') FROM notifications.message ORDER BY position")
    assert [(subject, from_json(body)["data"] is None) for subject, body in rows] == [
        (str(group), True), (str(other), False), (str(group), False),
    ]
    assert {from_json(body)["subject"] for _, body in rows} == {str(group), str(other)}
    assert await desk.send_all() == 3


async def test_take_up__a_body_that_is_no_json_parks_its_own_key(desk: Desk) -> None:
    await desk.register()
    bad, good = said(new_id()), said(new_id())
    bad = type(bad)(bad.topic, 0, 1, bad.key, bad.headers, b"{")
    assert await desk.hear(bad) is Result.PARKED
    assert await desk.hear(good) is Result.APPLIED


@pytest.mark.parametrize("topic", [
    "registry.internal.assignment", "notifications.internal.endpoint", "registry.organisation.state", "elsewhere.thing",
])  # fmt: skip
async def test_take_up__what_is_not_public_goes_nowhere(desk: Desk, topic: str) -> None:
    """By construction it is never fetched; if it came all the same, it is dropped."""
    await desk.register()
    record = said(new_id(), topic=topic)
    here = Announcement(topic, record.key or "", 1, new_id(), REGISTERED, record.headers, record.value or b"")
    with pytest.raises(Irrelevant, match="not_public"):
        await desk.house.run(taking.take_up, here)
    assert await desk.rows("SELECT count(*) FROM notifications.message") == [(0,)]


def test_listener__no_internal_topic_can_be_fetched() -> None:
    assert set(LISTENER.topics) == set(PUBLIC)
    assert not [topic for topic in (*PUBLIC, *TO_COME) if is_internal(topic)]
    assert is_internal(assignment.TOPIC)
    said_inside = {event.__name__ for event in assignment.EVENTS}
    assert not said_inside & {name.partition(".")[2] for name in ON_CALL}


@pytest.mark.parametrize("name", ["registry", "grants", "notifications"])
def test_catalogue__the_public_events_of_a_service_to_the_last(name: str) -> None:
    """What can be asked for and what is said are the same: a new public event makes this red."""
    theirs = {topic.name: {event.__name__ for event in topic.events} for topic in service(name).topics}
    public = {topic: names for topic, names in theirs.items() if names and not is_internal(topic)}
    assert {topic: set(names) for topic, names in PUBLIC.items() if topic.startswith(f"{name}.")} == public
    said = [event for topic in service(name).topics if topic.name in public for event in topic.events]
    assert said
    assert {name_of(event.ce_type()) for event in said} <= ON_CALL


def test_catalogue__nothing_that_its_service_does_not_say() -> None:
    """`PUBLIC` is what can be heard from today."""
    said = {topic.name: {event.__name__ for event in topic.events} for name in SERVICES for topic in service(name).topics}
    assert {topic: set(names) - said.get(topic, set()) for topic, names in PUBLIC.items()} == {topic: set() for topic in PUBLIC}


async def test_keep__positions_in_the_order_of_commits(desk: Desk) -> None:
    """Whoever has read up to a position has missed none before it: while an earlier one is not committed, no later one is seen."""
    kept, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(uow: UnitOfWork) -> int | None:
        id = new_id()
        position = await keep(uow, event_id=id, name="registry.AreaChanged", subject=str(id), body=b"{}", happened_at=uow.now)
        kept.set()
        await go_on.wait()
        return position

    first = asyncio.create_task(desk.house.run(slowly))
    await kept.wait()
    second = asyncio.create_task(desk.hear(said(new_id())))
    await asyncio.sleep(0.3)
    assert await desk.rows("SELECT position FROM notifications.message") == []
    go_on.set()
    assert await second is Result.APPLIED
    positions = await desk.rows("SELECT position FROM notifications.message ORDER BY position")
    assert positions[0] == (await first,)
    assert len(positions) == 2


async def test_forget__messages_past_their_time(desk: Desk) -> None:
    await desk.register()
    for _ in range(3):
        await desk.hear(said(new_id()))
    await desk.send_all()
    await desk.execute("UPDATE notifications.message SET heard_at = now() - interval '31 days' WHERE position < "
                       "(SELECT max(position) FROM notifications.message)")  # fmt: skip
    (job,) = (job for job in SERVICE.clock if job.name == "notifications.message.forget")
    assert (await desk.clockwork.run_job(job), await desk.clockwork.run_job(job)) == (2, 0)
    for table in ("message", "delivery", "attempt"):
        assert await desk.rows(f"SELECT count(*) FROM notifications.{table}") == [(1,)]


async def test_body__the_actor_never_leaves(desk: Desk) -> None:
    await desk.register()
    await desk.hear(said(new_id()))
    ((body,),) = await desk.rows("SELECT body FROM notifications.message")
    assert from_json(body)["type"] == REGISTERED
    assert b"actor" not in body
    assert b"person:0199" not in body


async def test_body__of_grants_names_no_applicants_person(desk: Desk) -> None:
    """Who acts and who signs for an association stays inside (621/1999, 24 §); an official who decides is named by id."""
    await desk.register("grants.*")
    public = [event for event in GRANTS if event.topic in PUBLIC]
    for event in public:
        await desk.hear(_of_grants(event))
    inside = [event for event in GRANTS if is_internal(event.topic)]
    assert inside
    for event in inside:
        with pytest.raises(Irrelevant, match="not_public"):
            await desk.house.run(taking.take_up, _announced(_of_grants(event)))
    bodies = [body for (body,) in await desk.rows("SELECT body FROM notifications.message ORDER BY position")]
    assert [from_json(body)["type"] for body in bodies] == [event.ce_type() for event in public]
    assert not [body for body in bodies if b"person:" in body or b"actor" in body]
    names = {name for body in bodies for name in _named(from_json(body)["data"])}
    assert {name for name in names - {"complete_by"} if name.endswith("_by") or name in PERSONS} == {"decided_by"}
    assert (await desk.rows("SELECT count(*) FROM notifications.delivery")) == [(len(public),)]


@pytest.mark.parametrize("event", [DecisionProposed, ProposalWithdrawn])
def test_body__a_proposal_says_neither_sum_nor_person(event: type[BaseModel]) -> None:
    """Nothing is decided yet: only that the matter has gone so far, as its public state says, too."""
    when = {"proposed_at"} if event is DecisionProposed else {"withdrawn_at"}
    assert set(event.model_fields) == {"application_id", "case_number", "call", "parties", "decision_id"} | when
    assert set(Party.model_fields) == {"organisation_id", "name", "lead", "share"}


PERSONS = frozenset({"person", "person_id", "subject", "user", "signer"})


def _of_grants(event: Event) -> Record:
    """As the relay of grants sends it, with who did it."""
    now = clock.now().isoformat(timespec="microseconds").replace("+00:00", "Z")
    payload = event.model_dump_json().encode()
    return made(event.ce_type(), new_id(), 1, payload, topic=event.topic, ce_time=now, ce_actor=f"person:{new_id()}")


def _announced(it: Record) -> Announcement:
    return Announcement(it.topic, it.key or "", 1, new_id(), it.headers["ce_type"], it.headers, it.value or b"")


def _named(found: Any) -> Iterator[str]:
    """Every field's name in it."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield name
            yield from _named(value)
    elif isinstance(found, list):
        for one in found:
            yield from _named(one)
