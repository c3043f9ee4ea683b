"""What waits for each role, until when; gone when it is done; one statement however many rows."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from tests.grants import some
from tests.grants.applications.some import at, draft, share, sign, submitted, whole
from tests.grants.decisions.cases import GROUNDS, ask, grant, opened, proposal, propose, refuse
from tests.grants.desk import Desk

from chassis.access import Held
from chassis.paging import Listing
from chassis.testing import House, person
from chassis.work import UnitOfWork
from grants.access import Role, Scope
from grants.applications import commands as applications
from grants.applications.schemas import RequestCompletion
from grants.calls.tables import Question
from grants.decisions import commands
from grants.decisions.schemas import WithdrawProposal
from grants.main import SERVICE
from grants.tasks.domain import WAYS, Kind, paths
from grants.tasks.queries import tasks
from grants.tasks.schemas import TaskOut

PAGE = Listing(key=b"only-for-tests")


async def waits(house: House) -> list[TaskOut]:
    return (await house.read(tasks, PAGE)).items


async def execute(house: House, statement: str) -> None:
    async with house.database.sessions() as session:
        await session.execute(text(statement))
        await session.commit()


async def kinds(house: House) -> list[Kind]:
    return [one.kind for one in await waits(house)]


async def test_applicant__drafts_by_the_closing_soonest_first(grants: House) -> None:
    call = await opened(grants)
    await execute(grants, "UPDATE grants.call SET overlaps_because = 'kaksi hakua'")
    soon = await some.call(
        grants, under=await some.guideline(grants, number=2), out_of=await some.appropriation(grants, year=2028),
        closes_at=grants.now() + timedelta(days=1), case_number="PPH/2028/41",
    )
    lead = await some.association(grants)
    first, second = await draft(grants, call, lead), await draft(grants, soon, lead, activity_title="Ryhmä")
    mine = some.representative(grants, lead.id)
    assert [(one.kind, one.subject_id, one.due) for one in await waits(mine)] == [
        (Kind.SUBMIT_DRAFT, second.id, soon.closes_at), (Kind.SUBMIT_DRAFT, first.id, call.closes_at),
    ]
    assert (await waits(mine))[0].paths[0] == f"/v1/applications/{second.id}/submit"
    assert [one.subject_id for one in await waits(at(mine, soon.closes_at))] == [first.id]
    assert await waits(some.representative(grants, (await some.association(grants, "Muu ry")).id)) == []


async def test_partner__signs_and_signs_again_after_a_change(grants: House) -> None:
    call = await opened(grants)
    lead, partner = await some.association(grants), await some.association(grants, "Kempeleen Muisti ry")
    row = await whole(grants, call, lead)
    await share(grants, row, lead, partner)
    theirs = some.representative(grants, partner.id, who="colleague")
    assert [(one.kind, one.subject_id, one.due) for one in await waits(theirs)] == [(Kind.SIGN_OFF, row.id, call.closes_at)]
    await sign(grants, row.id, partner.id)
    assert await kinds(theirs) == []
    assert await kinds(some.representative(grants, lead.id)) == [Kind.SUBMIT_DRAFT]


async def test_official__from_received_to_decided(grants: House) -> None:
    call = await opened(grants)
    lead = await some.association(grants)
    assessor, decider = some.assessor(grants, call.id), some.decider(grants, call.id)
    application = await submitted(grants, call, lead)
    assert [(one.kind, one.about, one.paths) for one in await waits(assessor)] == [
        (Kind.PROPOSE, application.case_number, ["/v1/decisions"]),
    ]
    assert await kinds(decider) == []
    until = grants.now() + timedelta(days=5)
    await assessor.run(applications.request_completion, application.id, RequestCompletion(wanted="Budjetti puuttuu.", complete_by=until))
    assert await kinds(assessor) == []
    assert [(one.kind, one.due) for one in await waits(some.representative(grants, lead.id))] == [(Kind.COMPLETE, until)]
    assert await kinds(at(assessor, until)) == [Kind.PROPOSE]
    later = at(grants, until)
    decision = await propose(later, application.id, call, 1_00)
    assert await kinds(assessor) == []
    assert [(one.kind, one.subject_id) for one in await waits(decider)] == [(Kind.DECIDE, decision.id)]
    await refuse(later, decision)
    assert await kinds(decider) == []
    request = await ask(later, decision, lead.id)
    assert [(one.kind, one.paths) for one in await waits(decider)] == [
        (Kind.DECIDE_REVIEW, [f"/v1/review-requests/{request.id}/decide"]),
    ]


async def test_official__nothing_of_a_matter_from_which_one_keeps_away(grants: House) -> None:
    call = await opened(grants)
    lead = await some.association(grants)
    application = await submitted(grants, call, lead)
    roles = [Held(role, Scope.CALL, str(call.id)) for role in (Role.ASSESSOR, Role.DECIDER)]
    jaavi = grants.as_(person(SERVICE, *roles, Held(Role.REPRESENTATIVE, Scope.ORGANISATION, str(lead.id))))
    double = grants.as_(person(SERVICE, *roles, id=some.PEOPLE["assessor"]))
    assert await kinds(jaavi) == []
    decision = await propose(grants, application.id, call, 1_00)
    assert await kinds(jaavi) == []
    assert await kinds(double) == []
    await double.run(commands.withdraw_proposal, decision.id, WithdrawProposal(grounds=GROUNDS))
    assert await kinds(double) == [Kind.PROPOSE]


async def test_coordinator__questions_drafts_of_guidelines_results(grants: House) -> None:
    call = await opened(grants)
    coordinator = some.coordinator(grants)
    lead = await some.association(grants)

    async def asks(uow: UnitOfWork) -> None:
        uow.add(Question(
            id=uow.new_id(), call_id=call.id, organisation_id=lead.id, asked_by=uow.actor.id, asked_at=uow.now, text="Saako hakea? " * 20,
        ))

    await grants.run(asks)
    (question,) = await waits(coordinator)
    assert (question.kind, question.due, len(question.about)) == (Kind.ANSWER_QUESTION, call.closes_at, 120)
    decision = await proposal(grants, call, lead=lead)
    closed = at(coordinator, call.closes_at + timedelta(minutes=1))
    assert Kind.PUBLISH_RESULTS not in await kinds(closed)
    await refuse(grants, decision)
    assert Kind.PUBLISH_RESULTS in await kinds(closed)
    assert Kind.PUBLISH_RESULTS not in await kinds(coordinator)
    await closed.run(commands.publish_results, call.id)
    assert Kind.PUBLISH_RESULTS not in await kinds(closed)


async def test_finance__when_the_money_runs_short(grants: House) -> None:
    call = await opened(grants, cents=50_000_00)
    finance = some.finance(grants)
    one = await proposal(grants, call)
    assert await kinds(finance) == []
    two = await proposal(grants, call, proposed=10_000_01, lead=await some.association(grants, "Toinen ry"))
    assert await kinds(finance) == [Kind.LOOK_AT_APPROPRIATION]
    await refuse(grants, two)
    assert await kinds(finance) == []
    await grant(grants, one, 40_000_00)
    assert await kinds(finance) == []
    three = await proposal(grants, call, proposed=0, lead=await some.association(grants, "Kolmas ry"))
    await grant(grants, three, 7_500_00)
    assert await kinds(finance) == [Kind.LOOK_AT_APPROPRIATION]


async def test_tasks__as_many_statements_for_many_as_for_one(grants: House) -> None:
    call = await opened(grants)
    await submitted(grants, call)
    one = await _statements(some.assessor(grants, call.id))
    for n in range(5):
        await submitted(grants, call, await some.association(grants, f"Yhdistys {n} ry"))
    assert await _statements(some.assessor(grants, call.id)) == one == 1


async def _statements(house: House) -> int:
    with house.asked() as statements:
        await waits(house)
    return len(statements)


async def test_tasks__over_http_in_pages_and_as_a_table(grants: House, grants_api: Any) -> None:
    call, desk = await opened(grants), Desk(grants_api, grants)
    lead = await some.association(grants)
    await desk.represents(lead.id)
    for n in range(3):
        await draft(grants, call, lead, activity_title=f"Toiminta {n}")
    everything = (await desk.get("tasks", who="representative", assignee="me")).json()["items"]
    assert {one["about"] for one in everything} == {"Toiminta 0", "Toiminta 1", "Toiminta 2"}
    first = (await desk.get("tasks", who="representative", limit=2)).json()
    rest = (await desk.get("tasks", who="representative", limit=2, cursor=first["next"])).json()
    assert first["items"] + rest["items"] == everything
    table = await desk.get("tasks", who="representative", format="csv")
    assert table.text.count("\r\n") == 4
    assert (await desk.get("tasks", who="stranger")).json()["items"] == []
    assert (await desk.get("tasks", who="representative", assignee="somebody")).status_code == 422


@pytest.mark.parametrize("kind", Kind)
def test_paths__are_routes_of_the_service(kind: Kind) -> None:
    from chassis.app import routes_of

    known = {route.path for route in routes_of(SERVICE)}
    id = some.PEOPLE["stranger"]
    assert {path.replace(str(id), "{id}") for path in paths(kind, id)} <= known
    assert all((WAYS[kind].title.fi, WAYS[kind].title.sv, WAYS[kind].title.en))
