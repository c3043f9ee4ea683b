"""Submission: in time, whole, frozen, with a receipt; and what comes after it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.grants.applications.some import again, areas, at, draft, following, officer, scalar, submitted, whole
from tests.grants.applications.test_drafts import why
from tests.grants.some import ATTACHMENTS, FILLED, PEOPLE, association, call, guideline, representative
from tests.journeys.said import heard, snapshot

from chassis.machine import ActionNotAllowed
from chassis.problems import NOT_ALLOWED, NOT_FOUND, Refused
from chassis.testing import House
from chassis.values import HELSINKI
from grants.access import Role
from grants.applications import commands, queries
from grants.applications import problems as p
from grants.applications.commands import Sent
from grants.applications.domain import Status
from grants.applications.domain.eligibility import objections
from grants.applications.domain.snapshot import digest
from grants.applications.schemas import Edit, RequestCompletion, ToMunicipality, Withdraw
from registry.events.organisation import OperatingArea

OPENS, CLOSES = datetime(2027, 1, 11, 6, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)
"""Closes in the night in which the clock jumps from three to four."""
SECOND = timedelta(seconds=1)


async def test_submit__receipt_snapshot_and_events(grants: House) -> None:
    lead, opened = await association(grants), await call(grants, attachments=ATTACHMENTS)
    row = await submitted(grants, opened, lead)
    assert (row.status, row.case_number, row.handled_in, row.frozen) == (Status.SUBMITTED, "PPH/2027/41-1", opened.id, 1)
    receipt = await grants.read(_receipt, row.id)
    version = await grants.read(queries.version, row.id, 1)
    assert (receipt.case_number, receipt.received_at, receipt.sha256) == (row.case_number, row.submitted_at, version.sha256)
    assert digest(version.content) == version.sha256
    assert version.content["form"] == FILLED
    assert [one["code"] for one in version.content["attachments"]] == ["rules", "financial_statements"]
    assert version.content["submitted_by"] == str(PEOPLE["representative"])
    assert await grants.said(row.id) == ["ApplicationSubmitted"]
    submission, state = await grants.outbox(row.id)
    assert (submission.topic, state.topic) == ("grants.application", "grants.application.state")
    assert str(PEOPLE["representative"]) not in (submission.value or b"").decode()


async def _receipt(reader: Any, id: Any) -> Any:
    return await queries.receipt(reader, await queries.application(reader, id))


@pytest.mark.parametrize(("moment", "problem"), [
    (OPENS - SECOND, p.CALL_NOT_OPEN), (OPENS, None), (OPENS + SECOND, None),
    (CLOSES - SECOND, None), (CLOSES, p.CALL_CLOSED), (CLOSES + SECOND, p.CALL_CLOSED),
])
async def test_submit__the_moment_of_receipt_decides(grants: House, moment: datetime, problem: Any) -> None:
    """G6, GRO-12: half-open, over the change of the clock."""
    lead = await association(grants)
    opened = await call(at(grants, OPENS - timedelta(days=3)), opens_at=OPENS, closes_at=CLOSES)
    row = await whole(at(grants, OPENS - timedelta(days=1)), opened, lead)
    mine = at(representative(grants, lead.id), moment)
    if problem is None:
        assert (await mine.run(commands.submit, row.id)).submitted_at == moment
        return
    with pytest.raises(Refused) as refused:
        await mine.run(commands.submit, row.id)
    assert why(refused) == [(problem, "")]


async def test_submit__all_reasons_at_once(grants: House) -> None:
    """A company, in one service area, without a document, that seeks more than it needs."""
    await areas(grants)
    narrow = OperatingArea(area_class="municipality", municipalities=("564",))
    lead = await association(grants, "Hoiva Oy", legal_form="company", operating_area=narrow)
    opened = await call(grants, attachments=ATTACHMENTS)
    row = await draft(grants, opened, lead)
    with pytest.raises(Refused) as refused:
        await representative(grants, lead.id).run(commands.submit, row.id)
    assert why(refused) == [
        (p.LEGAL_FORM, "/parties/0"), (p.AREA_TOO_NARROW, "/parties/0"), (p.ATTACHMENT_MISSING, "/attachments"),
        (p.ATTACHMENT_MISSING, "/attachments"), (p.ANSWER_MISSING, "/form/goal"), (p.ANSWER_MISSING, "/form/participants"),
        (p.NOTHING_SOUGHT, "/sought"),
    ]
    assert (await again(grants, row.id)).case_number is None
    assert await grants.outbox() != []
    assert await grants.outbox(row.id) == []


async def test_submit__two_service_areas_by_the_areas_of_the_day(grants: House) -> None:
    await areas(grants)
    wide = OperatingArea(area_class="several_municipalities", municipalities=("425", "564"))
    one_area = OperatingArea(area_class="several_municipalities", municipalities=("494", "564", "091"))
    opened = await call(grants)
    assert (await submitted(grants, opened, await association(grants, operating_area=wide))).status is Status.SUBMITTED
    with pytest.raises(Refused) as refused:
        await submitted(grants, opened, await association(grants, "Kapea ry", operating_area=one_area))
    assert why(refused) == [(p.AREA_TOO_NARROW, "/parties/0")]


async def test_submit__an_unregistered_group_where_the_guideline_allows(grants: House) -> None:
    """ORG-02."""
    group = await association(grants, "Kerho", legal_form="unregistered_group")
    strict = await call(grants)
    with pytest.raises(Refused) as refused:
        await submitted(grants, strict, group)
    assert why(refused) == [(p.LEGAL_FORM, "/parties/0")]
    kind = await guideline(grants, number=2, legal_forms=("association", "unregistered_group"))
    open_to_all = await following(grants, strict, under=kind)
    assert (await submitted(at(grants, open_to_all.opens_at), open_to_all, group)).status is Status.SUBMITTED


async def test_submit__the_same_activity_and_time_only_once(grants: House) -> None:
    """G3: another time that only touches is no overlap; one that was withdrawn does not count."""
    lead, opened = await association(grants), await call(grants)
    first = await submitted(grants, opened, lead)
    with pytest.raises(Refused) as refused:
        await submitted(grants, opened, lead, activity_id=first.activity_id)
    assert why(refused) == [(p.SAME_ACTIVITY, "/activity")]
    next_year = await following(grants, opened)
    again_sought = await submitted(at(grants, next_year.opens_at), next_year, lead, activity_id=first.activity_id)
    assert again_sought.case_number == "PPH/2028/41-1"
    await representative(grants, lead.id).run(commands.withdraw, first.id, Withdraw(grounds="Muu rahoitus."))
    assert (await submitted(grants, opened, lead, activity_id=first.activity_id)).case_number == "PPH/2027/41-2"


async def test_submission__nobody_changes_or_deletes_it(grants: House) -> None:
    """G7: not the service's own role, whatever statement it sends."""
    row = await submitted(grants, await call(grants))
    for statement in (
        "UPDATE grants.submission SET sha256 = 'x'", "UPDATE grants.submission SET content = '{}'", "DELETE FROM grants.submission",
        "TRUNCATE grants.submission", "ALTER TABLE grants.submission DISABLE TRIGGER ALL",
        "INSERT INTO grants.submission SELECT * FROM grants.submission ON CONFLICT (application_id, number) DO UPDATE SET sha256 = 'x'",
    ):
        async with grants.database.sessions() as session:
            assert (await session.execute(text("SELECT current_user"))).scalar() == "grants_app"
            with pytest.raises(DBAPIError):
                await session.execute(text(statement))
    assert (await grants.read(queries.version, row.id, 1)).content["case_number"] == "PPH/2027/41-1"


async def test_submitted__who_sees_it(grants: House) -> None:
    """A draft only its parties; from the submission on the officials of its call, and of no other."""
    lead, opened = await association(grants), await call(grants)
    row = await whole(grants, opened, lead)
    official = officer(grants, opened)
    with pytest.raises(Refused) as refused:
        await official.read(queries.application, row.id)
    assert refused.value.reasons[0].problem is NOT_FOUND
    with pytest.raises(Refused) as refused:
        await official.run(commands.request_completion, row.id, RequestCompletion(wanted="x"))
    assert refused.value.reasons[0].problem is NOT_FOUND
    await representative(grants, lead.id).run(commands.submit, row.id)
    assert (await official.read(queries.application, row.id)).id == row.id
    with pytest.raises(Refused) as refused:
        await official.run(commands.withdraw, row.id, Withdraw(grounds="x"))
    assert refused.value.reasons[0].problem is NOT_ALLOWED
    with pytest.raises(Refused) as refused:
        await representative(grants, lead.id).run(commands.request_completion, row.id, RequestCompletion(wanted="x"))
    assert refused.value.reasons[0].problem is NOT_ALLOWED


async def test_completion__asked_added_frozen_anew(grants: House) -> None:
    lead, opened = await association(grants), await call(grants)
    row = await submitted(grants, opened, lead)
    official, mine = officer(grants, opened), representative(grants, lead.id)
    asked = await official.run(commands.request_completion, row.id, RequestCompletion(wanted="Tilinpäätös puuttuu."))
    assert (asked.status, asked.requests) == (Status.RETURNED, 1)
    local = asked.complete_by.astimezone(HELSINKI) if asked.complete_by else None
    assert local is not None
    assert ((local.date() - grants.now().astimezone(HELSINKI).date()).days, local.hour, local.minute) == (15, 0, 0)
    with pytest.raises(Refused) as refused:
        await mine.run(commands.edit, row.id, Edit(activity_title="Toinen"))
    assert why(refused) == [(p.SUBSTANCE_STANDS, "")]
    await mine.run(commands.edit, row.id, Edit(form={"goal": "Tarkempi tavoite."}))
    await mine.run(commands.attach, row.id, Sent("other", "tilinpäätös.pdf", b"%PDF-1.7", secret=False))
    done = await mine.run(commands.complete, row.id)
    assert (done.status, done.frozen, done.submitted_at) == (Status.COMPLETED, 2, row.submitted_at)
    rows = await mine.read(queries.versions, row.id)
    assert [(version.number, version.changed) for version in rows] == [(1, []), (2, ["attachments", "form"])]
    assert rows[0].sha256 != rows[1].sha256
    assert (await grants.read(queries.version, row.id, 1)).content["form"] == FILLED
    assert await grants.said(row.id) == ["ApplicationSubmitted", "CompletionRequested", "ApplicationCompleted"]


async def test_completion__too_late_and_in_the_last_second(grants: House) -> None:
    lead, opened = await association(grants), await call(grants)
    row = await submitted(grants, opened, lead)
    end = grants.now() + timedelta(days=3)
    official, mine = officer(grants, opened), representative(grants, lead.id)
    await official.run(commands.request_completion, row.id, RequestCompletion(wanted="Säännöt.", complete_by=end))
    for command, args in ((commands.complete, ()), (commands.edit, (Edit(form={"goal": "y"}),)), (commands.attach, (Sent("other", "a", b"%PDF-", secret=False),))):
        with pytest.raises(Refused) as refused:
            await at(mine, end).run(command, row.id, *args)
        assert why(refused) == [(p.TOO_LATE_TO_COMPLETE, "")]
    assert (await at(mine, end - SECOND).run(commands.complete, row.id)).status is Status.COMPLETED
    with pytest.raises(Refused) as refused:
        await official.run(commands.request_completion, row.id, RequestCompletion(wanted="x", complete_by=grants.now() - SECOND))
    assert why(refused) == [(p.COMPLETE_BY_PAST, "/complete_by")]


async def test_completion__answers_still_fit_the_form(grants: House) -> None:
    lead, opened = await association(grants), await call(grants)
    row = await submitted(grants, opened, lead)
    mine = representative(grants, lead.id)
    await officer(grants, opened).run(commands.request_completion, row.id, RequestCompletion(wanted="x"))
    await mine.run(commands.edit, row.id, Edit(form={"participants": "monta"}))
    with pytest.raises(Refused) as refused:
        await mine.run(commands.complete, row.id)
    assert why(refused) == [(p.ANSWER_WRONG, "/form/participants")]


async def test_withdraw__until_decided_with_grounds(grants: House) -> None:
    lead, opened = await association(grants), await call(grants)
    row = await submitted(grants, opened, lead)
    mine = representative(grants, lead.id)
    gone = await mine.run(commands.withdraw, row.id, Withdraw(grounds="Hanke sai muun rahoituksen."))
    assert (gone.status, gone.ended_because) == (Status.WITHDRAWN, "Hanke sai muun rahoituksen.")
    assert await grants.said(row.id) == ["ApplicationSubmitted", "ApplicationWithdrawn"]
    with pytest.raises(ActionNotAllowed):
        await mine.run(commands.withdraw, row.id, Withdraw(grounds="x"))
    grounds = "SELECT count(*) FROM grants.audit WHERE grounds = 'Hanke sai muun rahoituksen.'"
    assert await scalar(grants, grounds) > 0


async def test_refer__local_activity_is_the_municipalitys(grants: House) -> None:
    """GRO-17."""
    await areas(grants)
    opened = await call(grants)
    row = await submitted(grants, opened, activity_municipality="564")
    official = officer(grants, opened, Role.DECIDER)
    with pytest.raises(Refused) as refused:
        await official.run(commands.refer, row.id, ToMunicipality(municipality="999", grounds="Paikallista."))
    assert why(refused) == [(p.MUNICIPALITY_UNKNOWN, "/municipality")]
    gone = await official.run(commands.refer, row.id, ToMunicipality(municipality="564", grounds="Paikallista."))
    assert (gone.status, gone.referred_to) == (Status.REFERRED, "564")
    assert await grants.said(row.id) == ["ApplicationSubmitted", "ApplicationReferredToMunicipality"]


async def test_decision__sees_what_became_of_the_applicant(grants: House) -> None:
    """Dissolved meanwhile: said at the decision. Merged: its successor is judged. The window is not asked again."""
    lead, opened = await association(grants), await call(grants)
    row = await submitted(grants, opened, lead)
    later = at(grants, opened.closes_at + timedelta(days=30))

    async def now(house: House) -> list[Any]:
        return [reason.problem for reason in objections(await house.read(_facts, row.id))]

    assert await now(later) == []
    await heard(grants, snapshot(lead.model_copy(update={"status": "dissolved"}), 2))
    assert await now(later) == [p.NOT_ACTIVE]
    heir = await association(grants, "Perijä ry", sote_status="not_sote")
    await heard(grants, snapshot(lead.model_copy(update={"status": "merged", "successor_id": heir.id}), 3))
    assert await now(later) == [p.NOT_SOTE]
    party, = await grants.read(_parties, row.id)
    assert (party.organisation_id, party.name, party.lead) == (heir.id, "Perijä ry", True)


async def _facts(reader: Any, id: Any) -> Any:
    return await queries.eligibility_facts(reader, await queries.application(reader, id))


async def _parties(reader: Any, id: Any) -> Any:
    return await queries.parties_of(reader, await queries.application(reader, id))
