"""What is said of a call when its moments come, and of its results. The clock decides; these only tell."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from chassis.values import Money
from chassis.work import Irrelevant, UnitOfWork
from grants.appropriations.tables import Appropriation
from grants.calls.domain import MACHINE, Action, Status
from grants.calls.tables import Call
from grants.events.call import GrantCallClosed, GrantCallOpened, Result, ResultsPublished

OPEN: Final = "grants.calls.open"
CLOSE: Final = "grants.calls.close"


async def open_when_due(uow: UnitOfWork, id: UUID) -> None:
    """The window has begun (haku avautuu). Run by its timer, once it is here and as late as may be."""
    row = await uow.load(Call, id, lock=True)
    if row.status is not Status.PUBLISHED or uow.now < row.opens_at:
        raise Irrelevant("not_to_open")
    await _open(uow, row)


async def close_when_due(uow: UnitOfWork, id: UUID) -> None:
    """The window is over and all that came in time is counted (haku päättyy). A worker that slept through both says both."""
    row = await uow.load(Call, id, lock=True)
    if row.status not in {Status.PUBLISHED, Status.OPEN} or uow.now < row.closes_at:
        raise Irrelevant("not_to_close")
    await _close(uow, row)


async def results_published(uow: UnitOfWork, call: Call, results: Sequence[Result], granted: Money, left: Money) -> Call:
    """Who got what is public (tulosten julkaiseminen). GRO-13. For `decisions`, which knows the results; the call is held."""
    if call.status in {Status.PUBLISHED, Status.OPEN} and uow.now >= call.closes_at:
        await _close(uow, call)
    call.status, call.results_at = MACHINE.after(call.status, Action.PUBLISH_RESULTS), uow.now
    uow.publish(call, ResultsPublished(call=call.named, results=tuple(results), granted=granted, left=left))
    return call


async def _open(uow: UnitOfWork, row: Call) -> None:
    money = await uow.load(Appropriation, row.appropriation_id)
    row.status = MACHINE.after(row.status, Action.OPEN)
    uow.publish(row, GrantCallOpened(
        call=row.named,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        appropriation=Money(cents=money.amount_cents),
        guideline_id=row.guideline_id,
        guideline_number=row.guideline_number,
        attachments=tuple(one["code"] for one in row.attachments),
    ))


async def _close(uow: UnitOfWork, row: Call) -> None:
    if row.status is Status.PUBLISHED:
        await _open(uow, row)
    row.status = MACHINE.after(row.status, Action.CLOSE)
    uow.publish(row, GrantCallClosed(call=row.named, closed_at=row.closes_at, submitted=row.last_case))
