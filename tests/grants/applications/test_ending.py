"""A party ends, had not ended after all, ends together with what it became part of: what is held, by which cause, what goes on."""

import asyncio
import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.grants import some
from tests.grants.applications.some import again, at, filled, joint, scalar, shown, submitted, whole
from tests.grants.decisions.cases import grant, opened, proposal, refuse, refused
from tests.journeys.said import heard, snapshot

from chassis.clockwork import Clockwork
from chassis.dispatcher import Result
from chassis.envelope import Record
from chassis.events import Event
from chassis.hearing import Hearing
from chassis.paging import Listing
from chassis.problems import Refused
from chassis.testing import House, record, soon
from chassis.values import today
from chassis.work import UnitOfWork
from grants.applications import commands
from grants.applications import problems as p
from grants.applications.domain import Status
from grants.applications.domain.lifecycle import is_held
from grants.applications.handlers import HOLDS
from grants.applications.queries import applications, eligibility
from grants.applications.schemas import Leave, Release, SetParties, ShareBody, Start, Withdraw
from grants.applications.tables import Application
from grants.main import SERVICE
from registry.events.organisation import (
    OrganisationDissolutionReverted,
    OrganisationDissolved,
    OrganisationMergeUndone,
    OrganisationsMerged,
)

WHY, DAY = "Yhdistyksen kokous.", date(2026, 11, 20)


def dissolved(id: UUID, sequence: int = 1) -> Record:
    return _said(OrganisationDissolved(organisation_id=id, dissolved_on=DAY, grounds=WHY), id, sequence)


def reverted(id: UUID, sequence: int = 2) -> Record:
    return _said(OrganisationDissolutionReverted(organisation_id=id, status="active", grounds=WHY), id, sequence)


def _said(event: Event, id: UUID, sequence: int) -> Record:
    return record(event.ce_type(), id, sequence, event.model_dump_json().encode(), topic="registry.organisation")


async def hear(house: House, *records: Record) -> list[Result]:
    hearing = Hearing("grants", HOLDS, house.database, SERVICE.house, "pohde")
    return [await hearing.hear(each) for each in records]


async def held_for(house: House, id: UUID) -> list[UUID]:
    return list(await scalar(house, "SELECT held_for FROM grants.application WHERE id = :id", id=id))


async def run_job(house: House) -> int:
    """The clock's look at what is unlike its parties."""
    job = next(job for job in SERVICE.clock if job.name.endswith(".hold"))
    return await Clockwork("grants", SERVICE.house, house.database, jobs=SERVICE.clock).run_job(job)


async def test_dissolved__held_with_the_cause__reverted__goes_on(grants: House) -> None:
    lead, other = await some.association(grants), await some.association(grants, "Toinen ry")
    opened_call = await some.call(grants)
    row, not_theirs = await submitted(grants, opened_call, lead), await submitted(grants, opened_call, other)
    fact = dissolved(lead.id)
    assert await hear(grants, fact) == [Result.APPLIED]
    (hold,) = (await shown(grants, row.id)).held
    assert (hold.organisation_id, hold.name, hold.dissolved_on) == (lead.id, "Oulun Omaiset ry", DAY)
    assert (hold.because, str(hold.cause_id)) == ("organisation_dissolved", fact.headers["ce_id"])
    assert (await shown(grants, not_theirs.id)).held == []
    said = (await grants.outbox(row.id))[-2]
    assert "ApplicationHeld" in (said.type or "")
    assert said.headers["ce_causationid"] == fact.headers["ce_id"]
    assert (await again(grants, row.id)).public().held_for == (lead.id,)  # type: ignore[union-attr]
    back = reverted(lead.id)
    assert await hear(grants, back) == [Result.APPLIED]
    assert (await shown(grants, row.id)).held == []
    assert await grants.said(row.id) == ["ApplicationSubmitted", "ApplicationHeld", "ApplicationReleased"]
    assert (await grants.outbox(row.id))[-2].headers["ce_causationid"] == back.headers["ce_id"]


async def test_dissolved__late_twice_and_after_its_reversal(grants: House) -> None:
    """Each is counted once; what was taken back before it was heard of again stays taken back."""
    lead = await some.association(grants)
    row = await submitted(grants, await some.call(grants), lead)
    fact = dissolved(lead.id)
    assert await hear(grants, fact, fact, reverted(lead.id), fact) == [
        Result.APPLIED, Result.DUPLICATE, Result.APPLIED, Result.DUPLICATE
    ]
    assert await held_for(grants, row.id) == []
    assert (await grants.said(row.id)).count("ApplicationHeld") == 1


async def test_held__is_not_granted__is_refused__and_stays_so(grants: House) -> None:
    """No money goes to whom is not there any more; to say no, nobody need be there. What was decided stands after a reversal."""
    lead = await some.association(grants)
    decision = await proposal(grants, await opened(grants), lead=lead)
    await hear(grants, dissolved(lead.id))
    with pytest.raises(Refused) as caught:
        await grant(grants, decision, 10_000_00)
    assert refused(caught) == [p.HELD]
    assert caught.value.reasons[0].values == {"name": "Oulun Omaiset ry", "dissolved_on": DAY}
    await refuse(grants, decision)
    assert (await shown(grants, decision.application_id)).held == []
    await hear(grants, reverted(lead.id))
    assert (await again(grants, decision.application_id)).status is Status.REFUSED
    said = (await grants.outbox(decision.application_id))[-2]
    assert "ApplicationNotRestored" in (said.type or "")
    told = json.loads(said.value or b"")
    assert (told["organisation_id"], told["because"]) == (str(lead.id), "refused")


async def test_granted__held_as_its_payments_will_be(grants: House) -> None:
    lead = await some.association(grants)
    decision = await grant(grants, await proposal(grants, await opened(grants), lead=lead), 10_000_00)
    await hear(grants, dissolved(lead.id))
    assert [hold.organisation_id for hold in (await shown(grants, decision.application_id)).held] == [lead.id]
    await hear(grants, reverted(lead.id))
    assert (await grants.said(decision.application_id))[-2:] == ["ApplicationHeld", "ApplicationReleased"]


@pytest.mark.parametrize(
    ("status", "until", "held"),
    [
        (Status.SUBMITTED, date(2026, 1, 1), True), (Status.DRAFT, date(2028, 1, 1), True), (Status.GRANTED, date(2028, 1, 1), True),
        (Status.GRANTED, DAY, False), (Status.REFUSED, date(2028, 1, 1), False), (Status.WITHDRAWN, date(2028, 1, 1), False),
    ],
)
def test_is_held(status: Status, until: date, *, held: bool) -> None:
    assert is_held(status, until, DAY) is held


async def test_draft__is_not_submitted__nobody_is_told(grants: House) -> None:
    """Two topics have no order: the copy still says active."""
    lead = await some.association(grants)
    row = await whole(grants, await some.call(grants), lead)
    await hear(grants, dissolved(lead.id))
    with pytest.raises(Refused) as caught:
        await some.representative(grants, lead.id).run(commands.submit, row.id)
    assert refused(caught) == [p.HELD]
    assert await held_for(grants, row.id) == [lead.id]
    assert await grants.said(row.id) == []
    await hear(grants, reverted(lead.id))
    await some.representative(grants, lead.id).run(commands.submit, row.id)


async def test_begun_after_the_fact__is_held_from_its_beginning(grants: House) -> None:
    lead, opened_call = await some.association(grants), await some.call(grants)
    await hear(grants, dissolved(lead.id))
    row = await whole(grants, opened_call, lead)
    with pytest.raises(Refused) as caught:
        await some.representative(grants, lead.id).run(commands.submit, row.id)
    assert refused(caught) == [p.HELD]
    assert await held_for(grants, row.id) == [lead.id]
    assert await run_job(grants) == 0


async def test_begun_while_the_fact_is_heard__held_by_the_clock(grants: House) -> None:
    """Neither transaction sees the other: the draft knows of no end, the fact of no draft."""
    lead, opened_call = await some.association(grants), await some.call(grants)
    begun = asyncio.Event()

    async def begin_slowly(uow: UnitOfWork) -> Application:
        row = await commands.start(uow, Start(call_id=opened_call.id, lead_id=lead.id, activity_title="Kohtaamispaikka"))
        begun.set()
        await asyncio.sleep(0.5)
        return row

    beginning = asyncio.create_task(some.representative(grants, lead.id).run(begin_slowly))
    await begun.wait()
    assert await hear(grants, dissolved(lead.id)) == [Result.APPLIED]
    row = await beginning
    assert await held_for(grants, row.id) == []
    assert (await run_job(grants), await run_job(grants)) == (1, 0)
    assert await held_for(grants, row.id) == [lead.id]


@pytest.mark.parametrize("fact_first", [True, False])
async def test_race__submitted_while_the_fact_is_heard(grants: House, *, fact_first: bool) -> None:
    """Whoever comes first: it is refused, or received and held. Never received and not held."""
    opened_call = await some.call(grants)
    for n in range(6):
        lead = await some.association(grants, f"Yhdistys {n} ry")
        row = await whole(grants, opened_call, lead)
        work: list[Any] = [some.representative(grants, lead.id).run(commands.submit, row.id), hear(grants, dissolved(lead.id))]
        answers = await asyncio.gather(*(reversed(work) if fact_first else work), return_exceptions=True)
        failed = [answer for answer in answers if isinstance(answer, BaseException)]
        found = await again(grants, row.id)
        assert found.held_for == [lead.id]
        if failed:
            assert [reason.problem for reason in failed[0].reasons] == [p.HELD]  # type: ignore[attr-defined]
            assert found.status is Status.DRAFT
        else:
            assert found.status is Status.SUBMITTED
            assert await grants.said(row.id) == ["ApplicationSubmitted", "ApplicationHeld"]


@pytest.mark.parametrize("first", ["submit", "fact"])
async def test_race__one_waits_for_the_other(grants: House, first: str) -> None:
    """With the row held by who came first: the fact finds what was submitted; the submission finds the fact."""
    lead = await some.association(grants)
    row = await whole(grants, await some.call(grants), lead)
    async with grants.database.sessions() as session:
        await session.execute(text("SELECT 1 FROM grants.application WHERE id = :id FOR UPDATE"), {"id": row.id})
        works: list[Any] = [some.representative(grants, lead.id).run(commands.submit, row.id), hear(grants, dissolved(lead.id))]
        begun = []
        for work in works if first == "submit" else reversed(works):
            begun.append(asyncio.create_task(work))
            await _waiting(grants, len(begun))
        await session.rollback()
    answers = await asyncio.gather(*begun, return_exceptions=True)
    found = await again(grants, row.id)
    assert found.held_for == [lead.id]
    if first == "submit":
        assert await grants.said(row.id) == ["ApplicationSubmitted", "ApplicationHeld"]
    else:
        assert isinstance(answers[1], Refused)
        assert [reason.problem for reason in answers[1].reasons] == [p.HELD]


async def _waiting(house: House, count: int) -> None:
    """So many transactions wait for the row."""

    async def enough() -> bool:
        found = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        return bool(await scalar(house, found) == count)

    await soon(enough)


async def test_joint__a_partner_ends__those_who_stay_go_on_without_it(grants: House) -> None:
    """Before the end of the call the party leaves; its representatives are gone, so that falls to the coordinator's service itself."""
    one, two = await some.association(grants), await some.association(grants, "Toinen ry")
    row = await joint(grants, await some.call(grants), one, two)
    await some.representative(grants, one.id).run(commands.submit, row.id)
    await hear(grants, dissolved(two.id))
    assert await held_for(grants, row.id) == [two.id]
    await grants.run(commands.leave, row.id, Leave(organisation_id=two.id, grounds=WHY))
    assert await held_for(grants, row.id) == []
    mine = some.representative(grants, one.id)
    await mine.run(commands.set_parties, row.id, SetParties(parties=[ShareBody(organisation_id=one.id, share=10_000)]))
    await mine.run(commands.submit, row.id)
    assert await run_job(grants) == 0


async def test_joint__an_official_lets_the_ended_party_go(grants: House) -> None:
    one, two = await some.association(grants), await some.association(grants, "Toinen ry")
    opened_call = await opened(grants)
    row = await joint(grants, opened_call, one, two)
    await some.representative(grants, one.id).run(commands.submit, row.id)
    await hear(grants, dissolved(two.id))
    body = Release(organisation_id=two.id, shares=[ShareBody(organisation_id=one.id, share=10_000)], grounds=WHY)
    later = at(some.assessor(grants, opened_call.id), opened_call.closes_at + timedelta(days=1))
    await later.run(commands.release, row.id, body)
    assert await held_for(grants, row.id) == []
    assert (await again(grants, row.id)).public().held_for == ()  # type: ignore[union-attr]
    done = at(some.representative(grants, one.id), opened_call.closes_at + timedelta(days=2))
    await done.run(commands.complete, row.id)
    assert await run_job(grants) == 0


async def test_merged__ends_with_what_it_became_part_of__and_not_once_that_is_undone(grants: House) -> None:
    one, two = await some.association(grants), await some.association(grants, "Yhtymä ry")
    row = await submitted(grants, await some.call(grants), one)
    merged = one.model_copy(update={"status": "merged", "successor_id": two.id})
    await heard(grants, snapshot(merged, 2))
    await hear(grants, dissolved(two.id))
    assert await held_for(grants, row.id) == []
    await grants.run(commands.inherit, row.id)
    assert (await run_job(grants), await held_for(grants, row.id)) == (1, [two.id])
    assert [hold.name for hold in (await shown(grants, row.id)).held] == ["Yhtymä ry"]
    await heard(grants, snapshot(one, 3))
    await grants.run(commands.inherit, row.id)
    assert (await run_job(grants), await run_job(grants), await held_for(grants, row.id)) == (1, 0, [])
    assert await grants.said(row.id) == ["ApplicationSubmitted", "ApplicationHeld", "ApplicationReleased"]


async def test_merged__the_successor_acts_by_the_fact_and_no_longer_once_that_is_undone(grants: House) -> None:
    """Whether the copies know of it by then or not."""
    one, two, three = [await some.association(grants, name) for name in ("Yksi ry", "Kaksi ry", "Kolme ry")]
    row = await submitted(grants, await some.call(grants), one)
    await hear(grants, _said(OrganisationsMerged(organisation_id=two.id, from_ids=(two.id,), into_id=three.id, grounds=WHY), two.id, 1))
    await heard(grants, snapshot(two.model_copy(update={"status": "merged", "successor_id": three.id}), 2))
    await hear(grants, _said(OrganisationsMerged(organisation_id=one.id, from_ids=(one.id,), into_id=two.id, grounds=WHY), one.id, 1))
    assert (await again(grants, row.id)).acting == [one.id, two.id, three.id]
    undone = OrganisationMergeUndone(organisation_id=two.id, was_into_id=three.id, status="active", grounds=WHY)
    await heard(grants, snapshot(one.model_copy(update={"status": "merged", "successor_id": two.id}), 2))
    await hear(grants, _said(undone, two.id, 2))
    assert (await again(grants, row.id)).acting == [one.id, two.id]
    again_apart = OrganisationMergeUndone(organisation_id=one.id, was_into_id=two.id, status="active", grounds=WHY)
    await hear(grants, _said(again_apart, one.id, 2))
    assert (await again(grants, row.id)).acting == [one.id]


async def test_withdrawn__is_held_no_more(grants: House) -> None:
    one, two = await some.association(grants), await some.association(grants, "Toinen ry")
    row = await joint(grants, await some.call(grants), one, two)
    mine = some.representative(grants, one.id)
    await mine.run(commands.submit, row.id)
    await hear(grants, dissolved(two.id))
    await mine.run(commands.withdraw, row.id, Withdraw(grounds=WHY))
    found = await again(grants, row.id)
    assert (found.held_for, found.holds) == ([two.id], [])
    assert await run_job(grants) == 0
    await hear(grants, reverted(two.id))
    assert (await grants.said(row.id))[-2:] == ["ApplicationWithdrawn", "ApplicationNotRestored"]
    assert await held_for(grants, row.id) == []


@pytest.mark.parametrize(("ends", "problem"), [(-1, p.NOT_ACTIVE), (0, p.NOT_ACTIVE), (1, p.ENDS_TOO_SOON), (3000, None)])
async def test_end_to_come__said_beforehand_and_at_submission(grants: House, ends: int, problem: Any) -> None:
    """Of a day that has come the status follows later: it counts as dissolved at once."""
    opened_call = await some.call(grants)
    known = await some.association(grants)
    row = await whole(grants, opened_call, known)
    on = today(grants.now()) + timedelta(days=ends)
    await heard(grants, snapshot(known.model_copy(update={"dissolves_on": on}), 2))
    mine = some.representative(grants, known.id)
    beforehand = await mine.read(eligibility, opened_call.id, known.id)
    wanted = [] if problem is None else [problem.code]
    said = [reason.code for check in beforehand.checks for reason in check.reasons if check.check.value == "active"]
    assert (said, beforehand.may_apply) == (wanted, problem is None)
    if problem is None:
        await mine.run(commands.submit, row.id)
        return
    with pytest.raises(Refused) as caught:
        await mine.run(commands.submit, row.id)
    assert refused(caught) == [problem]


async def test_end_to_come__in_the_year_of_the_grant__only_what_is_over_by_then(grants: House) -> None:
    opened_call = await some.call(grants)
    known = await some.association(grants, dissolves_on=date(opened_call.year, 6, 1))
    mine = some.representative(grants, known.id)
    assert (await mine.read(eligibility, opened_call.id, known.id)).may_apply
    row = await whole(grants, opened_call, known)
    with pytest.raises(Refused) as caught:
        await mine.run(commands.submit, row.id)
    assert refused(caught) == [p.ENDS_TOO_SOON]
    period = {"from": date(opened_call.year, 1, 1), "until": date(opened_call.year, 6, 1)}
    await mine.run(commands.edit, row.id, filled().model_validate({"period": period}))
    await mine.run(commands.submit, row.id)


async def test_list__says_which_are_held(grants: House) -> None:
    one, two = await some.association(grants), await some.association(grants, "Toinen ry")
    opened_call = await some.call(grants)
    rows = [await submitted(grants, opened_call, each) for each in (one, two)]
    await hear(grants, dissolved(two.id))
    found = await some.coordinator(grants).read(applications, Listing(), opened_call.id, None, None)
    assert {each.id: each.held for each in found.items} == {rows[0].id: False, rows[1].id: True}
