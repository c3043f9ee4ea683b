"""An import asked for and worked through, and what came of it."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from chassis.clockwork import Clockwork
from chassis.testing import House
from facilities.imports import commands, queries
from facilities.imports.domain.job import Mode
from facilities.imports.tables import SiteImport
from facilities.main import SERVICE
from facilities.spaces.tables import Site

EDITION = date(2026, 8, 20)


async def imported(
    house: House, source: str | None, mode: Mode = Mode.APPLY, *, edition_on: date = EDITION, job: UUID | None = None
) -> SiteImport:
    """The copy that comes with the service; or, without a source, an import that was asked for already."""
    id = job or (await house.run(commands.start_bundled, source or "", mode, edition_on)).id
    await worked(house)
    return await house.read(queries.job, id)


async def worked(house: House) -> None:
    """The worker's round."""
    await Clockwork("facilities", SERVICE.house, house.database, timers=SERVICE.timers).run_timers()


async def sites(house: House) -> list[Site]:
    """All of them."""
    async with house.database.sessions() as session:
        return list((await session.scalars(select(Site))).all())


def counts(row: SiteImport) -> tuple[int, int, int, int, int]:
    """Created, changed, unchanged, outside, rejected: each row is in exactly one of them."""
    found = (row.created, row.changed, row.unchanged, row.outside, row.rejected)
    assert sum(found) == row.rows
    return found
