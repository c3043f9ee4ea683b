"""A party ends: what it takes part in is held, not granted, not paid. It had not ended after all, and that goes on. R3."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from chassis.work import Irrelevant, UnitOfWork
from grants.applications import queries
from grants.applications.commands.holding import about
from grants.applications.domain import HOLDABLE
from grants.applications.tables import Application, Ended
from grants.calls.tables import Call
from grants.events.application import ApplicationHeld, ApplicationNotRestored, ApplicationReleased


async def organisation_ended(uow: UnitOfWork, id: UUID, dissolved_on: date) -> None:
    """It has ended (lakkautuminen). Nothing of it is granted from now on, whenever an application comes about."""
    await uow.execute(delete(Ended).where(col(Ended.organisation_id) == id))
    row = {"organisation_id": id, "dissolved_on": dissolved_on, "cause_id": uow.cause.id, "heard_at": uow.now}
    await uow.add_many(Ended, [row])
    for each in await queries.applications_of(uow, id):
        await _settle(uow, await uow.load(Application, each, lock=True))


async def organisation_goes_on(uow: UnitOfWork, id: UUID) -> None:
    """It had not ended (lakkautumisen peruminen). What was decided or taken back meanwhile stays so, and that is said."""
    await uow.execute(delete(Ended).where(col(Ended.organisation_id) == id))
    for each in await queries.applications_of(uow, id):
        row = await uow.load(Application, each, lock=True)
        if not await _settle(uow, row) and id in row.held_for and row.status not in HOLDABLE:
            await _leave(uow, row, id)


async def settle_holds(uow: UnitOfWork, id: UUID) -> None:
    """The same for one that was written, or changed hands, while the registry spoke. Run by the clock."""
    if not await _settle(uow, await uow.load(Application, id, lock=True)):
        raise Irrelevant("held_as_it_must_be")


async def _settle(uow: UnitOfWork, row: Application) -> bool:
    """Whether anything changed. Of a draft nobody is told; of one that is decided nothing is held any more."""
    before, after = row.holds, await queries.holds_of(uow, row)
    if before == after:
        return False
    row.held_for = after
    if row.case_number is None:
        return True
    said = await about(uow, row, await uow.load(Call, row.call_id))
    ended = await queries.ended_among(uow, after)
    uow.publish(
        row,
        *(
            ApplicationHeld(
                **said, organisation_id=id, because="organisation_dissolved", dissolved_on=ended[id].dissolved_on, held_at=uow.now
            )
            for id in after if id not in before
        ),
        *(ApplicationReleased(**said, organisation_id=id, released_at=uow.now) for id in before if id not in after),
    )
    return True


async def _leave(uow: UnitOfWork, row: Application, organisation_id: UUID) -> None:
    row.held_for = [id for id in row.held_for if id != organisation_id]
    if row.case_number is not None:
        said = await about(uow, row, await uow.load(Call, row.call_id))
        uow.publish(row, ApplicationNotRestored(**said, organisation_id=organisation_id, because=row.status.value))
