"""The three real files into a real database: every row accounted for, and a second time nothing happens."""

from tests.registry.imports.conftest import CHARITIES, FINNISH, OHANA, Desk, counts

from registry.imports.domain.job import Mode, Status


async def test_finnish__created_and_accounted_for(desk: Desk) -> None:
    row = await desk.take(FINNISH)
    assert (row.status, row.rows_total, row.rows_done) == (Status.DONE, 1243, 1243)
    assert counts(row) == (1243, 0, 0, 0, 0, 1)
    assert await desk.scalar("SELECT count(*) FROM registry.organisation") == 1243
    assert await desk.scalar("SELECT count(*) FROM registry.import_row") == 1243
    assert await desk.said() == {"OrganisationRegistered": 1243, "ImportCompleted": 1}
    assert await desk.scalar("SELECT count(*) FROM registry.import_file") == 0


async def test_finnish__two_bodies_and_one_candidate_pair(desk: Desk) -> None:
    await desk.take(FINNISH)
    finfami = await desk.all(
        "SELECT o.name_fi, i.value FROM registry.organisation o JOIN registry.identifier i ON i.organisation_id = o.id "
        "WHERE o.name_fi IN ('FinFami', 'FinFami ry') ORDER BY 1"
    )
    assert finfami == [("FinFami", "0857240-9"), ("FinFami ry", "0888571-2")]
    pairs = await desk.all(
        "SELECT one.name_fi, other.name_fi, d.status FROM registry.duplicate d "
        "JOIN registry.organisation one ON one.id = d.one_id JOIN registry.organisation other ON other.id = d.other_id"
    )
    assert pairs == [("Suomen Hyötytuuli Oy", "Suomen Hyötytuuli Oy", "open")]


async def test_finnish__companies_and_universities_are_external_parties(desk: Desk) -> None:
    await desk.take(FINNISH)
    kinds = await desk.all("SELECT DISTINCT kind FROM registry.organisation WHERE legal_form IN ('company', 'university')")
    assert kinds == [("external_party",)]
    found = "SELECT count(*) FROM registry.organisation WHERE legal_form = :form"
    assert await desk.scalar(found, form="company") == 444
    assert await desk.scalar(found, form="university") == 11
    announced = await desk.scalar(
        "SELECT count(*) FROM registry.outbox WHERE headers->>'ce_type' LIKE '%.OrganisationRegistered.v1' "
        "AND convert_from(payload, 'UTF8')::jsonb->>'kind' = 'external_party'"
    )
    assert announced == await desk.scalar("SELECT count(*) FROM registry.organisation WHERE kind = 'external_party'")


async def test_finnish_again__no_row_changes_and_nothing_is_said(desk: Desk) -> None:
    await desk.take(FINNISH)
    before, said = await desk.content(), await desk.said()
    touched = "SELECT max(xmin::text::bigint) FROM registry.{}"
    tables = ("organisation", "name", "identifier", "field_source", "search_entry", "source_key", "duplicate")
    written = [await desk.scalar(touched.format(table)) for table in tables]
    row = await desk.take(FINNISH)
    assert counts(row) == (0, 0, 1243, 0, 0, 0)
    assert await desk.content() == before
    assert await desk.said() == said
    assert [await desk.scalar(touched.format(table)) for table in tables] == written


async def test_charities__counts(desk: Desk) -> None:
    assert counts(await desk.take(CHARITIES)) == (735, 0, 0, 1, 0, 1)
    assert counts(await desk.take(CHARITIES)) == (0, 0, 735, 1, 0, 0)


async def test_ohana__counts(desk: Desk) -> None:
    assert counts(await desk.take(OHANA)) == (8, 0, 0, 0, 0, 0)


async def test_all_three__nothing_is_mixed_up(desk: Desk) -> None:
    created = [(await desk.take(source)).created for source in (FINNISH, CHARITIES, OHANA)]
    assert sum(created) == 1986 == await desk.scalar("SELECT count(*) FROM registry.organisation")


async def test_dry_run__shows_the_same_and_touches_nothing(desk: Desk) -> None:
    row = await desk.take(FINNISH, mode=Mode.DRY_RUN)
    assert (row.status, counts(row)) == (Status.DONE, (1243, 0, 0, 0, 0, 1))
    for table in ("organisation", "source_key", "duplicate", "outbox"):
        assert await desk.scalar(f"SELECT count(*) FROM registry.{table}") == 0
