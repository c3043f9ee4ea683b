"""The money is never exceeded, by whatever statement; no number of a section is missing; what was decided stands."""

import asyncio
import random
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.grants import some
from tests.grants.decisions import cases
from tests.grants.decisions.cases import (
    committed,
    fifty,
    grant,
    opened,
    proposal,
    refuse,
    scalar,
)

from chassis.machine import ActionNotAllowed
from chassis.problems import Refused
from chassis.testing import House
from grants.appropriations.problems import APPROPRIATION_EXCEEDED
from grants.decisions.schemas import Outcome


async def test_sections__without_gaps_though_some_are_rolled_back(grants: House) -> None:
    """Twenty at once, every third refused after its number was taken into view; the numbers are 1…n."""
    call = await opened(grants, cents=10_000_00)
    made = [await proposal(grants, call, sought=1_000_00, lead=await some.association(grants, f"Yhdistys {n} ry")) for n in range(20)]

    async def one(crowd: House, number: int) -> bool:
        try:
            await grant(crowd, made[number], 2_000_00 if number % 3 == 0 else 500_00)
        except Refused:
            return False
        return True

    async with fifty(grants) as crowd:
        done = await asyncio.gather(*(one(crowd, n) for n in range(20)))
    async with grants.database.sessions() as session:
        numbers = (await session.execute(text("SELECT section FROM grants.decision WHERE section IS NOT NULL ORDER BY 1"))).scalars().all()
    assert list(numbers) == list(range(1, sum(done) + 1))
    assert sum(done) == 13
    assert await scalar(grants, "SELECT last FROM grants.section_book") == 13


async def test_section__begins_anew_each_finnish_year(grants: House) -> None:
    call = await opened(grants)
    first, second = await proposal(grants, call), await proposal(grants, call, lead=await some.association(grants, "Toinen ry"))
    await grant(grants, first, 1_00)
    following = cases.at(grants, grants.now() + timedelta(days=366))
    assert ((await grant(following, second, 1_00)).section, await scalar(grants, "SELECT count(*) FROM grants.section_book")) == (1, 2)


async def test_grant__fifty_deciders_at_once(grants: House) -> None:
    """The money is for 25 of 50 and ends on the cent; whoever comes too late learns the exact remainder."""
    call = await opened(grants, cents=25 * 1_000_00 + 999_99)
    made = [await proposal(grants, call, sought=1_000_00, lead=await some.association(grants, f"Yhdistys {n} ry")) for n in range(50)]
    async with fifty(grants) as crowd:
        began = time.perf_counter()
        answers = await asyncio.gather(*(grant(crowd, one, 1_000_00) for one in made), return_exceptions=True)
        seconds = time.perf_counter() - began
    print(f"\n50 deciders at once: {50 / seconds:.0f} decisions/s")
    late = [one for one in answers if isinstance(one, Refused)]
    assert len(late) == 25, answers
    assert {reason.problem for one in late for reason in one.reasons} == {APPROPRIATION_EXCEEDED}
    assert {reason.values["remaining"].cents for one in late for reason in one.reasons} == {999_99}
    assert await committed(grants) == 25 * 1_000_00
    last = next(one for one, answer in zip(made, answers, strict=True) if isinstance(answer, Refused))
    await grant(grants, last, 999_99)
    assert await committed(grants) == 25 * 1_000_00 + 999_99


async def test_raw_sql__fifty_at_once_never_exceed(grants: House) -> None:
    """As the role that the service runs as, past all rules of the code."""
    call = await opened(grants, cents=10 * 1_000_00)
    made = [await proposal(grants, call, sought=1_000_00, lead=await some.association(grants, f"Yhdistys {n} ry")) for n in range(50)]

    async def by_hand(crowd: House, id: Any) -> bool:
        async with crowd.database.sessions() as session:
            await session.execute(text("UPDATE grants.decision SET granted_cents = 100000 WHERE id = :id"), {"id": id})
            await session.commit()
            return True

    async with fifty(grants) as crowd:
        answers = await asyncio.gather(*(by_hand(crowd, one.id) for one in made), return_exceptions=True)
    late = [one for one in answers if isinstance(one, DBAPIError)]
    assert (answers.count(True), len(late)) == (10, 40)
    assert all("ck_appropriation_within" in str(one) for one in late)
    assert await committed(grants) == 10 * 1_000_00


@pytest.mark.parametrize("statement", [
    "UPDATE grants.appropriation SET committed_cents = 0",
    "DELETE FROM grants.appropriation",
    "DELETE FROM grants.decision",
    "DELETE FROM grants.review_clock",
    "ALTER TABLE grants.decision DISABLE TRIGGER moves_appropriation",
    "TRUNCATE grants.decision",
])
async def test_raw_sql__may_not(grants: House, statement: str) -> None:
    await grant(grants, await proposal(grants, await opened(grants)), 1_00)
    async with grants.database.sessions() as session:
        with pytest.raises(DBAPIError) as no:
            await session.execute(text(statement))
    assert getattr(no.value.orig, "sqlstate", "") == "42501"


@pytest.mark.parametrize("column", [
    "document = 'x'", "section = 99", "grounds = 'x'", "decided_at = now()", "status = 'refused'", "decided_by = gen_random_uuid()",
])
async def test_raw_sql__what_was_decided_stands(grants: House, column: str) -> None:
    await grant(grants, await proposal(grants, await opened(grants)), 1_00)
    async with grants.database.sessions() as session:
        with pytest.raises(DBAPIError, match="what was decided stands"):
            await session.execute(text(f"UPDATE grants.decision SET {column}"))


async def test_sums__equal_after_any_interleaving(grants: House) -> None:
    """Proposals granted, refused, raised and lowered by review, all at once and at random: what is granted is what is committed."""
    call = await opened(grants, cents=20_000_00)
    leads = [await some.association(grants, f"Yhdistys {n} ry") for n in range(12)]
    made = [await proposal(grants, call, sought=4_000_00, lead=lead) for lead in leads]
    dice = random.Random(20261123)

    async def one(crowd: House, number: int) -> None:
        try:
            if dice.random() < 0.2:
                await refuse(crowd, made[number])
            else:
                await grant(crowd, made[number], dice.randrange(1, 4_000_00))
            request = await cases.ask(crowd, made[number], leads[number].id)
            await cases.decide(crowd, request, Outcome.CHANGED, dice.randrange(0, 4_000_00))
        except (Refused, ActionNotAllowed):
            return

    async with fifty(grants) as crowd:
        await asyncio.gather(*(one(crowd, n) for n in range(12)))
    rows = await scalar(grants, "SELECT coalesce(sum(granted_cents), 0) FROM grants.decision")
    shown = await scalar(grants, "SELECT coalesce(sum(granted_cents), 0) FROM grants.application")
    assert rows == shown == await committed(grants) <= 20_000_00
    assert rows > 0
