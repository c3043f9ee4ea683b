"""Service starts the clock of a remedy, once for each party and decision."""

from datetime import date

from tests.grants import some
from tests.grants.applications.some import joint
from tests.grants.decisions.cases import decided, grant, opened, proposal, propose, scalar, served

from chassis.outbox import new_id
from chassis.testing import House
from grants.applications import commands as applications
from grants.decisions.queries import decisions as known


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
    assert await served(grants, *first, date(2027, 4, 30)) == "irrelevant"
    assert await served(grants, *first, date(2027, 4, 1)) == "irrelevant"
    assert await scalar(grants, "SELECT count(*) FROM grants.review_clock") == 1
    assert await scalar(grants, "SELECT last_day FROM grants.review_clock") == date(2027, 5, 7)
    assert (await grants.said(decision.application_id)).count("ReviewDeadlineSet") == 1


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
