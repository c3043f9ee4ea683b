"""Set an appropriation aside, and change how much it is. What is committed, only the database's own trigger moves."""

from uuid import UUID

from chassis.problems import refuse_if_any
from chassis.values import Money
from chassis.work import UnitOfWork
from grants.access import Permission
from grants.appropriations import queries
from grants.appropriations.domain import objections
from grants.appropriations.problems import APPROPRIATION_KNOWN, KIND_UNKNOWN
from grants.appropriations.schemas import ChangeAppropriation, SetAppropriation
from grants.appropriations.tables import Appropriation
from grants.guidelines import queries as guidelines


async def set_appropriation(uow: UnitOfWork, body: SetAppropriation) -> Appropriation:
    """Money for one kind of grant in one year (määrärahan asettaminen). GRC-03."""
    uow.actor.must(Permission.APPROPRIATION_SET)
    if await guidelines.kind_of(uow, body.kind) is None:
        refuse_if_any([KIND_UNKNOWN.at("/kind", kind=body.kind)])
    if await queries.of(uow, body.year, body.kind) is not None:
        raise APPROPRIATION_KNOWN()
    uow.because(body.grounds)
    return uow.add(Appropriation(id=uow.new_id(), year=body.year, kind=body.kind, amount_cents=body.amount.cents))


async def change_appropriation(uow: UnitOfWork, id: UUID, body: ChangeAppropriation) -> Appropriation:
    """More or less of it (määrärahan muuttaminen), never less than was granted."""
    row = await uow.target(Appropriation, id, may=Permission.APPROPRIATION_SET, lock=True)
    refuse_if_any(objections(body.amount, Money(cents=row.committed_cents)))
    uow.because(body.grounds)
    row.amount_cents = body.amount.cents
    return row
