"""A witness in each worker: one row for each time that a record came to its handler's end.

An effect is witnessed in its very transaction. Our handlers find out by themselves when they have done a thing already, which
would hide that a record came twice: what a handler found irrelevant is witnessed as well, when its position has moved.
"""

from typing import Any

from sqlalchemy import text
from tests.faults.inside.points import put

from chassis.dispatcher import Result
from chassis.envelope import Record
from chassis.hearing import Hearing
from chassis.unit import Unit

TABLE = """
CREATE SCHEMA faults;
CREATE TABLE faults.effect (consumer text NOT NULL, topic text NOT NULL, key text NOT NULL, sequence bigint NOT NULL, at timestamptz
    NOT NULL DEFAULT clock_timestamp());
GRANT USAGE ON SCHEMA faults TO PUBLIC;
GRANT SELECT, INSERT ON faults.effect TO PUBLIC
"""
_SAW = text("INSERT INTO faults.effect (consumer, topic, key, sequence) VALUES (:consumer, :topic, :key, :sequence)")


def install() -> None:
    """From now on."""
    inner, over = Hearing.apply, Hearing._pass_over

    async def apply(hearing: Hearing, unit: Unit, record: Record) -> Result:
        result = await inner(hearing, unit, record)
        if result is Result.APPLIED:
            await unit.session.execute(_SAW, _seen(hearing, record))
        return result

    async def pass_over(hearing: Hearing, record: Record) -> Result:
        result = await over(hearing, record)
        async with hearing.database.sessions() as session:
            await session.execute(_SAW, _seen(hearing, record))
            await session.commit()
        return result

    put(Hearing, "apply", apply)
    put(Hearing, "_pass_over", pass_over)


def _seen(hearing: Hearing, record: Record) -> dict[str, Any]:
    return {"consumer": hearing.name, "topic": record.topic, "key": record.key, "sequence": record.sequence}
