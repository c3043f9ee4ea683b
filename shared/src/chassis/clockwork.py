"""What runs in a worker without a request or a fact: timers, jobs on the clock, errands into the world.

Each is a loop that survives every fault that passes by itself, and says so; a fault of the code in one job never stops another.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from chassis import clock, metrics
from chassis.access import actor_of
from chassis.database import Database, again_if_stale
from chassis.dispatcher import patiently, said
from chassis.faults import is_transient
from chassis.house import House
from chassis.jobs import AnyErrand, Due, Timer
from chassis.outbox import new_id
from chassis.patience import pause
from chassis.work import Cause, Irrelevant, UnitOfWork

log = logging.getLogger(__name__)

TIMER_POLL = 0.5
"""Seconds between two looks when there was nothing to do."""
TOGETHER = 0.01
"""Seconds after the first freed place, so that those freed with it are filled by the same claim."""
AT_ONCE = 100


class Clockwork:
    """All timers, jobs and errands of one service in one worker."""

    def __init__(
        self,
        service: str,
        house: House,
        database: Database,
        *,
        timers: Sequence[Timer] = (),
        jobs: Sequence[Due] = (),
        errands: Sequence[AnyErrand] = (),
    ) -> None:
        self._actor = actor_of(service)
        self._house = house
        self._database = database
        self._timers = {timer.name: timer.command for timer in timers}
        self._jobs = jobs
        self._errands = errands

    @property
    def has_work(self) -> bool:
        """Whether the service has declared anything for the clock."""
        return bool(self._timers or self._jobs or self._errands)

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as loops:
            if self._timers:
                loops.create_task(_forever("timers", TIMER_POLL, self.run_timers))
            for job in self._jobs:
                loops.create_task(_forever(job.name, job.every.total_seconds(), partial(self.run_job, job)))
            for errand in self._errands:
                loops.create_task(self._run_errands(errand))

    async def run_timers(self) -> int:
        """Every timer that is due, each in a unit of its own; how many ran."""
        ran = 0
        while await self._run_first_timer():
            ran += 1
        return ran

    async def run_job(self, job: Due) -> int:
        """What the job's query finds, each in a unit of its own; how many ran."""
        async with self._database.reader(actor=self._actor, cause=self._cause(job.name), now=clock.now()) as reader:
            ids = await job.due(reader, AT_ONCE)
        done = 0
        for id in ids:
            done += await self._run_command(job.name, job.command, id)
        return done

    async def run_errand(self, errand: AnyErrand) -> int:
        """Claim, do, record; how many were claimed."""
        claimed = await self._claim(errand, errand.at_once)
        await asyncio.gather(*(self._run_one_errand(errand, job) for job in claimed))
        return len(claimed)

    async def _run_errands(self, errand: AnyErrand) -> None:
        """Until cancelled: a place that becomes free is given to the next, whatever the others still wait for."""
        free = errand.at_once
        freed = asyncio.Event()

        def leave(_: asyncio.Task[None]) -> None:
            nonlocal free
            free += 1
            freed.set()

        async def fill(group: asyncio.TaskGroup) -> int:
            nonlocal free
            if not free:
                await freed.wait()
                await asyncio.sleep(TOGETHER)
            freed.clear()
            claimed = await self._claim(errand, free)
            for job in claimed:
                free -= 1
                group.create_task(self._run_one_errand(errand, job)).add_done_callback(leave)
            return len(claimed)

        async with asyncio.TaskGroup() as group:
            await _forever(errand.name, errand.rest.total_seconds(), partial(fill, group))

    async def _claim(self, errand: AnyErrand, limit: int) -> Sequence[Any]:
        async with self._database.unit(actor=self._actor, cause=self._cause(errand.name), now=clock.now()) as unit:
            return await errand.claim(unit, limit)

    async def _run_first_timer(self) -> bool:
        t = self._house.timer
        now = clock.now()
        first = select(t.c.command, t.c.aggregate_id).where(t.c.due_at <= now, t.c.command.in_(self._timers))
        async with self._database.sessions() as session:
            due = (await session.execute(first.order_by(t.c.due_at).limit(1))).one_or_none()
        if due is None:
            return False
        name, id = due
        try:
            await again_if_stale(partial(self._fire, name, id))
            metrics.TIMERS_RUN.labels(name, "done").inc()
        except Irrelevant as why:
            await self._forget(name, id)
            metrics.TIMERS_RUN.labels(name, "irrelevant").inc()
            log.info("irrelevant", extra={"command": name, "reason": why.reason})
        except Exception as fault:
            if is_transient(fault):
                raise
            await self._put_off(name, id, fault)
            metrics.TIMERS_RUN.labels(name, "failed").inc()
            log.exception("timer failed", extra={"command": name})
        return True

    async def _fire(self, name: str, id: UUID, locks: bool) -> None:
        """The timer goes first, so that a command may set it anew; if the command fails, both are undone."""
        t = self._house.timer
        async with self._database.unit(actor=self._actor, cause=self._cause(name), now=clock.now(), locks=locks) as unit:
            mine = select(t.c.due_at).where(t.c.command == name, t.c.aggregate_id == id, t.c.due_at <= unit.now)
            if (await unit.session.execute(mine.with_for_update(skip_locked=True))).one_or_none() is None:
                return
            await unit.session.execute(delete(t).where(t.c.command == name, t.c.aggregate_id == id))
            await self._timers[name](unit, id)

    async def _forget(self, name: str, id: UUID) -> None:
        t = self._house.timer
        async with self._database.sessions() as session:
            await session.execute(delete(t).where(t.c.command == name, t.c.aggregate_id == id, t.c.due_at <= clock.now()))
            await session.commit()

    async def _put_off(self, name: str, id: UUID, fault: Exception) -> None:
        t = self._house.timer
        this = (t.c.command == name) & (t.c.aggregate_id == id)
        async with self._database.sessions() as session:
            attempts = (await session.execute(select(t.c.attempts).where(this))).scalar_one_or_none() or 0
            until = clock.later(clock.now(), pause(attempts + 1, first=5, most=3600))
            await session.execute(update(t).where(this).values(attempts=attempts + 1, due_at=until, error=said(fault)))
            await session.commit()

    async def _run_command(self, name: str, command: Callable[[UnitOfWork, UUID], Awaitable[object]], id: UUID) -> bool:
        async def attempt(locks: bool) -> None:
            async with self._database.unit(actor=self._actor, cause=self._cause(name), now=clock.now(), locks=locks) as unit:
                await command(unit, id)

        try:
            await again_if_stale(attempt)
        except Irrelevant as why:
            log.info("irrelevant", extra={"command": name, "reason": why.reason})
            return False
        except Exception as fault:
            if is_transient(fault):
                raise
            log.exception("job failed for one of its rows", extra={"command": name, "row": str(id)})
            return False
        return True

    async def _run_one_errand(self, errand: AnyErrand, job: Any) -> None:
        try:
            answer = await errand.do(job)
        except Exception:
            log.exception("errand failed; its lease will end", extra={"errand": errand.name})
            return

        async def record(locks: bool) -> None:
            cause = self._cause(errand.name)
            async with self._database.unit(actor=self._actor, cause=cause, now=clock.now(), locks=locks) as unit:
                await errand.record(unit, job, answer)

        try:
            await patiently(errand.name, partial(again_if_stale, record))
        except Exception:
            log.exception("errand done and not recorded; its lease will end", extra={"errand": errand.name})

    @staticmethod
    def _cause(name: str) -> Cause:
        id = new_id()
        return Cause(id, name, id)


async def _forever(name: str, rest: float, work: Callable[[], Awaitable[int]]) -> None:
    """Again at once while there is work, after a rest when there is none, after a pause when there is trouble."""
    failed = 0
    while True:
        try:
            done = await work()
            failed = 0
        except Exception as fault:  # noqa: BLE001 - reported, and tried again
            failed += 1
            report = log.warning if is_transient(fault) else log.exception
            report("clockwork will try again", extra={"work": name, "error": repr(fault)})
            await asyncio.sleep(pause(failed, first=0.2, most=30))
        else:
            if not done:
                await asyncio.sleep(rest)
