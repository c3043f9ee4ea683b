"""The real files, from upload to account: every row has its fate; the second time nothing changes."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col
from tests.facilities.conftest import Builder
from tests.facilities.imports.worker import counts, imported, sites

from chassis.testing import House
from facilities.imports import commands
from facilities.imports.domain.job import Mode
from facilities.imports.domain.planning import Outcome
from facilities.imports.tables import SiteImportFile, SiteImportRow
from facilities.spaces import commands as spaces
from facilities.spaces.domain.kinds import OwnerKind, SiteKind
from facilities.spaces.schemas import EditSite

NEWER = date(2026, 10, 1)


@pytest.fixture
async def county(builder: Builder) -> Builder:
    """The county has its municipalities, as the registry tells of them."""
    await builder.county()
    return builder


async def rows(house: House, id: UUID) -> list[SiteImportRow]:
    async with house.database.sessions() as session:
        found = await session.scalars(select(SiteImportRow).where(col(SiteImportRow.import_id) == id).order_by(col(SiteImportRow.number)))
        return list(found)


async def test_import__lipas(county: Builder) -> None:
    """1,000 places: the 175 of the county become sites, the 825 of others are accounted for and left where they are."""
    house = county.house
    row = await imported(house, "fi-lipas")
    assert (row.rows, counts(row)) == (1000, (175, 0, 0, 825, 0))
    assert [each.number for each in await rows(house, row.id)] == list(range(1, 1001))
    found = await sites(house)
    assert {site.kind for site in found} == {SiteKind.SPORTS_PLACE}
    assert sum(site.municipality == "305" for site in found) == 97
    assert sum(site.municipality == "832" for site in found) == 25
    owned = [site for site in found if site.owner is OwnerKind.MUNICIPALITY]
    assert len(owned) == 23
    assert all(site.owner_municipality == site.municipality for site in owned)
    assert sum(site.owner_name == "Valtio" for site in found) == 106
    assert all(len(site.municipality) == 3 and site.latitude and site.seen_on == date(2026, 8, 20) for site in found)
    assert all(site.website is None or site.website.startswith(("http://", "https://")) for site in found)
    async with house.database.sessions() as session:
        assert (await session.scalars(select(SiteImportFile))).all() == []


async def test_import__libraries_of_manchester(county: Builder) -> None:
    house = county.house
    row = await imported(house, "uk-trafford")
    assert (row.rows, counts(row)) == (141, (141, 0, 0, 0, 0))
    found = await sites(house)
    assert {site.kind for site in found} == {SiteKind.LIBRARY}
    assert sum(site.owner_name == "Manchester" for site in found) > 0
    assert len({site.municipality for site in found}) == 10
    assert all(site.latitude and 53 < site.latitude < 54 for site in found)


@pytest.mark.parametrize("source", ["fi-lipas", "uk-trafford"])
async def test_import__the_second_time_changes_nothing(county: Builder, source: str) -> None:
    """No row is written, no event is said, versions stand still."""
    house = county.house
    first = await imported(house, source)
    before = {site.id: (site.version, site.seen_on) for site in await sites(house)}
    again = await imported(house, source)
    assert counts(again) == (0, 0, first.created, first.outside, 0)
    assert {site.id: (site.version, site.seen_on) for site in await sites(house)} == before
    assert await house.outbox() == []
    newer = await imported(house, source, edition_on=NEWER)
    assert (newer.changed, {site.seen_on for site in await sites(house)}) == (0, {NEWER})


async def test_import__a_dry_run_writes_nothing_and_is_then_done(county: Builder) -> None:
    house = county.house
    shown = await imported(house, "uk-trafford", Mode.DRY_RUN)
    assert counts(shown) == (141, 0, 0, 0, 0)
    assert await sites(house) == []
    (first, *_) = await rows(house, shown.id)
    assert (first.outcome, first.site_id, first.name) == (Outcome.CREATE, None, "Blackrod Library")
    assert {change["field"] for change in first.changes} >= {"kind", "names", "latitude", "owner_name"}
    await house.run(commands.apply, shown.id)
    done = await imported(house, None, job=shown.id)
    assert (done.mode, counts(done), len(await sites(house))) == (Mode.APPLY, (141, 0, 0, 0, 0), 141)


async def test_import__what_a_person_wrote_stays(county: Builder) -> None:
    """The row says otherwise, and is told so; what the person left alone follows the source."""
    house = county.house
    await imported(house, "uk-trafford")
    (site,) = [site for site in await sites(house) if site.names["fi"] == "Beswick Library"]
    assert site.source_id == "Beswick Library, M11 3DS"
    await house.run(spaces.edit_site, site.id, EditSite.model_validate({"street": "Uusi osoite"}))
    async with house.database.sessions() as session:
        await (await session.connection()).exec_driver_sql(
            "UPDATE facilities.site SET post_office = 'Vanha' WHERE source_id = 'Beswick Library, M11 3DS'"
        )
        await session.commit()
    again = await imported(house, "uk-trafford", edition_on=NEWER)
    assert counts(again) == (0, 1, 140, 0, 0)
    (row,) = [row for row in await rows(house, again.id) if row.outcome is Outcome.CHANGE]
    assert row.changes == [{"field": "post_office", "before": "Vanha", "after": "Manchester"}]
    assert row.kept == [{"field": "street", "stored": "Uusi osoite", "offered": "60 Grey Mare Lane, Beswick"}]
    (site,) = [site for site in await sites(house) if site.source_id == row.source_id]
    assert (site.street, site.post_office, site.by_hand) == ("Uusi osoite", "Manchester", ["street"])


async def test_import__an_older_edition_changes_nothing(county: Builder) -> None:
    house = county.house
    await imported(house, "uk-trafford", edition_on=NEWER)
    async with house.database.sessions() as session:
        await (await session.connection()).exec_driver_sql("UPDATE facilities.site SET street = 'Uudempi'")
        await session.commit()
    older = await imported(house, "uk-trafford", edition_on=NEWER - timedelta(days=1))
    assert counts(older) == (0, 0, 141, 0, 0)
    assert {site.street for site in await sites(house)} == {"Uudempi"}
