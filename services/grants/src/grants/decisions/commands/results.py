"""Publish who got what (tulosten julkaiseminen). GRO-13."""

from uuid import UUID

from chassis.problems import refuse_if_any
from chassis.values import Money
from chassis.work import UnitOfWork
from grants.access import Permission
from grants.appropriations.tables import Appropriation
from grants.calls import queries as calls
from grants.calls.commands import results_published
from grants.calls.domain import COUNTED
from grants.calls.tables import Call
from grants.decisions.problems import STILL_IN_HAND, STILL_OPEN
from grants.decisions.queries import results as queries


async def publish_results(uow: UnitOfWork, call_id: UUID) -> Call:
    """Once the call has closed and everything that came in is decided."""
    seen = await calls.call(uow, call_id)
    appropriation = await uow.load(Appropriation, seen.appropriation_id, lock=True)
    call = await uow.target(Call, call_id, may=Permission.CALL_WRITE, lock=True)
    waiting = await queries.in_hand(uow, call)
    refuse_if_any([
        *([STILL_OPEN.at("")] if uow.now < call.closes_at + COUNTED else []),
        *([STILL_IN_HAND.at("", count=waiting)] if waiting else []),
    ])
    results = await queries.to_publish(uow, call)
    granted = sum(one.granted.cents for one in results)
    return await results_published(
        uow, call, results, Money(cents=granted), Money(cents=appropriation.remaining_cents)
    )
