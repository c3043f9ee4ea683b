"""An organisation ends, goes on, becomes part of another: what becomes of its bookings."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.facilities.bookings.conftest import Desk
from tests.facilities.conftest import Hall

from chassis.clockwork import Clockwork
from chassis.dispatcher import Result
from chassis.envelope import Record
from chassis.hearing import Hearing
from chassis.paging import Listing
from chassis.problems import Refused
from chassis.testing import record
from chassis.work import Irrelevant, UnitOfWork
from facilities.bookings import commands, queries
from facilities.bookings.domain.states import Status
from facilities.bookings.handlers import ENDED
from facilities.bookings.schemas import Cancel, TakeOver
from facilities.bookings.tables import Booking
from facilities.main import SERVICE


async def says(desk: Desk, name: str, id: UUID, sequence: int) -> Result:
    """The registry says so."""
    return await hear(desk, said(name, id, sequence))


def said(name: str, id: UUID, sequence: int) -> Record:
    told = {"organisation_id": str(id), "dissolved_on": "2026-11-01", "status": "active", "grounds": "Kokouksen päätös."}
    return record(f"fi.yhdyspinta.registry.{name}.v1", id, sequence, json.dumps(told).encode(), topic="registry.organisation")


async def hear(desk: Desk, fact: Record) -> Result:
    return await Hearing("facilities", ENDED, desk.house.database, desk.house.service.house, "pohde").hear(fact)


async def status(desk: Desk, id: UUID) -> Any:
    return await desk.scalar("SELECT status FROM facilities.booking WHERE id = :id", id=id)


async def test_dissolved__offered_for_fourteen_days_then_given_up(desk: Desk, hall: Hall) -> None:
    """Its timer ends it, once; of a series what has passed stays."""
    one = await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10, days=2), desk.times(10, days=20))
    assert await says(desk, "OrganisationDissolved", one, 1) is Result.APPLIED
    assert await status(desk, row.id) == "handover_offered"
    offered = json.loads((await desk.house.outbox(row.id))[-2].value or b"")
    assert (offered["because"], len(offered["times"])) == ("organisation_dissolved", 2)
    assert await says(desk, "OrganisationDissolved", one, 1) is Result.DUPLICATE
    with pytest.raises(Irrelevant):
        await replace(desk.house, clock=lambda: desk.at(10, days=13)).run(commands.handover_over, row.id)
    await replace(desk.house, clock=lambda: desk.at(10, days=15)).run(commands.handover_over, row.id)
    assert (await status(desk, row.id), await desk.taken(row.id)) == ("cancelled", 1)
    assert await desk.house.said(row.id) == ["BookingConfirmed", "BookingHandoverOffered", "BookingCancelled"]
    timers = Clockwork("facilities", SERVICE.house, desk.house.database, timers=SERVICE.timers)
    await desk.execute("UPDATE facilities.timer SET due_at = now() - interval '1 minute'")
    assert await timers.run_timers() == 1
    assert await desk.scalar("SELECT count(*) FROM facilities.timer") == 0


async def test_dissolved__offered_for_as_long_as_the_county_says(desk: Desk, hall: Hall) -> None:
    one = await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10, days=20))
    await desk.execute("UPDATE facilities.parameters SET handover_days = 5")
    await says(desk, "OrganisationDissolved", one, 1)
    await desk.execute("UPDATE facilities.parameters SET handover_days = 14")
    offered = await desk.scalar("SELECT handover_until - now() FROM facilities.booking WHERE id = :id", id=row.id)
    assert abs(offered - timedelta(days=5)) < timedelta(minutes=1)


async def test_dissolution_reverted__what_is_still_offered_is_its_own_again(desk: Desk, hall: Hall) -> None:
    one = await desk.organisation()
    row, gone = await desk.book(hall.room.id, one, desk.times(10)), await desk.book(hall.left.id, one, desk.times(10))
    await says(desk, "OrganisationDissolved", one, 1)
    await desk.house.run(commands.cancel, gone.id, Cancel(grounds="Remontti."))
    assert await says(desk, "OrganisationDissolutionReverted", one, 2) is Result.APPLIED
    assert (await status(desk, row.id), await status(desk, gone.id)) == ("confirmed", "cancelled")
    assert (await not_restored(desk, gone.id), await not_restored(desk, row.id)) == ((str(one), "given_up"), None)
    assert await says(desk, "OrganisationDissolved", one, 3) is Result.APPLIED
    assert await says(desk, "OrganisationDissolutionReverted", one, 4) is Result.APPLIED
    assert (await desk.house.said(gone.id)).count("BookingNotRestored") == 1, "said once"
    assert await desk.house.said(row.id) == [
        "BookingConfirmed", *["BookingHandoverOffered", "BookingHandoverLifted"] * 2
    ]
    with pytest.raises(Irrelevant):
        await replace(desk.house, clock=lambda: desk.at(10, days=15)).run(commands.handover_over, row.id)


async def test_take_over__another_goes_on_with_it(desk: Desk, hall: Hall) -> None:
    one, two, ended = await desk.organisation(), await desk.organisation(), await desk.organisation(status="dissolved")
    row = await desk.book(hall.room.id, one, desk.times(10))
    with pytest.raises(Refused, match="not_found"):
        await desk.of(two).run(commands.take_over, row.id, TakeOver(organisation_id=two))
    await says(desk, "OrganisationDissolved", one, 1)
    for who, whom, code in ((two, one, "not_allowed"), (ended, ended, "organisation_dissolved")):
        with pytest.raises(Refused, match=code):
            await desk.of(who).run(commands.take_over, row.id, TakeOver(organisation_id=whom))
    late = replace(desk.of(two), clock=lambda: desk.at(0, days=16))
    with pytest.raises(Refused, match="handover_over"):
        await late.run(commands.take_over, row.id, TakeOver(organisation_id=two))
    taken = await desk.of(two).run(commands.take_over, row.id, TakeOver(organisation_id=two))
    assert (taken.status, taken.organisation_id, await desk.taken(row.id)) == (Status.CONFIRMED, two, 1)
    assert await desk.house.said(row.id) == ["BookingConfirmed", "BookingHandoverOffered", "BookingConfirmed"]
    with pytest.raises(Refused, match="not_found"):
        await desk.of(one).read(queries.booking, row.id)
    assert await says(desk, "OrganisationDissolutionReverted", one, 2) is Result.APPLIED
    assert await not_restored(desk, row.id) == (str(one), "taken_over")
    assert await status(desk, row.id) == "confirmed"


async def not_restored(desk: Desk, id: UUID) -> tuple[str, str] | None:
    """Whose it was, and why it does not come back, where that was said."""
    found = [json.loads(each.value or b"") for each in await desk.house.outbox(id) if "NotRestored" in (each.type or "")]
    return (found[-1]["was_organisation_id"], found[-1]["because"]) if found else None


async def test_dissolved__the_offer_names_its_cause(desk: Desk, hall: Hall) -> None:
    one = await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10))
    fact = said("OrganisationDissolved", one, 1)
    await hear(desk, fact)
    offered = (await desk.house.outbox(row.id))[-2]
    assert offered.headers["ce_causationid"] == fact.headers["ce_id"]

    async def seen(reader: Any) -> Any:
        return queries.shown(await queries.booking(reader, row.id))

    handover = (await desk.house.read(seen)).handover
    assert (handover.organisation_id, str(handover.cause_id)) == (one, fact.headers["ce_id"])
    await says(desk, "OrganisationDissolutionReverted", one, 2)
    assert (await desk.house.read(seen)).handover is None


async def test_booked_while_the_fact_is_heard__refused_or_offered_by_the_clock(desk: Desk, hall: Hall) -> None:
    """The state may come after the word. Neither transaction sees the other: what was booked then is found, with the cause."""
    one, booked = await desk.organisation(), asyncio.Event()
    times = desk.times(10)

    async def book_slowly(uow: UnitOfWork) -> Booking:
        row = await commands.book(uow, desk.wish(hall.room.id, one, times))
        booked.set()
        await asyncio.sleep(0.5)
        return row

    booking = asyncio.create_task(desk.house.run(book_slowly))
    await booked.wait()
    fact = said("OrganisationDissolved", one, 1)
    assert await hear(desk, fact) is Result.APPLIED
    row = await booking
    assert await status(desk, row.id) == "confirmed"
    with pytest.raises(Refused, match="organisation_dissolved"):
        await desk.book(hall.left.id, one, times)
    clockwork = Clockwork("facilities", SERVICE.house, desk.house.database, jobs=SERVICE.clock)
    job = next(job for job in SERVICE.clock if job.name.endswith("offer"))
    assert (await clockwork.run_job(job), await clockwork.run_job(job)) == (1, 0)
    cause = await desk.scalar("SELECT handover_cause::text FROM facilities.booking WHERE id = :id", id=row.id)
    assert (await status(desk, row.id), cause) == ("handover_offered", fact.headers["ce_id"])


async def test_dissolved__what_became_part_of_it_ends_with_it_and_not_once_that_is_undone(desk: Desk, hall: Hall) -> None:
    one, two = await desk.organisation(), await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10, days=5))
    await desk.heard(one, status="merged", successor_id=two, sequence=2)
    await desk.house.run(commands.inherit, row.id)
    await says(desk, "OrganisationDissolved", two, 1)
    assert await status(desk, row.id) == "handover_offered"
    clockwork = Clockwork("facilities", SERVICE.house, desk.house.database, jobs=SERVICE.clock)
    job = next(job for job in SERVICE.clock if job.name.endswith("lift"))
    assert await clockwork.run_job(job) == 0
    await desk.heard(one, status="active", sequence=3)
    await desk.house.run(commands.inherit, row.id)
    assert (await clockwork.run_job(job), await clockwork.run_job(job)) == (1, 0)
    assert await status(desk, row.id) == "confirmed"
    assert await says(desk, "OrganisationDissolutionReverted", two, 2) is Result.APPLIED
    assert await not_restored(desk, row.id) is None


async def test_dissolved__what_came_about_later_is_offered_by_the_clock(desk: Desk, hall: Hall) -> None:
    """The copy of the registry may lag behind its word: a booking made in between is found."""
    one = await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10))
    await desk.heard(one, status="dissolved", sequence=2)
    clockwork = Clockwork("facilities", SERVICE.house, desk.house.database, jobs=SERVICE.clock)
    job = next(job for job in SERVICE.clock if job.name.endswith("offer"))
    assert (await clockwork.run_job(job), await clockwork.run_job(job)) == (1, 0)
    assert await status(desk, row.id) == "handover_offered"


async def test_merged__the_successor_acts_by_the_fact_and_no_longer_once_that_is_undone(desk: Desk, hall: Hall) -> None:
    """Whether the copy knows of it by then or not."""
    one, two = await desk.organisation(), await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10, days=5))
    merged = {"organisation_id": str(one), "into_id": str(two), "was_into_id": str(two)}
    for sequence, (name, seen) in enumerate((("OrganisationsMerged", True), ("OrganisationMergeUndone", False)), 1):
        body = json.dumps(merged).encode()
        fact = record(f"fi.yhdyspinta.registry.{name}.v1", one, sequence, body, topic="registry.organisation")
        assert await hear(desk, fact) is Result.APPLIED
        found = await desk.of(two).read(queries.bookings, Listing(), None, two, None, None, None)
        assert [each.id for each in found.items] == ([row.id] if seen else [])


async def test_merged__found_under_its_successor_and_back(desk: Desk, hall: Hall) -> None:
    """Nobody rewrites whose it is; who acts for the successor acts for it."""
    one, two = await desk.organisation(), await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10, days=5))
    job = next(job for job in SERVICE.clock if job.name.endswith("inherit"))
    clockwork = Clockwork("facilities", SERVICE.house, desk.house.database, jobs=SERVICE.clock)
    await desk.heard(one, status="merged", successor_id=two, sequence=2)
    assert (await clockwork.run_job(job), await clockwork.run_job(job)) == (1, 0)
    found = await desk.of(two).read(queries.bookings, Listing(), None, two, None, None, None)
    assert [(each.id, each.organisation_id) for each in found.items] == [(row.id, one)]
    assert (await desk.of(two).run(commands.cancel, row.id, Cancel(starts=[desk.times(10, days=5).starts_at]))).id == row.id
    await desk.heard(one, status="active", sequence=3)
    assert (await clockwork.run_job(job), await clockwork.run_job(job)) == (1, 0)
    with pytest.raises(Refused, match="not_found"):
        await desk.of(two).read(queries.booking, row.id)
