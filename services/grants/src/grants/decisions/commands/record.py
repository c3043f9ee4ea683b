"""The record of sections of a year (pykäläluettelo): 1, 2, 3 … and none is missing."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.values import today
from chassis.work import UnitOfWork
from grants.decisions.tables import SectionBook


async def opened(uow: UnitOfWork) -> SectionBook:
    """This year's record, locked until the transaction ends: a number that is rolled back is given to the next one."""
    year = today(uow.now).year
    wanted = select(col(SectionBook.id)).where(col(SectionBook.year) == year)
    id: UUID | None = await uow.maybe(wanted)
    if id is None:
        first = insert(SectionBook).values(id=uow.new_id(), version=1, year=year, last=0)
        await uow.execute(first.on_conflict_do_nothing(index_elements=["year"]))
        id = await uow.one(wanted)
    return await uow.load(SectionBook, id, lock=True)


def next_section(book: SectionBook) -> int:
    """The next number."""
    book.last += 1
    return book.last
