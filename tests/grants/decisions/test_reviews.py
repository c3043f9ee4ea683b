"""Requests for review: who may ask, until when, what comes of them. The appropriation follows."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from tests.grants import some
from tests.grants.applications.some import again, joint
from tests.grants.decisions.cases import (
    ask,
    at,
    committed,
    decide,
    decided,
    euros,
    grant,
    opened,
    proposal,
    propose,
    refused,
    served,
)
from tests.journeys.said import heard, snapshot

from chassis.access import Held
from chassis.machine import ActionNotAllowed
from chassis.paging import Listing
from chassis.problems import NOT_ALLOWED, NOT_FOUND, Refused
from chassis.testing import House, person
from chassis.values import today
from chassis.work import Reader
from grants.access import Role, Scope
from grants.applications import commands as applications
from grants.applications.domain import Status as ApplicationStatus
from grants.appropriations.problems import APPROPRIATION_EXCEEDED
from grants.decisions import commands
from grants.decisions import problems as p
from grants.decisions.domain import ReviewStatus
from grants.decisions.queries import decisions as known
from grants.decisions.queries import reviews as queries
from grants.decisions.schemas import AskReview, DecideReview, Outcome, ReviewOut
from grants.main import SERVICE
from registry.events.organisation import OrganisationState


async def test_ask__before_service_on_the_last_day_and_a_day_late(grants: House) -> None:
    """In time before service; on the last day; the day after it is registered all the same, and told to be late."""
    decision, lead = await decided(grants)
    day = today(grants.now())
    early = await ask(grants, decision, lead.id)
    shown = await grants.read(_shown, early.id)
    assert (early.status, shown.last_day, shown.late) == (ReviewStatus.REGISTERED, None, False)
    await decide(grants, early, Outcome.DISMISSED)
    await served(grants, decision.application_id, decision.id, lead.id, day)
    last = (await grants.read(known.deadlines, decision.id))[0].last_day
    in_time = await ask(at(grants, _noon(last)), decision, lead.id)
    assert not (await grants.read(_shown, in_time.id)).late
    await decide(grants, in_time, Outcome.DISMISSED)
    late = await ask(at(grants, _noon(last + timedelta(days=1))), decision, lead.id)
    shown = await grants.read(_shown, late.id)
    assert (shown.status, shown.last_day, shown.late) == (ReviewStatus.REGISTERED, last, True)


async def test_ask__the_last_second_of_the_finnish_day(grants: House) -> None:
    """23.59.59 in Helsinki is in time, midnight is not."""
    decision, lead = await decided(grants)
    await served(grants, decision.application_id, decision.id, lead.id, date(2027, 4, 23))
    second = datetime(2027, 5, 7, 20, 59, 59, tzinfo=UTC)
    in_time = await ask(at(grants, second), decision, lead.id)
    assert not (await grants.read(_shown, in_time.id)).late
    await decide(grants, in_time, Outcome.DISMISSED)
    assert (await grants.read(_shown, (await ask(at(grants, second + timedelta(seconds=1)), decision, lead.id)).id)).late


async def test_ask__each_party_and_nobody_else(grants: House) -> None:
    call = await opened(grants)
    lead, partner = await some.association(grants), await some.association(grants, "Kempeleen Muisti ry")
    application = await joint(grants, call, lead, partner)
    await some.representative(grants, lead.id).run(applications.submit, application.id)
    decision = await grant(grants, await propose(grants, application.id, call, 1_00), 1_00)
    assert (await ask(grants, decision, partner.id)).organisation_id == partner.id
    assert (await ask(grants, decision, lead.id)).organisation_id == lead.id
    with pytest.raises(Refused) as caught:
        await ask(grants, decision, lead.id)
    assert refused(caught) == [p.ASKED_ALREADY]
    stranger = await some.association(grants, "Muu ry")
    with pytest.raises(Refused) as caught:
        await ask(grants, decision, stranger.id)
    assert refused(caught) == [NOT_FOUND]
    with pytest.raises(Refused) as caught:
        await ask(grants, decision, stranger.id, received_on=today(grants.now()))
    assert refused(caught) == [p.NOT_A_PARTY]
    body = AskReview(organisation_id=partner.id, demand="Toisen puolesta.")
    with pytest.raises(Refused) as caught:
        await some.representative(grants, lead.id).run(commands.register_review_request, decision.id, body)
    assert refused(caught) == [NOT_ALLOWED]


async def test_ask__a_party_that_has_merged_asks_as_what_it_became(grants: House) -> None:
    """The clock that was set for the part counts for the whole."""
    decision, lead = await decided(grants)
    await served(grants, decision.application_id, decision.id, lead.id, date(2027, 4, 23))
    whole = await some.association(grants, "Suuri ry")
    await _merged(grants, lead, whole)
    request = await ask(at(grants, datetime(2027, 5, 8, 9, tzinfo=UTC)), decision, whole.id, received_on=date(2027, 5, 8))
    assert (request.organisation_id, (await grants.read(_shown, request.id)).late) == (whole.id, True)
    assert (await grants.read(queries.reviews, _page(), None, None, None)).items[0].late


async def test_ask__days_of_receipt(grants: House) -> None:
    lead = await some.association(grants)
    pending = await proposal(grants, await opened(grants), lead=lead)
    day = today(grants.now())
    with pytest.raises(Refused) as caught:
        await ask(grants, pending, lead.id, received_on=day)
    assert p.NOT_DECIDED in refused(caught)
    decision = await grant(grants, pending, 1_00)
    for wrong in (day + timedelta(days=1), day - timedelta(days=1)):
        with pytest.raises(Refused) as caught:
            await ask(grants, decision, lead.id, received_on=wrong)
        assert refused(caught) == [p.RECEIVED_ON]
    later = at(grants, grants.now() + timedelta(days=3))
    body = AskReview(organisation_id=lead.id, demand="x", received_on=day)
    with pytest.raises(Refused) as caught:
        await some.representative(later, lead.id).run(commands.register_review_request, decision.id, body)
    assert refused(caught) == [p.RECEIVED_BY_OFFICE]
    assert (await ask(later, decision, lead.id, received_on=day)).received_on == day





async def test_decide__changed_up_and_down_and_the_money_follows(grants: House) -> None:
    decision, lead = await decided(grants)
    raised = await decide(grants, await ask(grants, decision, lead.id), Outcome.CHANGED, 40_000_00)
    assert (raised.status, raised.section, await committed(grants)) == (ReviewStatus.CHANGED, 2, 40_000_00)
    assert "Päätöstä oikaistaan" in (raised.document or "")
    lowered = await decide(grants, await ask(grants, decision, lead.id), Outcome.CHANGED, 0)
    assert (lowered.section, await committed(grants)) == (3, 0)
    application = await again(grants, decision.application_id)
    assert (application.status, application.granted_cents) == (ApplicationStatus.REFUSED, 0)
    assert (await grants.said(decision.application_id)).count("DecisionReviewed") == 2
    assert "30 000,00" in (await grants.read(known.document, decision.id)).replace("\xa0", " ")


async def test_decide__a_refusal_becomes_a_grant(grants: House) -> None:
    decision, lead = await decided(grants, cents=0)
    await decide(grants, await ask(grants, decision, lead.id), Outcome.CHANGED, 40_000_00)
    assert (await again(grants, decision.application_id)).status is ApplicationStatus.GRANTED
    assert await committed(grants) == 40_000_00


async def test_decide__refused_with_the_exact_remainder(grants: House) -> None:
    """What this application has may be given again: 30 000 € and what is left beside it."""
    decision, lead = await decided(grants, money=35_000_00)
    request = await ask(grants, decision, lead.id)
    with pytest.raises(Refused) as caught:
        await decide(grants, request, Outcome.CHANGED, 35_000_01)
    assert refused(caught) == [APPROPRIATION_EXCEEDED]
    assert caught.value.reasons[0].values["remaining"] == euros(35_000_00)
    await decide(grants, request, Outcome.CHANGED, 35_000_00)
    assert await committed(grants) == 35_000_00


async def test_decide__reasons(grants: House) -> None:
    decision, lead = await decided(grants)
    request = await ask(grants, decision, lead.id)
    for outcome, cents, problem in (
        (Outcome.CHANGED, None, p.SUM_MISSING), (Outcome.DISMISSED, 1, p.SUM_NOT_WANTED), (Outcome.CHANGED, 30_000_00, p.CHANGES_NOTHING),
        (Outcome.CHANGED, 40_000_01, p.MORE_THAN_SOUGHT), (Outcome.LATE, None, p.NOT_SERVED),
    ):
        with pytest.raises(Refused) as caught:
            await decide(grants, request, outcome, cents)
        assert refused(caught) == [problem]
    await decide(grants, request, Outcome.DISMISSED)
    assert await committed(grants) == 30_000_00
    with pytest.raises(ActionNotAllowed):
        await decide(grants, request, Outcome.DISMISSED)


async def test_decide__late_only_where_it_is_late_and_then_nothing_else(grants: House) -> None:
    decision, lead = await decided(grants)
    day = today(grants.now())
    in_time = await ask(grants, decision, lead.id)
    await served(grants, decision.application_id, decision.id, lead.id, day)
    with pytest.raises(Refused) as caught:
        await decide(grants, in_time, Outcome.LATE)
    assert refused(caught) == [p.NOT_LATE]
    await decide(grants, in_time, Outcome.DISMISSED)
    last = (await grants.read(known.deadlines, decision.id))[0].last_day
    later = at(grants, _noon(last + timedelta(days=1)))
    late = await ask(later, decision, lead.id)
    for outcome, cents in ((Outcome.CHANGED, 1), (Outcome.DISMISSED, None)):
        with pytest.raises(Refused) as caught:
            await decide(later, late, outcome, cents)
        assert refused(caught) == [p.IS_LATE]
    found = await decide(later, late, Outcome.LATE)
    assert (found.status, found.granted_cents, await committed(grants)) == (ReviewStatus.LATE, 30_000_00, 30_000_00)


async def test_decide__who_represents_a_party_does_not(grants: House) -> None:
    decision, lead = await decided(grants)
    request = await ask(grants, decision, lead.id)
    roles = Held(Role.DECIDER, Scope.CALL, str(decision.call_id)), Held(Role.REPRESENTATIVE, Scope.ORGANISATION, str(lead.id))
    body = DecideReview(outcome=Outcome.DISMISSED, grounds="x")
    with pytest.raises(Refused) as caught:
        await grants.as_(person(SERVICE, *roles)).run(commands.decide_review, request.id, body)
    assert refused(caught) == [p.DISQUALIFIED]


async def test_decided_review__is_served_with_an_appeal_of_its_own(grants: House) -> None:
    decision, lead = await decided(grants)
    await served(grants, decision.application_id, decision.id, lead.id, date(2027, 4, 23))
    request = await ask(grants, decision, lead.id)
    assert await served(grants, decision.application_id, request.id, lead.id, date(2027, 11, 6)) == "irrelevant"
    await decide(grants, request, Outcome.DISMISSED)
    assert await served(grants, decision.application_id, request.id, lead.id, date(2027, 11, 6)) == "applied"
    (clock,) = await grants.read(queries.deadlines, request.id)
    assert (clock.remedy, clock.last_day) == ("appeal", date(2027, 12, 7))
    assert len(await grants.read(known.deadlines, decision.id)) == 1


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


async def _shown(reader: Reader, id: UUID) -> ReviewOut:
    return await queries.shown(reader, await queries.review(reader, id))


def _page() -> Listing:
    return Listing(key=b"only-for-tests")


async def _merged(house: House, part: OrganisationState, whole: OrganisationState) -> None:
    said = part.model_copy(update={"status": "merged", "successor_id": whole.id})
    await heard(house, snapshot(said, sequence=2))
