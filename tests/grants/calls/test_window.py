"""A call opens and closes by the clock, in Finnish time, half-open; its timers only tell, late, twice or not at all."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import from_json
from tests.grants.calls.conftest import CLOSES, NOON, OPENS, SECOND, Office

from chassis.machine import ActionNotAllowed
from chassis.values import HELSINKI, Money
from chassis.work import Irrelevant, UnitOfWork
from grants.calls import commands
from grants.calls.domain import COUNTED, Status, finnish, is_open
from grants.calls.tables import Call
from grants.events.call import Result
from grants.events.parts import Party

SAID_CLOSED = CLOSES + COUNTED


@dataclass(frozen=True)
class Window:
    opens_at: datetime
    closes_at: datetime
    status: Status = Status.PUBLISHED


def local(*numbers: int, fold: int = 0) -> datetime:
    """What a clock on a Finnish wall shows."""
    return datetime(*numbers, tzinfo=HELSINKI, fold=fold)  # type: ignore[arg-type, misc]


# --- the rule


@pytest.mark.parametrize(("now", "open"), [
    (OPENS - SECOND, False), (OPENS - timedelta(microseconds=1), False), (OPENS, True), (OPENS + SECOND, True),
    (CLOSES - SECOND, True), (CLOSES - timedelta(microseconds=1), True), (CLOSES, False), (CLOSES + SECOND, False),
])
def test_is_open__half_open(now: datetime, open: bool) -> None:
    assert is_open(Window(OPENS, CLOSES), now) is open


@pytest.mark.parametrize("status", list(Status))
def test_is_open__by_the_clock_not_by_what_was_announced(status: Status) -> None:
    """Late timers change nothing: only what was never announced, was cancelled, or is wholly over is closed at noon."""
    announced = status in {Status.PUBLISHED, Status.OPEN, Status.CLOSED}
    assert is_open(Window(OPENS, CLOSES, status), OPENS) is announced
    assert not is_open(Window(OPENS, CLOSES, status), CLOSES)


@pytest.mark.parametrize(("opens", "closes", "hours"), [
    (local(2027, 3, 27, 12), local(2027, 3, 29, 12), 47),
    (local(2027, 10, 30, 12), local(2027, 11, 1, 12), 49),
])
def test_is_open__over_both_clock_changes(opens: datetime, closes: datetime, hours: int) -> None:
    """Noon to noon in Finland is 47 hours in March and 49 in October, and ends at noon."""
    window = Window(opens.astimezone(UTC), closes.astimezone(UTC))
    assert window.closes_at - window.opens_at == timedelta(hours=hours)
    assert [is_open(window, closes.astimezone(UTC) + n * SECOND) for n in (-1, 0, 1)] == [True, False, False]
    assert [is_open(window, opens.astimezone(UTC) + n * SECOND) for n in (-1, 0, 1)] == [False, True, True]


def test_is_open__in_the_doubled_hour() -> None:
    """It closes at half past three for the first time; an hour later the wall shows half past three again, and it stays closed."""
    first, again = local(2027, 10, 31, 3, 30), local(2027, 10, 31, 3, 30, fold=1)
    window = Window(local(2027, 10, 1).astimezone(UTC), first.astimezone(UTC))
    assert again.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
    assert is_open(window, first.astimezone(UTC) - SECOND)
    assert not is_open(window, again.astimezone(UTC) - SECOND)
    assert finnish(first.astimezone(UTC)) == finnish(again.astimezone(UTC)) == "31.10.2027 klo 3.30"


def test_finnish__around_the_missing_hour() -> None:
    before = datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC)
    assert [finnish(before), finnish(before + SECOND)] == ["28.3.2027 klo 2.59", "28.3.2027 klo 4.00"]


instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone


@given(st.tuples(instants, instants, instants, instants))
def test_is_open__windows_that_touch_never_share_a_moment(moments: Sequence[datetime]) -> None:
    first, middle, last = sorted(moments[:3])
    now = moments[3]
    assert is_open(Window(first, last), now) == (is_open(Window(first, middle), now) or is_open(Window(middle, last), now))
    assert not (is_open(Window(first, middle), now) and is_open(Window(middle, last), now))


# --- over HTTP, and what is said


async def payload(office: Office, id: str, name: str) -> dict[str, Any]:
    (record,) = (each for each in await office.desk.house.outbox(UUID(id)) if f".{name}.v1" in (each.type or ""))
    found: dict[str, Any] = from_json(record.value or b"")
    return found


async def test_call__opens_and_closes_to_the_second(office: Office) -> None:
    id = (await office.published())["id"]
    assert await office.seen(id, OPENS - SECOND) == ("published", False)
    assert await office.seen(id, OPENS) == ("published", True)
    assert await office.work(OPENS) == 1
    assert await office.seen(id, OPENS) == ("open", True)
    assert await office.seen(id, CLOSES - SECOND) == ("open", True)
    assert await office.seen(id, CLOSES) == ("open", False)
    assert await office.work(CLOSES) == 0
    assert await office.work(SAID_CLOSED) == 1
    assert await office.seen(id, CLOSES) == ("closed", False)
    assert await office.said(id) == ["GrantCallOpened", "GrantCallClosed"]
    opened = await payload(office, id, "GrantCallOpened")
    assert (opened["appropriation"]["cents"], opened["guideline_number"], opened["attachments"]) == (
        10_000_000, 1, ["rules", "financial_statements"],
    )
    states = [record for record in await office.desk.house.outbox(UUID(id)) if record.topic.endswith(".state")]
    assert [from_json(record.value or b"")["status"] for record in states] == ["open", "closed"]


async def test_timers__late_they_say_both(office: Office) -> None:
    id = (await office.published())["id"]
    assert await office.work(CLOSES + timedelta(days=30)) == 2
    assert await office.said(id) == ["GrantCallOpened", "GrantCallClosed"]
    assert (await payload(office, id, "GrantCallClosed"))["closed_at"] == "2027-02-26T10:00:00Z"


async def test_timers__how_many_came(office: Office) -> None:
    id = (await office.published())["id"]
    await office.work(OPENS)
    await office.desk.api.execute("UPDATE grants.call SET last_case = 87 WHERE id = :id", id=id)
    await office.work(SAID_CLOSED)
    assert (await payload(office, id, "GrantCallClosed"))["submitted"] == 87


async def test_timers__twice_and_early_change_nothing(office: Office) -> None:
    id = UUID((await office.published())["id"])
    for command in (commands.open_when_due, commands.close_when_due):
        with pytest.raises(Irrelevant):
            await office.house.run(command, id)
    office.calendar.at(OPENS)
    await office.house.run(commands.open_when_due, id)
    for command in (commands.open_when_due, commands.close_when_due):
        with pytest.raises(Irrelevant):
            await office.house.run(command, id)
    office.calendar.at(CLOSES)
    await office.house.run(commands.close_when_due, id)
    with pytest.raises(Irrelevant):
        await office.house.run(commands.close_when_due, id)
    assert await office.said(str(id)) == ["GrantCallOpened", "GrantCallClosed"]


async def test_timers__two_workers_at_once(office: Office) -> None:
    id = (await office.published())["id"]
    office.calendar.at(SAID_CLOSED)
    await asyncio.gather(*(office.calendar.worker(office.desk.house) for _ in range(4)))
    assert await office.said(id) == ["GrantCallOpened", "GrantCallClosed"]


async def test_cancel_call__before_it_opens(office: Office) -> None:
    desk, made = office.desk, await office.published()
    office.calendar.at(OPENS - SECOND)
    answer = await desk.post(f"calls/{made['id']}/cancel", {"grounds": "Määräraha siirtyi"}, etag=made["etag"])
    assert (answer.status_code, answer.json()["status"], answer.json()["open"]) == (200, "cancelled", False)
    assert await office.seen(made["id"], OPENS) == ("cancelled", False)
    assert await office.work(SAID_CLOSED) == 2
    assert await office.said(made["id"]) == []
    assert (await desk.post(f"calls/{made['id']}/cancel", {"grounds": "Taas"})).status_code == 409
    grounds = "SELECT grounds FROM grants.audit WHERE command LIKE '%cancel_call' LIMIT 1"
    assert await desk.api.scalar(grounds) == "Määräraha siirtyi"


async def test_cancel_call__not_once_the_clock_has_opened_it(office: Office) -> None:
    """Though no worker has said so yet."""
    made = await office.published()
    office.calendar.at(OPENS)
    answer = await office.desk.post(f"calls/{made['id']}/cancel", {"grounds": "Liian myöhään"})
    assert (answer.status_code, answer.json()["state"]) == (409, "open")
    assert (await office.desk.post(f"calls/{made['id']}/cancel", {})).status_code == 422


async def test_cancel_call__draft(office: Office) -> None:
    made = await office.drafted()
    answer = await office.desk.post(f"calls/{made['id']}/cancel", {"grounds": "Ei julkaistu"})
    assert (answer.status_code, answer.json()["allowed"]) == (409, ["edit", "publish"])


async def test_publish_call__open_at_once(office: Office) -> None:
    """A window that has begun already is open from its announcement on."""
    made = await office.published(opens_at=NOON - timedelta(hours=1))
    assert made["open"]
    assert await office.work(NOON) == 1


async def publish_results(uow: UnitOfWork, id: UUID) -> Call:
    call = await uow.load(Call, id, lock=True)
    party = Party(organisation_id=id, name="Oulun Omaiset ry", lead=True, share=10_000)
    result = Result(
        application_id=id, case_number="PPH/2027/41-1", parties=(party,), activity="Kohtaamispaikka", outcome="granted",
        sought=Money(cents=500), granted=Money(cents=400),
    )
    return await commands.results_published(uow, call, [result], Money(cents=400), Money(cents=600))


async def test_results_published__after_the_window(office: Office) -> None:
    id = UUID((await office.published())["id"])
    office.calendar.at(CLOSES - SECOND)
    with pytest.raises(ActionNotAllowed):
        await office.house.run(publish_results, id)
    office.calendar.at(CLOSES)
    row = await office.house.run(publish_results, id)
    assert (row.status, row.results_at) == (Status.RESULTS_PUBLISHED, CLOSES)
    assert await office.said(str(id)) == ["GrantCallOpened", "GrantCallClosed", "ResultsPublished"]
    assert (await payload(office, str(id), "ResultsPublished"))["left"] == {"cents": 600, "currency": "EUR"}
    with pytest.raises(ActionNotAllowed):
        await office.house.run(publish_results, id)
    assert await office.work(SAID_CLOSED) == 2
    assert len(await office.said(str(id))) == 3
