"""Hearing facts: one unit of work for each, the key's position in the same transaction.

So a fact has its effect exactly once, whatever is redelivered. A record that cannot be applied parks its own key and nothing else.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis import clock, metrics
from chassis.access import actor_of
from chassis.database import Database
from chassis.dispatcher import Result, UnknownVersion, patiently, said
from chassis.envelope import Record, stem
from chassis.events import Fact
from chassis.faults import is_transient
from chassis.house import House
from chassis.listening import Announcement, Handler, Listener
from chassis.outbox import new_id
from chassis.patience import pause
from chassis.positions import Parked, Place, Position, Positions
from chassis.problems import Refused
from chassis.telemetry import consuming, current_traceparent
from chassis.unit import Unit
from chassis.work import Cause, Irrelevant

log = logging.getLogger(__name__)

TRIES = 3
"""How often an unknown fault is tried in place before the key is parked."""


class Hearing:
    """One listener of one service."""

    def __init__(self, service: str, listener: Listener, database: Database, house: House, tenant: str) -> None:
        self.listener = listener
        self.name = f"{service}.{listener.purpose}"
        self.topics = listener.topics
        self.database = database
        self.positions = Positions(house)
        self._house = house
        self._tenant = tenant
        self._actor = actor_of(service)
        self._known = {fact.type: (fact, handler) for fact, handler in listener.handlers.items()}
        self._stems = {stem(known) for known in self._known}
        self._effective_from: datetime | None = None

    async def begin(self) -> None:
        """Remember from when on this group has effects: its very first start."""
        if not self.listener.effects:
            return
        t = self._house.listener_group
        async with self.database.engine.begin() as connection:
            await connection.execute(insert(t).values(consumer=self.name).on_conflict_do_nothing())
            began = select(t.c.effective_from).where(t.c.consumer == self.name)
            self._effective_from = (await connection.execute(began)).scalar_one()

    async def take(self, records: Sequence[Record]) -> None:
        for record in records:
            await self.hear(record)

    async def hear(self, record: Record) -> Result:
        """Apply one record, or park it; nothing but a fault that does not pass comes out of here."""
        result = Result.APPLIED

        async def attempt() -> None:
            nonlocal result
            result = await self._try(record)

        await patiently(self.name, attempt)
        self._count(record, result)
        return result

    async def apply(self, unit: Unit, record: Record) -> Result:
        """The record's effect, in a unit whose position is held; raises what the handler raises."""
        if record.tenant not in {None, self._tenant}:
            return Result.FOREIGN
        if record.value is None:  # its content was erased (`erasing`): its turn has come, and it says nothing
            return Result.ERASED
        known = self._handler(record)
        if known is None and not self.listener.passers:
            return Result.UNKNOWN
        if self._effective_from and record.time and record.time < self._effective_from:
            return Result.OLD
        if known is None:
            await self.listener.passers[0](unit, announcement(record))
        else:
            fact, handler = known
            await handler(unit, fact.model_validate_json(record.value))
        return Result.APPLIED

    def cause(self, record: Record) -> Cause:
        """The fact that leads to what happens now; its trace goes on."""
        id = record.event_id or new_id()
        known = self._known.get(record.type or "")
        name = known[1].__name__ if known else "hear"
        return Cause(id, f"{self.name}.{name}", record.correlation or id, current_traceparent() or record.traceparent)

    def unit(self, cause: Cause) -> Any:
        """A unit of work of this listener."""
        return self.database.unit(actor=self._actor, cause=cause, now=clock.now())

    async def _try(self, record: Record) -> Result:
        if record.key is None or record.sequence is None or record.event_id is None or record.type is None:
            return await self._bury(record)
        for tried in range(1, TRIES + 1):
            try:
                with consuming(self.name, record):
                    return await self._once(record)
            except Irrelevant as why:
                log.info("irrelevant", extra={"consumer": self.name, "reason": why.reason, "type": record.type})
                return await self._pass_over(record)
            except Exception as fault:
                if is_transient(fault):
                    raise
                if tried == TRIES or isinstance(fault, (Refused, ValidationError, UnknownVersion)):
                    return await self._park(record, fault)
        raise AssertionError("unreachable")

    async def _once(self, record: Record) -> Result:
        place, sequence = self._place(record), record.sequence or 0
        async with self.unit(self.cause(record)) as unit:
            position = await self.positions.hold(unit.session, place, sequence)
            waits = await self._waits(unit, record, position)
            if waits is not None:
                return waits
            result = await self.apply(unit, record)
            await self.positions.move(unit.session, place, sequence)
        return result

    async def _waits(self, unit: Unit, record: Record, position: Position) -> Result | None:
        """What becomes of a record that is not the next one of its key."""
        sequence = record.sequence or 0
        if sequence <= position.sequence:
            return Result.DUPLICATE
        if not position.parked and sequence == position.sequence + 1:
            return None
        await self.positions.park(
            unit.session,
            self.name,
            record,
            state=Parked.WAITING if position.parked else Parked.GAP,
            error=f"follows {position.sequence}",
            next_attempt_at=unit.now,
        )
        return Result.BEHIND if position.parked else Result.GAP

    async def _pass_over(self, record: Record) -> Result:
        """The handler found nothing to do: the position moves, nothing else."""
        place, sequence = self._place(record), record.sequence or 0
        async with self.unit(self.cause(record)) as unit:
            position = await self.positions.hold(unit.session, place, sequence)
            if position.sequence == sequence - 1:
                await self.positions.move(unit.session, place, sequence)
        return Result.IRRELEVANT

    async def _park(self, record: Record, fault: Exception) -> Result:
        log.error("parked", extra={"consumer": self.name, "type": record.type, "error": repr(fault)}, exc_info=fault)
        place, sequence = self._place(record), record.sequence or 0
        async with self.unit(self.cause(record)) as unit:
            position = await self.positions.hold(unit.session, place, sequence)
            if position.sequence >= sequence:
                return Result.DUPLICATE
            wait = pause(1, first=2)
            await self.positions.park(
                unit.session,
                self.name,
                record,
                state=Parked.WAITING,
                error=said(fault),
                next_attempt_at=clock.later(unit.now, wait),
            )
        return Result.PARKED

    async def _bury(self, record: Record) -> Result:
        """Without key, id, type or sequence nothing can wait behind it: dead at once."""
        async with self.unit(self.cause(record)) as unit:
            await self.positions.park(
                unit.session,
                self.name,
                record,
                state=Parked.DEAD,
                error="no usable envelope",
                next_attempt_at=unit.now,
                alone=True,
            )
        return Result.DEAD

    def _handler(self, record: Record) -> tuple[type[Fact], Handler] | None:
        said_type = record.type or ""
        known = self._known.get(said_type)
        if known is None and stem(said_type) in self._stems:
            raise UnknownVersion(said_type)
        return known

    def _place(self, record: Record) -> Place:
        return Place(self.name, record.topic, record.key or "")

    def _count(self, record: Record, result: Result) -> None:
        metrics.CONSUMER_HANDLED.labels(self.name, result.value).inc()
        if result is Result.DUPLICATE:
            metrics.DUPLICATES_DROPPED.labels(self.name).inc()
        if result is Result.GAP:
            metrics.GAPS.labels(self.name).inc()
        if result is Result.APPLIED and record.time:
            metrics.END_TO_END_SECONDS.labels(self.name).observe(max(0.0, (clock.now() - record.time).total_seconds()))


def announcement(record: Record) -> Announcement:
    """A record whose envelope is whole, as a service passes it on."""
    if record.key is None or record.sequence is None or record.event_id is None or record.type is None:
        raise ValueError("the envelope is not whole")
    return Announcement(
        record.topic, record.key, record.sequence, record.event_id, record.type, record.headers, record.value or b""
    )
