"""Joint applications: shares, signatures that count while they are equal, a party that goes. GRO-07, G12."""

from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from tests.grants.applications.some import again, at, draft, joint, officer, share, shown, sign, whole
from tests.grants.applications.test_drafts import why
from tests.grants.some import PEOPLE, association, call, representative
from tests.journeys.said import heard, snapshot

from chassis.machine import ActionNotAllowed
from chassis.problems import NOT_FOUND, Refused
from chassis.testing import House
from chassis.values import Money
from grants.applications import commands, queries
from grants.applications import problems as p
from grants.applications.domain import Status
from grants.applications.domain.budget import Line
from grants.applications.schemas import BudgetLine, ChangeLead, Edit, Leave, Release, SetParties, ShareBody, Sign
from grants.applications.tables import Application
from grants.events.sign_off import SignOffRequested
from registry.events.organisation import OrganisationState

Three = tuple[OrganisationState, OrganisationState, OrganisationState]


@pytest.fixture
async def three(grants: House) -> Three:
    return await association(grants, "Eka ry"), await association(grants, "Toka ry"), await association(grants, "Kolmas ry")


async def asked(house: House) -> list[SignOffRequested]:
    """Everyone who was asked to sign, in order."""
    return [SignOffRequested.model_validate_json(record.value or b"") for record in await house.outbox() if record.topic == SignOffRequested.topic]


async def signed(house: House, id: UUID) -> list[bool]:
    return [party.signed for party in (await shown(house, id)).parties]


async def submit(house: House, row: Application, lead: OrganisationState) -> Application:
    return await representative(house, lead.id).run(commands.submit, row.id)


async def test_joint__submitted_with_a_confirmation_for_each_partner(grants: House, three: Three) -> None:
    row = await joint(grants, await call(grants), *three)
    done = await submit(grants, row, three[0])
    assert await grants.said(row.id) == ["PartnerConfirmed", "PartnerConfirmed", "ApplicationSubmitted"]
    content = (await grants.read(queries.version, row.id, 1)).content
    assert content["shares"] == {str(three[0].id): 3334, str(three[1].id): 3333, str(three[2].id): 3333}
    hashes = {one["hash"] for one in content["sign_offs"]}
    assert hashes == {(await shown(grants, row.id)).sign_off_hash}
    assert {one["signed_by"] for one in content["sign_offs"]} == {str(PEOPLE["representative"])}
    assert done.parties == [one.id for one in three]


async def test_joint__every_partner_must_sign_and_be_eligible(grants: House, three: Three) -> None:
    poor = await association(grants, "Hoiva Oy", legal_form="company")
    row = await whole(grants, await call(grants), three[0])
    await share(grants, row, three[0], three[1], poor)
    with pytest.raises(Refused) as refused:
        await submit(grants, row, three[0])
    assert why(refused) == [(p.LEGAL_FORM, "/parties/2"), (p.NOT_SIGNED, "/parties"), (p.NOT_SIGNED, "/parties")]


@pytest.mark.parametrize("change", [
    Edit(sought=Money(cents=39_000_00)),
    Edit(budget=[BudgetLine(kind=Line.COST, title="Palkat", amount=Money(cents=60_000_00))]),
    Edit(activity_title="Toinen toiminta"),
])
async def test_signature__void_after_a_change_of_substance(grants: House, three: Three, change: Edit) -> None:
    row = await joint(grants, await call(grants), *three)
    assert await signed(grants, row.id) == [True, True, True]
    await representative(grants, three[1].id).run(commands.edit, row.id, change)
    assert await signed(grants, row.id) == [True, False, False]
    assert [(one.organisation_id, one.again) for one in await asked(grants)] == [
        (three[1].id, False), (three[2].id, False), (three[1].id, True), (three[2].id, True),
    ]
    await representative(grants, three[0].id).run(commands.edit, row.id, Edit(sought=Money(cents=38_000_00)))
    assert len(await asked(grants)) == 4  # who has not signed since is not asked once more for each further change
    with pytest.raises(Refused) as refused:
        await submit(grants, row, three[0])
    assert p.NOT_SIGNED in {problem for problem, _ in why(refused)}


async def test_signature__words_and_documents_do_not_touch_it(grants: House, three: Three) -> None:
    row = await joint(grants, await call(grants), *three)
    await representative(grants, three[0].id).run(commands.edit, row.id, Edit(form={"goal": "Toinen tavoite."}))
    assert await signed(grants, row.id) == [True, True, True]


async def test_signature__changed_back_it_counts_again(grants: House, three: Three) -> None:
    row = await joint(grants, await call(grants), *three)
    mine = representative(grants, three[0].id)
    await mine.run(commands.edit, row.id, Edit(sought=Money(cents=1_00)))
    await mine.run(commands.edit, row.id, Edit(sought=Money(cents=40_000_00)))
    assert await signed(grants, row.id) == [True, True, True]


async def test_sign__what_one_has_read_and_for_whom_one_acts(grants: House, three: Three) -> None:
    row = await whole(grants, await call(grants), three[0])
    await share(grants, row, *three)
    seen = (await shown(grants, row.id)).sign_off_hash
    await representative(grants, three[0].id).run(commands.edit, row.id, Edit(sought=Money(cents=39_999_00)))
    with pytest.raises(Refused) as refused:
        await sign(grants, row.id, three[1].id, seen)
    assert why(refused) == [(p.SIGNED_ANOTHER, "")]
    with pytest.raises(Refused) as refused:
        await sign(grants, row.id, three[0].id)
    assert why(refused) == [(p.LEAD_SIGNS_BY_SUBMITTING, "")]
    body = Sign(organisation_id=three[2].id, hash=seen)
    with pytest.raises(Refused) as refused:
        await representative(grants, three[1].id).run(commands.sign, row.id, body)
    assert why(refused) == [(p.NOT_REPRESENTED, "")]


async def test_partner__edits_but_neither_submits_nor_settles(grants: House, three: Three) -> None:
    row = await joint(grants, await call(grants), *three)
    theirs = representative(grants, three[1].id)
    await theirs.run(commands.edit, row.id, Edit(form={"participants": 7}))
    shares = SetParties(parties=[ShareBody(organisation_id=one.id, share=share) for one, share in zip(three, (1, 9998, 1), strict=True)])
    for command, args in ((commands.submit, ()), (commands.set_parties, (shares,)), (commands.change_lead, (ChangeLead(lead_id=three[1].id),))):
        with pytest.raises(Refused) as refused:
            await theirs.run(command, row.id, *args)
        assert why(refused) == [(p.ONLY_LEAD, "")]


async def test_parties__refused_with_all_reasons(grants: House, three: Three) -> None:
    opened = await call(grants, most_partners=1)
    row = await draft(grants, opened, three[0])
    bodies = [ShareBody(organisation_id=id, share=3000) for id in (three[0].id, three[1].id, three[2].id, UUID(int=9))]
    with pytest.raises(Refused) as refused:
        await representative(grants, three[0].id).run(commands.set_parties, row.id, SetParties(parties=bodies))
    assert [problem for problem, _ in why(refused)] == [p.ORGANISATION_UNKNOWN, p.TOO_MANY_PARTNERS, p.SHARES_NOT_100]


async def test_change_lead__all_sign_anew_and_the_new_one_submits(grants: House, three: Three) -> None:
    row = await joint(grants, await call(grants), *three)
    await representative(grants, three[0].id).run(commands.change_lead, row.id, ChangeLead(lead_id=three[2].id))
    assert await signed(grants, row.id) == [True, False, False]
    with pytest.raises(Refused) as refused:
        await submit(grants, row, three[0])
    assert why(refused) == [(p.ONLY_LEAD, "")]
    for one in three[:2]:
        await sign(grants, row.id, one.id)
    assert (await submit(grants, row, three[2])).lead_id == three[2].id


def leaving(one: OrganisationState, new_lead: OrganisationState | None = None) -> Leave:
    return Leave(organisation_id=one.id, new_lead_id=new_lead and new_lead.id, grounds="Toiminta päättyy.")


async def test_leave__a_draft_needs_new_shares_and_signatures(grants: House, three: Three) -> None:
    row = await joint(grants, await call(grants), *three)
    await representative(grants, three[2].id).run(commands.leave, row.id, leaving(three[2]))
    assert (await again(grants, row.id)).status is Status.DRAFT
    with pytest.raises(Refused) as refused:
        await representative(grants, three[2].id).read(queries.application, row.id)
    assert refused.value.reasons[0].problem is NOT_FOUND
    assert len(await asked(grants)) == 2  # nobody is asked to sign shares that are still open
    with pytest.raises(Refused) as refused:
        await submit(grants, row, three[0])
    assert why(refused) == [(p.SHARES_NOT_100, "/parties"), (p.NOT_SIGNED, "/parties")]
    await share(grants, row, *three[:2])
    assert [(one.organisation_id, one.again) for one in await asked(grants)][2:] == [(three[1].id, True)]
    await sign(grants, row.id, three[1].id)
    assert (await submit(grants, row, three[0])).status is Status.SUBMITTED
    assert await grants.said(row.id) == ["PartnerConfirmed", "ApplicationSubmitted"]


async def test_leave__submitted_before_the_end_it_is_a_draft_again(grants: House, three: Three) -> None:
    opened = await call(grants)
    row = await submit(grants, await joint(grants, opened, *three), three[0])
    await representative(grants, three[0].id).run(commands.leave, row.id, leaving(three[0], three[1]))
    reopened = await again(grants, row.id)
    assert (reopened.status, reopened.lead_id, reopened.parties) == (Status.REOPENED, three[1].id, [three[1].id, three[2].id])
    await share(grants, reopened, *three[1:])
    await sign(grants, row.id, three[2].id)
    done = await submit(grants, row, three[1])
    assert (done.case_number, done.frozen, done.status) == ("PPH/2027/41-1", 2, Status.SUBMITTED)
    assert (await grants.said(row.id))[3:] == ["PartyLeft", "ApplicationRevised", "PartnerConfirmed", "ApplicationSubmitted"]
    assert "parties" not in (await grants.read(queries.versions, row.id))[1].changed
    assert {"lead", "partners", "shares"} <= set((await grants.read(queries.versions, row.id))[1].changed)


async def test_reopened__withdrawn_but_not_submitted_after_the_end(grants: House, three: Three) -> None:
    opened = await call(grants)
    row = await submit(grants, await joint(grants, opened, *three[:2]), three[0])
    await representative(grants, three[1].id).run(commands.leave, row.id, leaving(three[1]))
    await share(grants, row, three[0])
    with pytest.raises(Refused) as refused:
        await at(representative(grants, three[0].id), opened.closes_at).run(commands.submit, row.id)
    assert why(refused) == [(p.CALL_CLOSED, "")]
    with pytest.raises(ActionNotAllowed):
        await representative(grants, three[0].id).run(commands.discard, row.id)


@pytest.mark.parametrize(("who", "new_lead", "problem"), [(0, None, p.NEW_LEAD_MISSING), (0, 0, p.NOT_A_PARTY)])
async def test_leave__the_lead_names_another(grants: House, three: Three, who: int, new_lead: int | None, problem: Any) -> None:
    row = await joint(grants, await call(grants), *three)
    body = leaving(three[who], None if new_lead is None else three[new_lead])
    with pytest.raises(Refused) as refused:
        await representative(grants, three[who].id).run(commands.leave, row.id, body)
    assert why(refused) == [(problem, "/new_lead_id")]


async def test_leave__not_the_only_one(grants: House, three: Three) -> None:
    row = await draft(grants, await call(grants), three[0])
    with pytest.raises(Refused) as refused:
        await representative(grants, three[0].id).run(commands.leave, row.id, leaving(three[0]))
    assert why(refused) == [(p.LAST_PARTY, "")]


async def test_leave__after_the_end_an_official_decides(grants: House, three: Three) -> None:
    opened = await call(grants)
    row = await submit(grants, await joint(grants, opened, *three), three[0])
    late = opened.closes_at
    with pytest.raises(Refused) as refused:
        await at(representative(grants, three[2].id), late).run(commands.leave, row.id, leaving(three[2]))
    assert why(refused) == [(p.LEAVES_TOO_LATE, "")]
    stay = [ShareBody(organisation_id=three[1].id, share=6000), ShareBody(organisation_id=three[2].id, share=4000)]
    body = Release(organisation_id=three[0].id, new_lead_id=three[1].id, shares=stay, grounds="Yhdistys purkautuu.")
    with pytest.raises(Refused) as refused:
        await officer(grants, opened).run(commands.release, row.id, body)
    assert why(refused) == [(p.CALL_STILL_OPEN, "")]
    official = at(officer(grants, opened), late)
    with pytest.raises(Refused) as refused:
        await official.run(commands.release, row.id, body.model_copy(update={"shares": stay[:1]}))
    assert why(refused) == [(p.NOT_A_PARTY, "")]
    returned = await official.run(commands.release, row.id, body)
    assert (returned.status, returned.lead_id, returned.wanted) == (Status.RETURNED, three[1].id, "Yhdistys purkautuu.")
    lead = at(representative(grants, three[1].id), late)
    with pytest.raises(Refused) as refused:
        await lead.run(commands.complete, row.id)
    assert why(refused) == [(p.NOT_SIGNED, "/parties")]
    await sign(at(grants, late), row.id, three[2].id)
    assert (await lead.run(commands.complete, row.id)).status is Status.COMPLETED
    assert (await grants.said(row.id))[3:] == ["PartyLeft", "CompletionRequested", "ApplicationCompleted"]
    assert [(one.organisation_id, one.closes_at == returned.complete_by) for one in await asked(grants)][2:] == [(three[2].id, True)]


async def test_merger__who_took_it_over_acts_for_it_and_no_longer_when_it_is_undone(grants: House, three: Three) -> None:
    row = await joint(grants, await call(grants), *three[:2])
    heir = three[2]
    assert await grants.read(queries.inherited, 10) == []
    await heard(grants, snapshot(three[0].model_copy(update={"status": "merged", "successor_id": heir.id}), 2))
    assert await grants.read(queries.inherited, 10) == [row.id]
    await grants.run(commands.inherit, row.id)
    assert await grants.read(queries.inherited, 10) == []
    found = await shown(representative(grants, heir.id), row.id)
    assert [(party.organisation_id, party.name) for party in found.parties] == [(heir.id, "Kolmas ry"), (three[1].id, "Toka ry")]
    assert await signed(grants, row.id) == [True, True]
    assert (await submit(grants, row, heir)).lead_id == three[0].id
    await heard(grants, snapshot(three[0], 3))
    assert await grants.read(queries.inherited, 10) == [row.id]
    await grants.run(commands.inherit, row.id)
    assert (await again(grants, row.id)).acting == [three[0].id, three[1].id]
    assert await grants.read(queries.inherited, 10) == []


async def test_merger__in_two_steps(grants: House, three: Three) -> None:
    row = await draft(grants, await call(grants), three[0])
    await heard(grants, *(
        snapshot(one.model_copy(update={"status": "merged", "successor_id": into.id}), 2) for one, into in pairwise(three)
    ))
    await grants.run(commands.inherit, row.id)
    assert (await again(grants, row.id)).acting == [one.id for one in three]
    assert await grants.read(queries.inherited, 10) == []
