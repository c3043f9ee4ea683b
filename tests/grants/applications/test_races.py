"""Who is at the same draft at the same time: real transactions over the real database."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from tests.grants.applications.some import again, at, scalar, share, shown, whole
from tests.grants.some import association, call, representative

from chassis.machine import ActionNotAllowed
from chassis.problems import Refused
from chassis.testing import House, soon
from chassis.values import Money
from grants.applications import commands
from grants.applications import problems as p
from grants.applications.domain import Status
from grants.applications.domain.snapshot import digest
from grants.applications.schemas import Edit, Sign


async def both(*work: Any) -> list[Any]:
    return list(await asyncio.gather(*work, return_exceptions=True))


async def test_submit__twice_at_once_is_once(grants: House) -> None:
    lead, opened = await association(grants), await call(grants)
    row = await whole(grants, opened, lead)
    mine = representative(grants, lead.id)
    answers = await both(*(mine.run(commands.submit, row.id) for _ in range(8)))
    assert sum(isinstance(answer, ActionNotAllowed) for answer in answers) == 7
    assert await grants.said(row.id) == ["ApplicationSubmitted"]
    assert await scalar(grants, "SELECT count(*) FROM grants.submission") == 1


async def test_submit__case_numbers_without_gaps(grants: House) -> None:
    """Twenty at once, four of which are refused after they have waited."""
    opened = await call(grants)
    leads = [await association(grants, f"Yhdistys {n} ry") for n in range(20)]
    rows = [await whole(grants, opened, lead, 40_000_00) for lead in leads]
    for row, lead in list(zip(rows, leads, strict=True))[:4]:
        await representative(grants, lead.id).run(commands.edit, row.id, Edit(sought=Money(cents=90_000_00)))
    answers = await both(*(representative(grants, lead.id).run(commands.submit, row.id) for row, lead in zip(rows, leads, strict=True)))
    numbers = sorted(int(row.case_number.rpartition("-")[2]) for row in answers if not isinstance(row, BaseException))
    assert numbers == list(range(1, 17))
    assert sum(isinstance(answer, Refused) for answer in answers) == 4
    assert await scalar(grants, "SELECT last_case FROM grants.call") == 16


async def test_submit__the_same_activity_twice_at_once(grants: House) -> None:
    lead, opened = await association(grants), await call(grants)
    activity = UUID(int=0xAC)
    rows = [await whole(grants, opened, lead, activity_id=activity) for _ in range(6)]
    answers = await both(*(representative(grants, lead.id).run(commands.submit, row.id) for row in rows))
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 5
    assert {reason.problem for one in refused for reason in one.reasons} == {p.SAME_ACTIVITY}


async def test_sign__against_an_edit(grants: House) -> None:
    """Whoever comes first: never does a signature stand under what its giver has not read."""
    opened = await call(grants)
    one, two = await association(grants), await association(grants, "Toinen ry")
    for cents in range(100, 1100, 100):
        row = await whole(grants, opened, one, activity_id=UUID(int=cents))
        await share(grants, row, one, two)
        seen = (await shown(grants, row.id)).sign_off_hash
        signing = representative(grants, two.id).run(commands.sign, row.id, Sign(organisation_id=two.id, hash=seen))
        editing = representative(grants, one.id).run(commands.edit, row.id, Edit(sought=Money(cents=cents)))
        answers = await both(signing, editing)
        found = await shown(grants, row.id)
        assert found.sought == Money(cents=cents)
        assert [party.signed for party in found.parties] == [True, False]
        assert not isinstance(answers[1], BaseException)
        if isinstance(answers[0], BaseException):
            assert isinstance(answers[0], Refused)
            assert answers[0].reasons[0].problem is p.SIGNED_ANOTHER


async def test_edit__against_submit(grants: House) -> None:
    """What is frozen is what the row says: an edit comes before it whole, or not at all."""
    opened, lead = await call(grants), await association(grants)
    mine = representative(grants, lead.id)
    for n in range(10):
        row = await whole(grants, opened, lead, activity_id=UUID(int=n + 1))
        submitting, editing = mine.run(commands.submit, row.id), mine.run(commands.edit, row.id, Edit(form={"participants": 1000 + n}))
        submitted, edited = await both(submitting, editing)
        assert not isinstance(submitted, BaseException)
        now = await again(grants, row.id)
        content = await scalar(grants, "SELECT content FROM grants.submission WHERE application_id = :id", id=row.id)
        assert content["form"] == now.form
        assert digest(content) == await scalar(grants, "SELECT sha256 FROM grants.submission WHERE application_id = :id", id=row.id)
        assert (now.form["participants"] == 1000 + n) is not isinstance(edited, ActionNotAllowed)


async def test_submit__that_waited_past_the_end_was_in_time(grants: House) -> None:
    """GRO-12: received in the last second, written after the end, behind a lock that somebody else holds."""
    lead, opened = await association(grants), await call(grants)
    row = await whole(grants, opened, lead)
    mine = at(representative(grants, lead.id), opened.closes_at - timedelta(seconds=1))
    async with grants.database.sessions() as other:
        await other.execute(text("SELECT 1 FROM grants.call FOR UPDATE"))
        waiting = asyncio.create_task(mine.run(commands.submit, row.id))
        await soon(lambda: somebody_waits(grants))
        await other.execute(text("UPDATE grants.call SET status = 'closed'"))
        await other.commit()
    assert (await waiting).submitted_at == opened.closes_at - timedelta(seconds=1)


async def somebody_waits(house: House) -> bool:
    return bool(await scalar(house, "SELECT count(*) FROM pg_locks WHERE NOT granted"))


async def test_joint__two_partners_sign_at_once(grants: House) -> None:
    opened = await call(grants)
    parties = [await association(grants, f"Yhdistys {n} ry") for n in range(4)]
    row = await whole(grants, opened, parties[0])
    await share(grants, row, *parties)
    seen = (await shown(grants, row.id)).sign_off_hash
    await asyncio.gather(*(
        representative(grants, one.id).run(commands.sign, row.id, Sign(organisation_id=one.id, hash=seen)) for one in parties[1:]
    ))
    assert (await representative(grants, parties[0].id).run(commands.submit, row.id)).status is Status.SUBMITTED
