"""Drafts: begun, copied, written by several, given up."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.grants.applications.some import PDF, again, areas, at, draft, following, joint, scalar, shown, submitted, whole
from tests.grants.some import FILLED, FORM, appropriation, association, call, guideline, representative
from tests.journeys.said import heard, organisation, snapshot

from chassis.machine import ActionNotAllowed
from chassis.problems import NOT_FOUND, Problem, Refused
from chassis.testing import House
from chassis.values import Days, Money
from grants.applications import commands
from grants.applications import problems as p
from grants.applications.commands import Sent
from grants.applications.domain import Status
from grants.applications.schemas import Copy, Edit, Start
from grants.calls.domain import Status as CallStatus


def why(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[Problem, str]]:
    return [(reason.problem, reason.pointer) for reason in refused.value.reasons]


async def start(house: House, lead: UUID, **body: Any) -> Any:
    return await representative(house, lead).run(commands.start, Start(lead_id=lead, activity_title="Kahvila", **body))


async def test_start__nobody_hears_of_it(grants: House) -> None:
    lead, opened = await association(grants), await call(grants)
    row = await draft(grants, opened, lead)
    assert (row.status, row.case_number, row.parties, row.acting, row.kind, row.year) == (
        Status.DRAFT, None, [lead.id], [lead.id], "operating", 2027,
    )
    assert (row.period_from, row.period_until) == (date(2027, 1, 1), date(2028, 1, 1))
    assert await grants.outbox(row.id) == []


async def test_start__from_publication_on_and_not_before_or_after(grants: House) -> None:
    lead, now = await association(grants), grants.now()
    opens: dict[str, Any] = {"opens_at": now + timedelta(days=1), "closes_at": now + timedelta(days=2)}
    under, money = await guideline(grants), await appropriation(grants)
    calls = {
        status: await call(grants, under=under, out_of=money, status=status, case_number=status.value, **opens)
        for status in (CallStatus.DRAFT, CallStatus.PUBLISHED, CallStatus.CANCELLED)
    }
    assert (await draft(grants, calls[CallStatus.PUBLISHED], lead)).status is Status.DRAFT
    with pytest.raises(Refused) as refused:
        await draft(grants, calls[CallStatus.DRAFT], lead)
    assert why(refused) == [(p.CALL_UNKNOWN, "/call_id")]
    with pytest.raises(Refused) as refused:
        await draft(grants, calls[CallStatus.CANCELLED], lead)
    assert why(refused) == [(p.CALL_CANCELLED, "")]
    with pytest.raises(Refused) as refused:
        await draft(at(grants, now + timedelta(days=2)), calls[CallStatus.PUBLISHED], lead)
    assert why(refused) == [(p.CALL_OVER, "")]


async def test_start__a_partnership_grant_is_negotiated(grants: House) -> None:
    """GRP-02: by its name, beside a call, and even in a call that should not exist."""
    lead, opened = await association(grants), await call(grants)
    odd = await call(
        grants, under=await guideline(grants, "partnership"), out_of=await appropriation(grants, kind="partnership"), case_number="PPH/2027/99"
    )
    for body in ({"kind": "partnership"}, {"kind": "partnership", "call_id": opened.id}, {"call_id": odd.id}):
        with pytest.raises(Refused) as refused:
            await start(grants, lead.id, **body)
        assert why(refused) == [(p.NOT_APPLIED_FOR, "")]
        assert "neuvottel" in p.NOT_APPLIED_FOR.fi
    for body in ({"kind": "operating"}, {}):
        with pytest.raises(Refused) as refused:
            await start(grants, lead.id, **body)
        assert why(refused) == [(p.CALL_MISSING, "/call_id")]
    assert await scalar(grants, "SELECT count(*) FROM grants.application") == 0


async def test_start__for_an_organisation_that_one_acts_for(grants: House) -> None:
    lead, other, opened = await association(grants), await association(grants, "Toinen ry"), await call(grants)
    unknown = UUID(int=77)
    with pytest.raises(Refused) as refused:
        await representative(grants, lead.id).run(commands.start, Start(call_id=opened.id, lead_id=other.id, activity_title="x"))
    assert why(refused) == [(p.NOT_REPRESENTED, "")]
    with pytest.raises(Refused) as refused:
        await start(grants, unknown, call_id=opened.id)
    assert why(refused) == [(p.ORGANISATION_UNKNOWN, "/lead_id")]


async def test_start__a_merged_lead_is_its_successor(grants: House) -> None:
    heir, opened = await association(grants, "Yhdistynyt ry"), await call(grants)
    await heard(grants, snapshot(organisation("Vanha ry", UUID(int=5), status="merged", successor_id=heir.id)))
    row = await representative(grants, heir.id).run(commands.start, Start(call_id=opened.id, lead_id=UUID(int=5), activity_title="x"))
    assert (row.lead_id, row.parties) == (heir.id, [heir.id])


async def test_start__period_and_municipality(grants: House) -> None:
    await areas(grants)
    lead, opened = await association(grants), await call(grants)
    bodies = (
        ({"period": Days(from_=date(2026, 12, 31), until=date(2027, 6, 1))}, [(p.PERIOD_NOT_IN_YEAR, "/period")]),
        ({"period": Days(from_=date(2027, 1, 1), until=date(2028, 1, 2))}, [(p.PERIOD_NOT_IN_YEAR, "/period")]),
        (
            {"period": Days(from_=date(2027, 1, 1)), "activity_municipality": "999"},
            [(p.PERIOD_ENDLESS, "/period"), (p.MUNICIPALITY_UNKNOWN, "/activity_municipality")],
        ),
    )
    for body, reasons in bodies:
        with pytest.raises(Refused) as refused:
            await start(grants, lead.id, call_id=opened.id, **body)
        assert why(refused) == reasons
    row = await start(grants, lead.id, call_id=opened.id, activity_municipality="564")
    assert row.activity_municipality == "564"


async def test_edit__only_what_was_sent_also_inside_the_form(grants: House) -> None:
    lead, opened = await association(grants), await call(grants)
    row = await whole(grants, opened, lead)
    mine = representative(grants, lead.id)
    await mine.run(commands.edit, row.id, Edit(form={"participants": 130}))
    await mine.run(commands.edit, row.id, Edit(activity_title="Uusi nimi"))
    found = await shown(mine, row.id)
    assert found.form == {**FILLED, "participants": 130}
    assert (found.activity.title, found.sought, len(found.budget)) == ("Uusi nimi", Money(cents=40_000_00), 2)
    await mine.run(commands.edit, row.id, Edit(form={"participants": None}, period=None))
    assert (await again(grants, row.id)).form == {"goal": FILLED["goal"]}


async def test_edit__the_close_of_the_call_locks_nobody_out_of_their_words(grants: House) -> None:
    """G6: a draft may be saved after the end, but not submitted."""
    lead, opened = await association(grants), await call(grants)
    row = await whole(grants, opened, lead)
    late = at(representative(grants, lead.id), opened.closes_at)
    await late.run(commands.edit, row.id, Edit(activity_title="Myöhässä"))
    with pytest.raises(Refused) as refused:
        await late.run(commands.submit, row.id)
    assert why(refused) == [(p.CALL_CLOSED, "")]


async def test_edit__not_by_strangers_nor_after_submission(grants: House) -> None:
    lead, opened = await association(grants), await call(grants)
    row = await submitted(grants, opened, lead)
    with pytest.raises(ActionNotAllowed):
        await representative(grants, lead.id).run(commands.edit, row.id, Edit(activity_title="x"))
    with pytest.raises(Refused) as refused:
        await representative(grants, UUID(int=9)).run(commands.edit, row.id, Edit(activity_title="x"))
    assert refused.value.reasons[0].problem is NOT_FOUND


async def test_discard__only_a_draft_that_nobody_saw(grants: House) -> None:
    lead, opened = await association(grants), await call(grants)
    row = await draft(grants, opened, lead)
    await representative(grants, lead.id).run(commands.discard, row.id)
    assert (await again(grants, row.id)).status is Status.DISCARDED
    other = await submitted(grants, opened, lead)
    with pytest.raises(ActionNotAllowed):
        await representative(grants, lead.id).run(commands.discard, other.id)


async def test_copy__words_budget_partners_without_documents_and_signatures(grants: House) -> None:
    one, two = await association(grants), await association(grants, "Toinen ry")
    before = await call(grants, attachments=[{"code": "rules", "names": {"fi": "Säännöt"}}])
    source = await joint(grants, before, one, two)
    mine = representative(grants, one.id)
    await mine.run(commands.edit, source.id, Edit(period=Days(from_=date(2027, 2, 1), until=date(2027, 11, 1))))
    now = await following(grants, before)
    copied = await mine.run(commands.copy, source.id, Copy(call_id=now.id))
    found = await shown(mine, copied.application.id)
    assert copied.dropped == []
    assert (found.form, found.sought, found.activity.id, found.copied_from) == (FILLED, Money(cents=40_000_00), source.activity_id, source.id)
    assert found.period == Days(from_=date(2028, 2, 1), until=date(2028, 11, 1))
    assert [(party.organisation_id, party.share, party.signed) for party in found.parties] == [(one.id, 5000, True), (two.id, 5000, False)]
    assert (found.attachments, found.case_number, found.status) == ([], None, Status.DRAFT)


async def test_copy__answers_that_no_longer_fit_are_dropped_and_named(grants: House) -> None:
    lead, opened = await association(grants), await call(grants)
    source = await whole(grants, opened, lead)
    mine = representative(grants, lead.id)
    await mine.run(commands.edit, source.id, Edit(form={"goal": "x" * 2001, "old": True}))
    copied = await mine.run(commands.copy, source.id, Copy(call_id=opened.id))
    assert copied.dropped == ["goal", "old"]
    assert copied.application.form == {"participants": FILLED["participants"]}
    assert FORM["properties"]["goal"]["maxLength"] == 2000


async def test_copy__not_of_another_lead(grants: House) -> None:
    one, two, opened = await association(grants), await association(grants, "Toinen ry"), await call(grants)
    source = await joint(grants, opened, one, two)
    with pytest.raises(Refused) as refused:
        await representative(grants, two.id).run(commands.copy, source.id, Copy(call_id=opened.id))
    assert why(refused) == [(p.ONLY_LEAD, "")]


async def test_attach__what_is_refused(grants: House) -> None:
    lead, opened = await association(grants), await call(grants)
    row = await draft(grants, opened, lead)
    mine = representative(grants, lead.id)
    for sent, reasons in (
        (Sent("other", "a.pdf", b"", secret=False), [(p.FILE_EMPTY, "/file")]),
        (Sent("rules", "a.exe", b"MZ\x00", secret=False), [(p.FILE_TYPE, "/file"), (p.FILE_CODE, "/code")]),
        (Sent("other", "a.pdf", PDF + b"x" * 10 * 1_048_576, secret=False), [(p.FILE_TOO_LARGE, "")]),
    ):
        with pytest.raises(Refused) as refused:
            await mine.run(commands.attach, row.id, sent)
        assert why(refused) == reasons
    for _ in range(40):
        await mine.run(commands.attach, row.id, Sent("other", "a.pdf", PDF, secret=False))
    with pytest.raises(Refused) as refused:
        await mine.run(commands.attach, row.id, Sent("other", "a.pdf", PDF, secret=False))
    assert why(refused) == [(p.TOO_MANY_FILES, "")]


async def test_attachment__a_stranger_neither_adds_nor_removes(grants: House) -> None:
    lead, opened = await association(grants), await call(grants)
    row = await draft(grants, opened, lead)
    kept = await representative(grants, lead.id).run(commands.attach, row.id, Sent("other", "a.pdf", PDF, secret=True))
    other = await draft(grants, opened, lead)
    with pytest.raises(Refused) as refused:
        await representative(grants, UUID(int=9)).run(commands.remove_attachment, row.id, kept.id)
    assert refused.value.reasons[0].problem is NOT_FOUND
    with pytest.raises(Refused) as refused:
        await representative(grants, lead.id).run(commands.remove_attachment, other.id, kept.id)
    assert refused.value.reasons[0].problem is NOT_FOUND
    await representative(grants, lead.id).run(commands.remove_attachment, row.id, kept.id)
    assert (await shown(representative(grants, lead.id), row.id)).attachments == []


