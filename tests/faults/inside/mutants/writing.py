"""Of the API: writing, answering, ending."""

import asyncio
import os
import signal
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from tests.faults.inside.mutants.kept import mutant
from tests.faults.inside.points import put


@mutant
def publish_before_commit() -> None:
    """The outbox rows are committed on a connection of their own, before the change is."""
    from chassis.unit import Unit

    inner = Unit._tell

    async def tell(unit: Any, entries: Any, messages: Any = ()) -> None:
        await _apart(unit, lambda: inner(unit, [], messages))
        await inner(unit, entries, [])

    put(Unit, "_tell", tell)


@mutant
def publish_after_commit() -> None:
    """The outbox rows are written when the change is committed: a dual write."""
    from chassis.unit import Unit

    inner = Unit._tell

    async def tell(unit: Any, entries: Any, messages: Any = ()) -> None:
        await inner(unit, entries, [])
        if not messages:
            return
        commit = unit.session.commit

        async def then() -> None:
            await commit()
            await _apart(unit, lambda: inner(unit, [], messages))

        unit.session.commit = then
        unit.announced = True

    put(Unit, "_tell", tell)


async def _apart(unit: Any, do: Callable[[], Awaitable[None]]) -> None:
    """On another connection, in a transaction of its own."""
    mine = unit.session
    async with type(mine)(mine._bare) as unit.session:
        await do()
        await unit.session.commit()
    unit.session = mine


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


@mutant
def connection_before_body() -> None:
    """Whoever begins to speak has a connection to the database."""
    from sqlalchemy import text

    from chassis.database import Database
    from chassis.edge import routing

    inner = getattr(routing, "read_body")  # noqa: B009 - a name that it imports
    began, databases = Database.__init__, list[Database]()

    def begin(database: Database, *args: Any, **more: Any) -> None:
        began(database, *args, **more)
        databases.append(database)

    async def read_body(*asked: Any) -> bytes:
        async with databases[0].sessions() as session:
            await session.execute(text("SELECT 1"))
            return await inner(*asked)

    put(Database, "__init__", begin)
    put(routing, "read_body", read_body)


def _needs(address: Callable[[], str], question: bytes) -> None:
    """No unit of work begins while nobody answers there."""
    from chassis.database import Database

    inner = Database.unit

    @asynccontextmanager
    async def unit(database: Database, **more: Any) -> AsyncIterator[Any]:
        host, _, port = address().partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(question)
        async with asyncio.timeout(1):
            await reader.readexactly(1)
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
    """Its question is the one for the versions that a broker speaks: a header of ten bytes and nothing else."""
    versions = struct.pack(">ihhih", 10, 18, 0, 1, -1)
    _needs(lambda: os.environ["YHDYSPINTA_KAFKA"].partition(",")[0], versions)  # noqa: TID251


@mutant
def needs_the_registry() -> None:
    _needs(lambda: urlsplit(os.environ["FAULTS_REGISTRY"]).netloc, b"GET / HTTP/1.1\r\nHost: registry\r\n\r\n")  # noqa: TID251


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
        found = await inner(unit, table, id, lock=False)
        if table.__name__ == "Appropriation":
            await asyncio.sleep(0.5)  # long enough for somebody else to look as well
        return found

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
