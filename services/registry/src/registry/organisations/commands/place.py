"""Whose liaison answers for an organisation follows the tree of areas, which changes by itself on the day of a move. XCT-03."""

from uuid import UUID

from chassis.values import today
from chassis.work import Irrelevant, UnitOfWork
from registry.areas import queries as areas
from registry.organisations.commands.update import where_it_is
from registry.organisations.tables import Organisation


async def place(uow: UnitOfWork, id: UUID) -> None:
    """Write down the areas that it lies in today; not announced, as everybody resolves areas for themselves."""
    row = await uow.load(Organisation, id, lock=True)
    codes = areas.cover(await areas.tree(uow), where_it_is(row), today(uow.now))
    if row.area_codes == codes:
        raise Irrelevant("placed_already")
    row.area_codes = codes
