"""Proposals and decisions on real PostgreSQL: who may, what is said, and what keeps two from deciding one matter."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from tests.grants import some
from tests.grants.applications.some import again, joint, officer
from tests.grants.decisions import cases
from tests.grants.decisions.cases import (
    committed,
    euros,
    fifty,
    grant,
    opened,
    proposal,
    propose,
    refuse,
    refused,
    scalar,
    submitted,
)

from chassis.access import Held
from chassis.machine import ActionNotAllowed
from chassis.outbox import new_id
from chassis.problems import NOT_ALLOWED, NOT_FOUND, Refused
from chassis.testing import House, person
from grants.access import Role, Scope
from grants.applications import commands as applications
from grants.applications.domain import Status as ApplicationStatus
from grants.applications.problems import NOT_SOTE
from grants.applications.schemas import RequestCompletion, Withdraw
from grants.decisions import commands
from grants.decisions import problems as p
from grants.decisions.domain import Status
from grants.decisions.queries import decisions as queries
from grants.decisions.schemas import EditProposal, Grant, Propose, Refuse, WithdrawProposal
from grants.decisions.tables import Decision
from grants.main import SERVICE


async def test_propose__row_and_word_without_the_sum(grants: House) -> None:
    call = await opened(grants)
    decision = await proposal(grants, call, proposed=30_000_00)
    assert (decision.status, decision.proposed_cents, decision.proposed_by) == (Status.PROPOSED, 30_000_00, some.PEOPLE["assessor"])
    (said,) = [one for one in await grants.outbox(decision.application_id) if "DecisionProposed" in (one.type or "")]
    assert b"3000000" not in (said.value or b"")
    assert (await again(grants, decision.application_id)).status is ApplicationStatus.PROPOSED
    assert await committed(grants) == 0


async def test_propose__only_an_assessor_of_the_call(grants: House) -> None:
    call = await opened(grants)
    application = await submitted(grants, call)
    body = Propose(application_id=application.id, amount=euros(1), grounds="x")
    with pytest.raises(Refused) as caught:
        await some.decider(grants, call.id).run(commands.propose_decision, body)
    assert refused(caught) == [NOT_ALLOWED]
    with pytest.raises(Refused) as caught:
        await some.assessor(grants, new_id()).run(commands.propose_decision, body)
    assert refused(caught) == [NOT_FOUND]


async def test_propose__all_reasons_and_once(grants: House) -> None:
    call = await opened(grants)
    application = await submitted(grants, call)
    body = Propose(application_id=application.id, amount=euros(40_000_01), grounds="x")
    assessor = Held(Role.ASSESSOR, Scope.CALL, str(call.id))
    own = grants.as_(person(SERVICE, assessor, Held(Role.REPRESENTATIVE, Scope.ORGANISATION, str(application.lead_id))))
    with pytest.raises(Refused) as caught:
        await own.run(commands.propose_decision, body)
    assert refused(caught) == [p.DISQUALIFIED, p.MORE_THAN_SOUGHT]
    await propose(grants, application.id, call, 40_000_00)
    with pytest.raises(ActionNotAllowed):
        await propose(grants, application.id, call, 1)


async def test_proposal__edited_by_its_maker_withdrawn_by_any_assessor(grants: House) -> None:
    call = await opened(grants)
    decision = await proposal(grants, call)
    colleague = grants.as_(person(SERVICE, Held(Role.ASSESSOR, Scope.CALL, str(call.id))))
    edited = await some.assessor(grants, call.id).run(commands.edit_proposal, decision.id, EditProposal(amount=euros(10_000_00)))
    assert (edited.proposed_cents, edited.grounds, edited.version) == (10_000_00, cases.GROUNDS, 2)
    with pytest.raises(Refused) as caught:
        await colleague.run(commands.edit_proposal, decision.id, EditProposal(grounds="Toisin."))
    assert refused(caught) == [p.OTHERS_PROPOSAL]
    taken = await colleague.run(commands.withdraw_proposal, decision.id, WithdrawProposal(grounds="Uusi tieto."))
    assert taken.status is Status.WITHDRAWN
    assert (await again(grants, decision.application_id)).status is ApplicationStatus.SUBMITTED
    assert (await propose(grants, decision.application_id, call, 5)).status is Status.PROPOSED


async def test_grant__row_money_number_paper_and_word(grants: House) -> None:
    call = await opened(grants)
    decision = await grant(grants, await proposal(grants, call), 32_000_00)
    assert (decision.status, decision.granted_cents, decision.section) == (Status.GRANTED, 32_000_00, 1)
    assert decision.decided_by == some.PEOPLE["decider"]
    assert "Avustus myönnetään osittain" in (decision.document or "")
    assert await committed(grants) == 32_000_00
    assert (await grants.said(decision.application_id))[-1] == "GrantApproved"
    application = await again(grants, decision.application_id)
    assert (application.status, application.granted_cents) == (ApplicationStatus.GRANTED, 32_000_00)
    (said,) = [one for one in await grants.outbox(decision.application_id) if "GrantApproved" in (one.type or "")]
    assert b'"kind":"review","days":14' in (said.value or b"")
    assert b"last_day" not in (said.value or b"")


async def test_refuse_and_dismiss__need_no_eligibility(grants: House) -> None:
    """A refusal stands even where the applicant has ceased to be eligible."""
    call = await opened(grants)
    lead = await some.association(grants)
    decision = await proposal(grants, call, lead=lead)
    await some.association(grants, id=lead.id, sote_status="not_sote")
    await _newer(grants, lead.id)
    with pytest.raises(Refused) as caught:
        await grant(grants, decision, 40_000_01)
    assert set(refused(caught)) == {NOT_SOTE, p.MORE_THAN_SOUGHT}
    assert (await refuse(grants, decision)).status is Status.REFUSED
    assert (await grants.said(decision.application_id))[-1] == "GrantDeclined"
    other = await proposal(grants, call, lead=await some.association(grants, "Kempeleen Muisti ry"))
    dismissed = await some.decider(grants, call.id).run(commands.dismiss_application, other.id, Refuse(grounds="Myöhässä."))
    assert (dismissed.status, dismissed.section, await committed(grants)) == (Status.INADMISSIBLE, 2, 0)


async def _newer(house: House, id: Any) -> None:
    async with house.database.sessions() as session:
        await session.execute(text("UPDATE grants.organisation_copy SET sote_status = 'not_sote' WHERE id = :id"), {"id": id})
        await session.commit()


async def test_grant__without_principles_in_force(grants: House) -> None:
    call = await some.call(grants)
    decision = await proposal(grants, call)
    with pytest.raises(Refused) as caught:
        await grant(grants, decision, 1)
    assert refused(caught) == [p.NO_PRINCIPLES]
    with pytest.raises(Refused) as caught:
        await refuse(grants, decision)
    assert refused(caught) == [p.NO_PRINCIPLES]


async def test_grant__nothing_is_not_a_grant(grants: House) -> None:
    decision = await proposal(grants, await opened(grants))
    with pytest.raises(Refused) as caught:
        await grant(grants, decision, 0)
    assert refused(caught) == [p.NOTHING_GRANTED]


async def test_separation__who_proposed_does_not_decide(grants: House) -> None:
    call = await opened(grants)
    decision = await proposal(grants, call)
    both = officer(grants, call, Role.ASSESSOR).actor
    held = frozenset({*both.roles, Held(Role.DECIDER, Scope.CALL, str(call.id))})
    double = grants.as_(person(SERVICE, *held, id=both.id))
    for command, body in (
        (commands.grant_application, Grant(amount=euros(1), grounds="x")), (commands.refuse_application, Refuse(grounds="x")),
        (commands.dismiss_application, Refuse(grounds="x")),
    ):
        with pytest.raises(Refused) as caught:
            await double.run(command, decision.id, body)  # type: ignore[arg-type]
        assert refused(caught) == [p.PROPOSER_DECIDES]


@pytest.mark.parametrize("through", ["lead", "partner", "part"])
async def test_disqualified__neither_sees_nor_decides_what_is_pending(grants: House, through: str) -> None:
    """Of the lead, of a partner, or of what became part of one (fuusio); once decided it is seen like any other."""
    call = await opened(grants)
    lead, partner = await some.association(grants), await some.association(grants, "Kempeleen Muisti ry")
    part = await some.association(grants, "Vanha Muisti ry", status="merged", successor_id=partner.id)
    application = await joint(grants, call, lead, partner)
    await some.representative(grants, lead.id).run(applications.submit, application.id)
    decision = await propose(grants, application.id, call, 10_000_00)
    represented = {"lead": lead.id, "partner": partner.id, "part": part.id}[through]
    decider = Held(Role.DECIDER, Scope.CALL, str(call.id))
    jaavi = grants.as_(person(SERVICE, decider, Held(Role.REPRESENTATIVE, Scope.ORGANISATION, str(represented))))
    with pytest.raises(Refused) as caught:
        await jaavi.read(queries.decision, decision.id)
    assert refused(caught) == [NOT_FOUND]
    with pytest.raises(Refused) as caught:
        await jaavi.run(commands.grant_application, decision.id, Grant(amount=euros(1), grounds="x"))
    assert refused(caught) == [NOT_FOUND]
    await grant(grants, decision, 10_000_00)
    assert (await jaavi.read(queries.decision, decision.id)).status is Status.GRANTED


async def test_proposed__stands_on_what_was_proposed(grants: House) -> None:
    """Nothing of the application moves under a proposal: to have it completed, the proposal is taken back first, and made anew (G13)."""
    call = await opened(grants)
    decision = await proposal(grants, call)
    assessor = some.assessor(grants, call.id)
    wanted = RequestCompletion(wanted="Budjetti puuttuu.", complete_by=grants.now() + timedelta(days=5))
    with pytest.raises(ActionNotAllowed):
        await assessor.run(applications.request_completion, decision.application_id, wanted)
    await assessor.run(commands.withdraw_proposal, decision.id, WithdrawProposal(grounds="Täydennetään."))
    await assessor.run(applications.request_completion, decision.application_id, wanted)
    with pytest.raises(Refused) as caught:
        await propose(grants, decision.application_id, call, 1_00)
    assert refused(caught) == [p.BEING_COMPLETED]
    with pytest.raises(ActionNotAllowed):
        await grant(grants, decision, 1_00)


async def test_grant__two_deciders_of_one_matter_at_once(grants: House) -> None:
    call = await opened(grants)
    decision = await proposal(grants, call)
    async with fifty(grants) as crowd:
        answers = await asyncio.gather(
            *(grant(crowd, decision, cents) for cents in range(1, 9)), refuse(crowd, decision), return_exceptions=True
        )
    assert [type(one) for one in answers].count(ActionNotAllowed) == 8, answers
    (won,) = [one for one in answers if isinstance(one, Decision)]
    assert await committed(grants) == won.granted_cents
    assert await scalar(grants, "SELECT last FROM grants.section_book") == 1


async def test_grant__while_the_applicant_withdraws(grants: House) -> None:
    """One of the two wins; never a grant on what was withdrawn."""
    call = await opened(grants)
    for n in range(6):
        lead = await some.association(grants, f"Yhdistys {n} ry")
        decision = await proposal(grants, call, lead=lead)
        takes_back = some.representative(grants, lead.id).run(applications.withdraw, decision.application_id, Withdraw(grounds="x"))
        answers = await asyncio.gather(grant(grants, decision, 1_00), takes_back, return_exceptions=True)
        assert sum(isinstance(one, ActionNotAllowed) for one in answers) == 1, answers
        status = (await again(grants, decision.application_id)).status
        granted = await scalar(grants, "SELECT granted_cents FROM grants.decision WHERE id = :id", id=decision.id)
        assert (status, granted) in {(ApplicationStatus.GRANTED, 1_00), (ApplicationStatus.WITHDRAWN, None)}


async def test_withdrawn_application__its_proposal_goes_with_it(grants: House) -> None:
    call = await opened(grants)
    decision = await proposal(grants, call)
    application = await again(grants, decision.application_id)
    await some.representative(grants, application.lead_id).run(applications.withdraw, application.id, Withdraw(grounds="Peruuntui."))
    with pytest.raises(ActionNotAllowed):
        await grant(grants, decision, 1)
    assert await cases.own(grants, "ApplicationWithdrawn", application.id) == "applied"
    assert await scalar(grants, "SELECT status FROM grants.decision") == "withdrawn"
