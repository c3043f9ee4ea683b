"""A witness in each worker: one row for each time that a handler's effect was committed, in the very transaction of the effect."""

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
    inner = Hearing.apply

    async def apply(self: Hearing, unit: Unit, record: Record) -> Result:
        result = await inner(self, unit, record)
        if result is Result.APPLIED:
            seen: dict[str, Any] = {"topic": record.topic, "key": record.key, "sequence": record.sequence}
            await unit.session.execute(_SAW, {"consumer": self.name, **seen})
        return result

    put(Hearing, "apply", apply)
