"""What others do while an import runs: nothing of theirs is lost, and every row is still accounted for."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from tests.registry.conftest import Calendar
from tests.registry.imports.conftest import FINNISH, Desk, counts, finnish

from chassis.clockwork import Clockwork
from chassis.problems import Refused
from registry.imports import commands
from registry.imports.commands import working
from registry.imports.domain.job import Mode, Status
from registry.main import SERVICE
from registry.organisations.commands import dissolve, register, update
from registry.organisations.domain.identifiers import Scheme
from registry.organisations.schemas import Dissolve, IdentifierBody, Register, Update

ONE, TWO = {"id": "0219018-6", "name": "Ensimmäinen ry"}, {"id": "0100873-3", "name": "Toinen ry"}


@pytest.fixture
def row_by_row(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Batches of one row: the second is planned while the first is written."""
    monkeypatch.setattr(working, "BATCH", 1)
    yield
    working._runs.clear()


async def one_batch(desk: Desk) -> None:
    clockwork = Clockwork("registry", SERVICE.house, desk.house.database, timers=SERVICE.timers)
    assert await clockwork._run_first_timer()


async def test_changed_by_a_person_after_it_was_planned__stays(desk: Desk, row_by_row: None) -> None:
    await desk.take(FINNISH, finnish(ONE, TWO))
    made = await desk.ask(FINNISH, finnish({**ONE, "description": "Uusi."}, {**TWO, "description": "Uusi."}))
    await one_batch(desk)
    second = await desk.scalar("SELECT id FROM registry.organisation WHERE name_fi = 'Toinen ry'")
    await desk.house.run(update, second, Update(description="Oma teksti."))
    await desk.work()
    assert counts(await desk.job(made.id)) == (0, 1, 1, 0, 0, 0)
    said = dict(await desk.all("SELECT name_fi, description FROM registry.organisation"))
    assert said == {"Ensimmäinen ry": "Uusi.", "Toinen ry": "Oma teksti."}


async def test_entered_by_a_person_after_it_was_planned__is_that_one(desk: Desk, row_by_row: None) -> None:
    made = await desk.ask(FINNISH, finnish(ONE, TWO))
    await one_batch(desk)
    body = Register(name_fi="Toinen ry", identifiers=[IdentifierBody(scheme=Scheme.BUSINESS_ID, value="0100873-3")])
    second = await desk.house.run(register, body)
    await desk.work()
    row = await desk.job(made.id)
    assert (row.status, row.created, row.rows_done) == (Status.DONE, 1, 2)
    assert await desk.scalar("SELECT organisation_id FROM registry.source_key WHERE external_id = '0100873-3'") == second.id
    assert await desk.scalar("SELECT count(*) FROM registry.organisation") == 2


async def test_two_workers__each_row_once(desk: Desk) -> None:
    made = await desk.ask(FINNISH)
    await asyncio.gather(desk.work(), desk.work())
    await desk.work()
    assert counts(await desk.job(made.id)) == (1243, 0, 0, 0, 0, 1)
    assert await desk.said() == {"OrganisationRegistered": 1243, "ImportCompleted": 1}


async def test_same_source_at_once__one_is_refused(desk: Desk) -> None:
    answers = await asyncio.gather(*(desk.ask(FINNISH, finnish(ONE)) for _ in range(4)), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert [str(each) for each in refused] == ["registry.import.source_busy"] * 3


async def test_dry_run_applied__planned_on_what_is_known_then(desk: Desk) -> None:
    row = await desk.take(FINNISH, finnish(ONE, TWO), Mode.DRY_RUN)
    assert counts(row) == (2, 0, 0, 0, 0, 0)
    await desk.house.run(register, Register(
        name_fi="Toinen ry", identifiers=[IdentifierBody(scheme=Scheme.BUSINESS_ID, value="0100873-3")]
    ))
    await desk.house.run(commands.apply, row.id)
    await desk.work()
    assert (await desk.job(row.id)).created == 1
    assert await desk.scalar("SELECT count(*) FROM registry.import_row") == 2


BEGINS = datetime(2027, 6, 29, 21, 0, tzinfo=UTC)
"""The last day of June in Helsinki."""


async def ending(desk: Desk, calendar: Calendar) -> Desk:
    """Two from an import, of which the second will end on the last day of June."""
    calendar.at(BEGINS - timedelta(days=30))
    desk = replace(desk, house=replace(desk.house, clock=calendar.now))
    await desk.take(FINNISH, finnish(ONE, TWO))
    second = await desk.scalar("SELECT id FROM registry.organisation WHERE name_fi = 'Toinen ry'")
    await desk.house.run(dissolve, second, Dissolve(dissolved_on=date(2027, 6, 30), grounds="Kokous"))
    return desk


async def described(desk: Desk) -> dict[str, tuple[str | None, str]]:
    rows = await desk.all("SELECT name_fi, description, status FROM registry.organisation")
    return {name: (description, status) for name, description, status in rows}


NEW = finnish({**ONE, "description": "Uusi."}, {**TWO, "description": "Uusi."})


async def test_before_its_last_day__an_import_changes_it_and_not_its_end(desk: Desk, calendar: Calendar) -> None:
    desk = await ending(desk, calendar)
    assert counts(await desk.take(FINNISH, NEW)) == (0, 2, 0, 0, 0, 0)
    assert (await described(desk))["Toinen ry"] == ("Uusi.", "active")
    assert await desk.scalar("SELECT dissolves_on FROM registry.organisation WHERE name_fi = 'Toinen ry'") == date(2027, 6, 30)


async def test_on_its_last_day__an_import_leaves_it_as_it_ended(desk: Desk, calendar: Calendar) -> None:
    """Also where the import runs before the timer that writes the end down."""
    desk = await ending(desk, calendar)
    calendar.at(BEGINS)
    made = await desk.ask(FINNISH, NEW)
    async with desk.house.database.sessions() as session:
        await session.execute(text("UPDATE registry.timer SET due_at = due_at + interval '1 hour' WHERE command LIKE '%dissolve'"))
        await session.commit()
    assert await desk.work() == 1
    assert counts(await desk.job(made.id)) == (0, 1, 1, 0, 0, 0)
    assert await described(desk) == {"Ensimmäinen ry": ("Uusi.", "active"), "Toinen ry": (None, "active")}
    calendar.at(BEGINS + timedelta(hours=1))
    await desk.work()
    assert (await described(desk))["Toinen ry"] == (None, "dissolved")


async def test_its_last_day_comes_between_two_batches__the_import_goes_on(
    desk: Desk, calendar: Calendar, row_by_row: None
) -> None:
    desk = await ending(desk, calendar)
    calendar.at(BEGINS - timedelta(seconds=1))
    made = await desk.ask(FINNISH, NEW)
    await one_batch(desk)
    calendar.at(BEGINS)
    await desk.work()
    assert counts(await desk.job(made.id)) == (0, 1, 1, 0, 0, 0)
    assert await described(desk) == {"Ensimmäinen ry": ("Uusi.", "active"), "Toinen ry": (None, "dissolved")}
