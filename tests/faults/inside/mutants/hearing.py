"""Of the workers: listeners, copies, errands."""

import time
from contextlib import suppress
from dataclasses import replace
from functools import wraps
from typing import Any

from tests.faults.inside.mutants.kept import mutant
from tests.faults.inside.points import put


@mutant
def offset_before_effect() -> None:
    """What auto-commit comes to: a batch of facts counts as done before it is."""
    from chassis.consumer import Consumer
    from chassis.hearing import Hearing

    inner = Consumer._take

    @wraps(inner)  # the broker's framework reads from the signature what it hands over
    async def take(consumer: Any, message: Any) -> None:
        if isinstance(consumer._takes, Hearing):  # copies are what a county begins with
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
