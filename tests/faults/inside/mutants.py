"""Mistakes that others have made, put into a process from outside: each must turn an experiment red."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from tests.faults.inside.points import put

MUTANTS: dict[str, Callable[[], None]] = {}


def install(name: str) -> None:
    """Make this mistake from now on."""
    MUTANTS[name]()


def mutant(put_in: Callable[[], None]) -> Callable[[], None]:
    """By its name in words."""
    MUTANTS[put_in.__name__.replace("_", "-")] = put_in
    return put_in


# --- of writing


@mutant
def publish_before_commit() -> None:
    """The outbox rows are committed on a connection of their own, before the change is."""
    from sqlalchemy.ext.asyncio import AsyncSession

    from chassis.unit import Unit

    inner = Unit._tell

    async def tell(unit: Any, entries: Any, messages: Any = ()) -> None:
        mine = unit.session
        async with AsyncSession(mine.bind) as unit.session:
            await inner(unit, [], messages)
            await unit.session.commit()
        unit.session = mine
        await inner(unit, entries, [])

    put(Unit, "_tell", tell)


@mutant
def publish_after_commit() -> None:
    """The outbox rows are written when the change is committed: a dual write."""
    from sqlalchemy.ext.asyncio import AsyncSession

    from chassis.unit import Unit

    inner = Unit._tell

    async def tell(unit: Any, entries: Any, messages: Any = ()) -> None:
        await inner(unit, entries, [])
        if not messages:
            return
        mine, commit = unit.session, unit.session.commit

        async def then() -> None:
            await commit()
            async with AsyncSession(mine.bind) as unit.session:
                await Unit._tell(unit, [], messages)
                await unit.session.commit()
            unit.session = mine

        mine.commit = then
        unit.announced = True

    async def once(unit: Any, entries: Any, messages: Any = ()) -> None:
        await (inner if not entries else tell)(unit, entries, messages)

    put(Unit, "_tell", once)


@mutant
def no_idempotency() -> None:
    """A second try is a second change."""
    from chassis import idempotency

    async def nothing(*_: Any) -> None:
        return None

    put(idempotency, "first_answer", nothing)
    put(idempotency, "keep", nothing)


@mutant
def every_fault_is_500() -> None:
    """No fault is known to pass by itself."""
    from chassis.answers import faults

    put(faults, "is_transient", lambda _: False)


def _needs(address: Callable[[], str]) -> None:
    """No unit of work begins while nobody listens there."""
    from chassis.database import Database

    inner = Database.unit

    @asynccontextmanager
    async def unit(database: Database, **more: Any) -> AsyncIterator[Any]:
        host, _, port = address().partition(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.close()
        async with inner(database, **more) as opened:
            yield opened

    put(Database, "unit", unit)


@mutant
def never_gives_up() -> None:
    """Whoever has asked the database waits until it answers."""
    from chassis import process

    put(process, "ANSWER_TIMEOUT", None)


@mutant
def needs_the_broker() -> None:
    _needs(lambda: os.environ["YHDYSPINTA_KAFKA"].partition(",")[0])  # noqa: TID251


@mutant
def needs_the_registry() -> None:
    _needs(lambda: urlsplit(os.environ["FAULTS_REGISTRY"]).netloc)  # noqa: TID251


@mutant
def check_then_insert() -> None:
    """Free when one looked: beside a table without its exclusion constraint (`mutated.py`)."""
    from sqlalchemy import func, select
    from sqlmodel import col

    from facilities.bookings.commands import slots, winning
    from facilities.bookings.tables import SlotRow

    inner = slots.take

    async def take(uow: Any, wanted: Any, **holder: Any) -> Any:
        for slot in wanted:
            times = func.tstzrange(col(SlotRow.starts_at), col(SlotRow.ends_at))
            taken = select(SlotRow).where(col(SlotRow.leaf_id) == slot.leaf_id, times.op("&&")(func.tstzrange(slot.starts_at, slot.ends_at)))
            if await uow.all(taken):
                return {}
        await asyncio.sleep(0.1)  # long enough for somebody else to look as well
        return await inner(uow, wanted, **holder)

    put(slots, "take", take)
    put(winning, "take", take)


@mutant
def check_then_grant() -> None:
    """Enough when one looked: nothing is locked, beside a table that does not mind (`mutated.py`)."""
    from chassis.unit import Unit

    inner = Unit._find

    async def find(unit: Any, table: Any, id: Any, **_: Any) -> Any:
        return await inner(unit, table, id, lock=False)

    put(Unit, "_find", find)


@mutant
def ends_at_once() -> None:
    """A process that is asked to end does not finish what it has begun."""
    from chassis.process import Process

    inner = Process.run

    async def run(process: Any) -> int:
        ending = asyncio.create_task(_after(0.5, lambda: asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, os._exit, 1)))
        try:
            return await inner(process)
        finally:
            ending.cancel()

    put(Process, "run", run)


async def _after(seconds: float, then: Callable[[], Any]) -> None:
    await asyncio.sleep(seconds)
    then()


# --- of the relay


@mutant
def delete_before_acknowledgement() -> None:
    """Rows leave the outbox when they are read."""
    from chassis.relay import Relay

    drain = Relay._drain

    async def draining(relay: Any, session: Any, producer: Any) -> None:
        async def sending(producer: Any, rows: Any) -> None:
            await session.execute(relay._statements.move, [row["position"] for row in rows])
            await Relay._send(relay, producer, rows)

        relay._send = sending
        await drain(relay, session, producer)

    put(Relay, "_drain", draining)


@mutant
def unfenced() -> None:
    """An idempotent producer without a transactional id: whoever comes back from sleep may still send."""
    from aiokafka import AIOKafkaProducer

    from chassis import relay

    class Producer(AIOKafkaProducer):
        def __init__(self, **config: Any) -> None:
            for name in ("transactional_id", "transaction_timeout_ms"):
                config.pop(name)
            super().__init__(**config, enable_idempotence=True)  # type: ignore[no-untyped-call]

        @asynccontextmanager
        async def transaction(self) -> AsyncIterator[None]:
            yield

    put(relay, "AIOKafkaProducer", Producer)


@mutant
def two_leaders() -> None:
    """Nobody asks whether another one leads, and nobody is fenced."""
    from chassis import relay

    unfenced()
    put(relay.Line, "lock", property(lambda _line: f"{os.getpid()}"))


@mutant
def order_by_event_id() -> None:
    """The relay trusts the time inside UUIDv7."""
    from chassis import relay

    inner = relay._Statements.of

    def of(house: Any) -> Any:
        right = inner(house)
        return replace(right, next=right.next.replace("ORDER BY position", "ORDER BY event_id"))

    put(relay._Statements, "of", of)


# --- of the consumers


@mutant
def offset_before_effect() -> None:
    """What auto-commit comes to: a batch counts as done before it is."""
    from chassis.consumer import Consumer

    inner = Consumer._take

    async def take(consumer: Any, message: Any) -> None:
        await message.consumer.commit()
        await inner(consumer, message)

    put(Consumer, "_take", take)


@mutant
def no_position_check() -> None:
    """Every record is taken for the next one."""
    from chassis.hearing import Hearing

    async def waits(*_: Any) -> None:
        return None

    put(Hearing, "_waits", waits)


@mutant
def last_write_wins() -> None:
    """A copy takes whatever comes last."""
    from sqlalchemy import text

    from chassis import copying

    inner = copying.upsert

    def upsert(copy: Any, house: Any) -> Any:
        return text(inner(copy, house).text.partition(" WHERE EXCLUDED.sequence")[0])

    put(copying, "upsert", upsert)
    put(copying.Newest, "says", lambda _newest, _key: -1)


@mutant
def swallowed_handler_error() -> None:
    """What a handler raises is written into a log, and the record counts as heard."""
    from chassis.dispatcher import Result
    from chassis.hearing import Hearing

    inner = Hearing.apply

    async def apply(hearing: Any, unit: Any, record: Any) -> Any:
        with suppress(Exception):
            return await inner(hearing, unit, record)
        return Result.APPLIED

    put(Hearing, "apply", apply)


@mutant
def handler_blocks_the_loop() -> None:
    """Whoever waits in a handler keeps everybody in the process waiting."""
    from tests.faults.inside.points import Points

    async def here(points: Points, point: str) -> None:
        time.sleep(points.reached(point))  # noqa: ASYNC251 - that is the mistake

    put(Points, "_here", here)


@mutant
def a_new_message_id_for_each_try() -> None:
    """The mail server cannot tell a mail that it has from another one."""
    from chassis.outbox import new_id
    from notifications.deliveries import errands

    inner = getattr(errands, "message")  # noqa: B009 - a name that it imports
    def message(envelope: Any, **more: Any) -> Any:
        return inner(replace(envelope, mail_id=new_id()), **more)

    put(errands, "message", message)
