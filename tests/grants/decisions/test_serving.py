"""Service starts the clock of a remedy, for each party and decision; a later service moves it."""

import json
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.grants import some
from tests.grants.applications.some import joint
from tests.grants.decisions.cases import ask, at, decide, decided, grant, opened, proposal, propose, scalar, served

from chassis.outbox import new_id
from chassis.testing import House
from chassis.values import DAY, today
from grants.applications import commands as applications
from grants.decisions.domain import ReviewStatus
from grants.decisions.queries import decisions as known
from grants.decisions.queries import reviews as queries
from grants.decisions.schemas import Outcome


async def test_served__each_party_has_a_clock_of_its_own(grants: House) -> None:
    call = await opened(grants)
    lead, partner = await some.association(grants), await some.association(grants, "Kempeleen Muisti ry")
    application = await joint(grants, call, lead, partner)
    await some.representative(grants, lead.id).run(applications.submit, application.id)
    decision = await grant(grants, await propose(grants, application.id, call, 1_00), 1_00)
    assert await served(grants, application.id, decision.id, lead.id, date(2027, 4, 23)) == "applied"
    assert await served(grants, application.id, decision.id, partner.id, date(2027, 11, 22)) == "applied"
    clocks = await grants.read(known.deadlines, decision.id)
    assert [(one.organisation_id, one.remedy, one.last_day) for one in clocks] == [
        (lead.id, "review", date(2027, 5, 7)), (partner.id, "review", date(2027, 12, 7)),
    ]
    assert (await grants.said(application.id))[-2:] == ["ReviewDeadlineSet", "ReviewDeadlineSet"]


async def test_served__again_late_or_replayed_changes_nothing(grants: House) -> None:
    decision, lead = await decided(grants)
    proof = new_id()
    first = decision.application_id, decision.id, lead.id
    assert await served(grants, *first, date(2027, 4, 23), proof=proof) == "applied"
    assert await served(grants, *first, date(2027, 4, 23), proof=proof) == "duplicate"
    assert await served(grants, *first, date(2027, 4, 23)) == "irrelevant"
    assert await served(grants, *first, date(2027, 4, 1)) == "irrelevant"
    assert await served(grants, *first, date(2027, 4, 1), proof=proof, sequence=2) == "irrelevant"
    assert await scalar(grants, "SELECT count(*) FROM grants.review_clock") == 1
    assert await scalar(grants, "SELECT last_day FROM grants.review_clock") == date(2027, 5, 7)
    assert (await grants.said(decision.application_id)).count("ReviewDeadlineSet") == 1


async def test_served__by_letter_after_the_mail_came_back_moves_this_partys_day(grants: House) -> None:
    call = await opened(grants)
    lead, partner = await some.association(grants), await some.association(grants, "Kempeleen Muisti ry")
    application = await joint(grants, call, lead, partner)
    await some.representative(grants, lead.id).run(applications.submit, application.id)
    decision = await grant(grants, await propose(grants, application.id, call, 1_00), 1_00)
    proof = new_id()
    mail, letter = date(2027, 4, 23), date(2027, 5, 4)
    await served(grants, application.id, decision.id, partner.id, mail)
    assert await served(grants, application.id, decision.id, lead.id, mail, proof=proof) == "applied"
    assert await served(grants, application.id, decision.id, lead.id, letter, proof=proof, sequence=2, way="letter") == "applied"
    clocks = {one.organisation_id: one for one in await grants.read(known.deadlines, decision.id)}
    assert clocks[lead.id].last_day == date(2027, 5, 18)
    assert clocks[partner.id].last_day == date(2027, 5, 7)
    assert await scalar(grants, "SELECT way FROM grants.review_clock WHERE organisation_id = :id", id=lead.id) == "letter"
    for old in (1, 2):
        assert await served(grants, application.id, decision.id, lead.id, mail, proof=proof, sequence=old) == "duplicate"
    said = [one for one in await grants.outbox(application.id) if "ReviewDeadlineSet" in (one.type or "")]
    days = [(one["organisation_id"], one["served_on"], one["last_day"]) for one in map(json.loads, (one.value or b"" for one in said))]
    assert days == [
        (str(partner.id), "2027-04-23", "2027-05-07"), (str(lead.id), "2027-04-23", "2027-05-07"),
        (str(lead.id), "2027-05-04", "2027-05-18"),
    ]


async def test_served__by_letter_after_a_review_was_found_late(grants: House) -> None:
    """What was decided stands; in the new time the party may ask again, and is in time."""
    decision, lead = await decided(grants)
    day, proof = today(grants.now()), new_id()
    who = decision.application_id, decision.id, lead.id
    await served(grants, *who, day, proof=proof)
    last = (await grants.read(known.deadlines, decision.id))[0].last_day
    after = at(grants, datetime.combine(last + DAY, time(10), UTC))
    late = await ask(after, decision, lead.id)
    await decide(after, late, Outcome.LATE)
    assert await served(after, *who, last, proof=proof, sequence=2, way="letter") == "applied"
    assert (await after.read(queries.review, late.id)).status is ReviewStatus.LATE
    request = await ask(after, decision, lead.id)
    assert (await decide(after, request, Outcome.DISMISSED)).status is ReviewStatus.DISMISSED


async def test_clock__no_statement_moves_it_but_a_later_service(grants: House) -> None:
    decision, lead = await decided(grants)
    await served(grants, decision.application_id, decision.id, lead.id, date(2027, 4, 23))
    for change in (
        "last_day = last_day - 1", "last_day = '2099-01-01'", "served_on = served_on - 1", "way = 'letter'",
        "served_on = served_on + 9, last_day = last_day - 1", "served_on = served_on + 9, remedy = 'appeal'",
    ):
        with pytest.raises(DBAPIError, match="only moves on"):
            async with grants.database.sessions() as session:
                await session.execute(text(f"UPDATE grants.review_clock SET {change}"))


async def test_served__a_stranger_or_an_unknown_decision_is_no_party(grants: House) -> None:
    decision, lead = await decided(grants)
    assert await served(grants, decision.application_id, decision.id, new_id(), date(2027, 4, 23)) == "irrelevant"
    assert await served(grants, decision.application_id, new_id(), lead.id, date(2027, 4, 23)) == "irrelevant"
    assert await scalar(grants, "SELECT count(*) FROM grants.review_clock") == 0


async def test_served__the_days_are_the_guidelines(grants: House) -> None:
    await some.principles(grants)
    call = await some.call(grants, review_days=30)
    lead = await some.association(grants)
    decision = await grant(grants, await proposal(grants, call, lead=lead), 1_00)
    await served(grants, decision.application_id, decision.id, lead.id, date(2027, 2, 1))
    assert (await grants.read(known.deadlines, decision.id))[0].last_day == date(2027, 3, 3)


async def test_served__what_is_only_proposed_is_not_served(grants: House) -> None:
    lead = await some.association(grants)
    pending = await proposal(grants, await opened(grants), lead=lead)
    assert await served(grants, pending.application_id, pending.id, lead.id, date(2027, 4, 23)) == "irrelevant"
