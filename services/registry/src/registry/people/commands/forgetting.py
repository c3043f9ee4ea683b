"""What people have written about acting for a group goes with it."""

from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col

from chassis.work import UnitOfWork
from registry.people.tables import RepresentationRequest, RoleAssignment


async def forget(uow: UnitOfWork, organisation_id: UUID) -> None:
    """Requests to act for it, in the persons' own words, and what its roles were told to do. That somebody held a role stays.

    The roles end as they do whenever what they are held for has ended.
    """
    await uow.execute(delete(RepresentationRequest).where(col(RepresentationRequest.organisation_id) == organisation_id))
    held = update(RoleAssignment).where(col(RoleAssignment.organisation_id) == organisation_id)
    version = RoleAssignment.__table__.c.version + 1
    await uow.execute(held.values(duties=None, mandate=None, place=None, version=version))
