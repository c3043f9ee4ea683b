"""What becomes of single rows: rejected, changed by trust, waiting, the same in three formats."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text
from tests.registry.imports.conftest import CHARITIES, EDITION, FINNISH, Desk, counts, finnish
from tests.registry.pure.test_sources import real

from registry.imports import commands, queries
from registry.imports.domain.incoming import Files
from registry.imports.domain.job import Mode, Status
from registry.imports.queries.jobs import KEPT
from registry.organisations.commands import update
from registry.organisations.schemas import Update

CODE = "131052-308T"
"""The authority's own example of an identity code: nobody has it."""
OMAISET = {"id": "0219018-6", "name": "Oulun Omaiset ry", "industry": "Muualla luokittelemattomat muut järjestöt"}


def table(records: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue().encode("utf-8-sig")


def sheet(records: list[dict[str, str]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for row in (list(records[0]), *(list(record.values()) for record in records)):
        page.append([value.replace("\x0b", " ") for value in row])
    book.save(out)
    return out.getvalue()


async def plan_of(desk: Desk, source: str, files: Files) -> list[tuple[Any, ...]]:
    row = await desk.take(source, files, Mode.DRY_RUN)
    assert row.status is Status.DONE, row.failures
    found = await desk.all(
        "SELECT number, outcome, external_id, name, changes::text, field, value, reason, jsonb_array_length(candidates) "
        "FROM registry.import_row WHERE import_id = :id ORDER BY number", id=row.id,
    )
    assert len(found) == row.rows_total
    return found


async def test_csv_json_xlsx__the_same_plan(desk: Desk) -> None:
    written = next(iter(real(CHARITIES).values())).decode("utf-8-sig")
    records = [{key: value or "" for key, value in record.items()} for record in csv.DictReader(io.StringIO(written))]
    assert len(records) == 736
    made: dict[str, Callable[[], bytes]] = {
        "a.csv": lambda: table(records), "a.json": lambda: json.dumps(records).encode(), "a.xlsx": lambda: sheet(records)
    }
    plans = [await plan_of(desk, CHARITIES, {name: content()}) for name, content in made.items()]
    assert len(plans[0]) == 736
    assert plans[0] == plans[1] == plans[2]


async def test_identity_code__row_rejected_and_value_masked(desk: Desk) -> None:
    row = await desk.take(FINNISH, finnish(OMAISET, {"id": "0100873-3", "name": "Pj", "description": f"Pj Maija {CODE}, Oulu"}))
    assert counts(row) == (1, 0, 0, 1, 0, 0)
    (rejected,) = await desk.all("SELECT line, field, value, reason FROM registry.import_row WHERE outcome = 'reject'")
    assert rejected == (1, "description", "Pj Maija ******-****, Oulu", "identity_code")
    for schema, name in await desk.all("SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'registry'"):
        found = await desk.scalar(f'SELECT count(*) FROM "{schema}"."{name}" t WHERE t::text LIKE :code', code=f"%{CODE}%")
        assert (name, found) == (name, 0)


async def test_change__only_what_differs_with_source_and_day(desk: Desk) -> None:
    await desk.take(FINNISH, finnish(OMAISET))
    later = date(2026, 11, 20)
    row = await desk.take(FINNISH, finnish({**OMAISET, "description": "Tukea omaisille."}), on=later)
    assert counts(row) == (0, 1, 0, 0, 0, 0)
    assert await desk.said() == {"OrganisationRegistered": 1, "OrganisationUpdated": 1, "ImportCompleted": 2}
    said = dict(await desk.all("SELECT field, source || ' ' || seen_on FROM registry.field_source"))
    assert said["description"] == f"{FINNISH} {later}"
    assert said["name_fi"] == f"{FINNISH} {EDITION}"
    (changes,) = await desk.all("SELECT changes FROM registry.import_row WHERE import_id = :id", id=row.id)
    assert changes == ([{"field": "description", "before": None, "after": "Tukea omaisille."}],)


async def test_missing_row_and_field__nothing_is_deleted(desk: Desk) -> None:
    await desk.take(FINNISH, finnish({**OMAISET, "description": "Tukea."}, {"id": "0100873-3", "name": "Toinen ry"}))
    row = await desk.take(FINNISH, finnish(OMAISET))
    assert counts(row) == (0, 0, 1, 0, 0, 0)
    assert await desk.scalar("SELECT count(*) FROM registry.organisation WHERE status = 'active'") == 2
    assert await desk.scalar("SELECT description FROM registry.organisation WHERE name_fi = 'Oulun Omaiset ry'") == "Tukea."


async def test_what_a_person_entered__stays(desk: Desk) -> None:
    await desk.take(FINNISH, finnish({**OMAISET, "description": "Rekisterin teksti."}))
    id = await desk.scalar("SELECT id FROM registry.organisation")
    await desk.house.run(update, id, Update(description="Oma teksti."))
    row = await desk.take(FINNISH, finnish({**OMAISET, "description": "Uusi rekisterin teksti."}), on=date(2026, 11, 22))
    assert counts(row) == (0, 0, 1, 0, 0, 0)
    (kept,) = await desk.all("SELECT kept FROM registry.import_row WHERE import_id = :id", id=row.id)
    assert kept == ([{
        "field": "description", "stored": "Oma teksti.", "offered": "Uusi rekisterin teksti.", "source": "person"
    }],)
    assert await desk.scalar("SELECT description FROM registry.organisation") == "Oma teksti."


async def test_contradiction__row_is_rejected_and_the_others_go_on(desk: Desk) -> None:
    await desk.take(FINNISH, finnish({"id": "0219018-6", "name": "Oulun Omaiset"}))
    id = await desk.scalar("SELECT id FROM registry.organisation")
    await desk.house.run(update, id, Update(kind="parish"))
    row = await desk.take(FINNISH, finnish(OMAISET, {"id": "0100873-3", "name": "Toinen ry"}))
    assert counts(row) == (1, 0, 0, 1, 0, 0)
    assert await desk.all("SELECT field, value, reason FROM registry.import_row WHERE outcome = 'reject'") == [
        ("legal_form", "association", "contradiction")
    ]


async def test_two_rows_of_one_body__they_do_not_take_turns(desk: Desk) -> None:
    charity = {"registered_charity_number": "200001", "charity_name": "First name", "charity_company_registration_number": "1234567"}
    other = {**charity, "registered_charity_number": "200002", "charity_name": "Other name"}
    files = {"a.json": json.dumps([charity, other]).encode()}
    assert counts(await desk.take(CHARITIES, files)) == (1, 0, 1, 0, 0, 0)
    assert counts(await desk.take(CHARITIES, files)) == (0, 0, 2, 0, 0, 0)
    assert await desk.scalar("SELECT name_en FROM registry.organisation") == "First name"


@pytest.mark.parametrize(("files", "code"), [
    ({"a.json": b'{"id": 1}'}, "registry.import.file_unreadable"),
    ({"a.csv": b"id;nimi\r\n1;2\r\n"}, "registry.import.columns_missing"),
])
async def test_unreadable_when_its_turn_comes__failed_and_resumed(desk: Desk, files: Files, code: str) -> None:
    made = await desk.ask(FINNISH, finnish(OMAISET))
    content = next(iter(files.values()))
    async with desk.house.database.sessions() as session:
        await session.execute(text("UPDATE registry.import_file SET content = :c, name = :n"), {"c": content, "n": next(iter(files))})
        await session.commit()
    await desk.work()
    row = await desk.job(made.id)
    assert (row.status, [failure["code"] for failure in row.failures]) == (Status.FAILED, [code])
    async with desk.house.database.sessions() as session:
        good = finnish(OMAISET)["organisations.json"]
        await session.execute(text("UPDATE registry.import_file SET content = :c, name = 'a.json'"), {"c": good})
        await session.commit()
    await desk.house.run(commands.resume, made.id)
    await desk.work()
    assert counts(await desk.job(made.id)) == (1, 0, 0, 0, 0, 0)


async def test_old_files__are_forgotten(desk: Desk) -> None:
    row = await desk.take(FINNISH, finnish(OMAISET), Mode.DRY_RUN)
    late = desk.house.as_(desk.house.actor)
    now = desk.house.now()
    late.clock = lambda: now + KEPT + timedelta(days=1)
    assert await desk.house.read(queries.stale_files, 10) == []
    assert await late.read(queries.stale_files, 10) == [row.id]
    await late.run(commands.forget_files, row.id)
    assert await late.read(queries.stale_files, 10) == []


async def test_content__any_change_is_another_hash(desk: Desk) -> None:
    await desk.take(FINNISH, finnish(OMAISET))
    before = await desk.content()
    async with desk.house.database.sessions() as session:
        await session.execute(text("UPDATE registry.field_source SET seen_on = seen_on + 1 WHERE field = 'name_fi'"))
        await session.commit()
    assert await desk.content() != before
