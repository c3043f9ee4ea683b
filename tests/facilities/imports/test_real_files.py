"""The real files, from upload to account: every row has its fate; the second time nothing changes."""

from datetime import date

import pytest
from sqlalchemy import select
from tests.facilities.conftest import Builder

from chassis.clockwork import Clockwork
from chassis.testing import House
from facilities.imports import commands, queries
from facilities.imports.domain.job import Mode
from facilities.imports.tables import SiteImport, SiteImportFile
from facilities.main import SERVICE
from facilities.spaces.domain.kinds import OwnerKind, SiteKind
from facilities.spaces.tables import Site

EDITION = date(2026, 8, 20)


async def imported(house: House, source: str, mode: Mode = Mode.APPLY, edition_on: date = EDITION) -> SiteImport:
    """Asked for and worked through."""
    asked = await house.run(commands.start_bundled, source, mode, edition_on)
    await worked(house)
    return await house.read(queries.job, asked.id)


async def worked(house: House) -> None:
    """The worker's round."""
    await Clockwork("facilities", SERVICE.house, house.database, timers=SERVICE.timers).run_timers()


async def sites(house: House) -> list[Site]:
    async with house.database.sessions() as session:
        return list((await session.scalars(select(Site))).all())


def counts(row: SiteImport) -> tuple[int, int, int, int, int]:
    assert row.created + row.changed + row.unchanged + row.outside + row.rejected == row.rows
    return row.created, row.changed, row.unchanged, row.outside, row.rejected


@pytest.fixture
async def county(builder: Builder) -> Builder:
    """The county has its municipalities, as the registry tells of them."""
    await builder.county()
    return builder


async def test_import__lipas(county: Builder) -> None:
    house = county.house
    row = await imported(house, "fi-lipas")
    assert (row.rows, counts(row)) == (1000, (175, 0, 0, 825, 0))
    found = await sites(house)
    assert len(found) == 175
    assert {site.kind for site in found} == {SiteKind.SPORTS_PLACE}
    assert all(len(site.municipality) == 3 and site.latitude and site.source == "fi-lipas" for site in found)
    by_place = {code: sum(site.municipality == code for site in found) for code in ("305", "832", "009")}
    assert (by_place["305"], by_place["832"]) == (97, 25)
    assert by_place["009"] == sum(site.names["fi"] != "" for site in found if site.municipality == "009")
    owned = [site for site in found if site.owner is OwnerKind.MUNICIPALITY]
    assert len(owned) == 23
    assert all(site.owner_municipality == site.municipality for site in owned)
    assert all(site.website is None or site.website.startswith(("http://", "https://")) for site in found)
    async with house.database.sessions() as session:
        assert (await session.scalars(select(SiteImportFile))).all() == []
