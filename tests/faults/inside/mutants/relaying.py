"""Of the relay."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from tests.faults.inside.mutants.kept import mutant
from tests.faults.inside.points import put


@mutant
def delete_before_acknowledgement() -> None:
    """Rows leave the outbox when they are read."""
    from chassis.relay import Relay

    inner = Relay._send_and_move

    async def moved_first(relay: Any, session: Any, producer: Any, rows: Any, told: Any) -> None:
        await session.execute(relay._statements.move, [row["position"] for row in rows])
        await inner(relay, session, producer, rows, told)

    put(Relay, "_send_and_move", moved_first)


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
