"""A worker of the registry that ends when no timer is due, or dies by SIGKILL before its n-th statement.

`python -m tests.registry.imports.worker <database> <n>`; 0: it lives, and says how many statements it sent.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from chassis.bare import BareSession
from chassis.clockwork import Clockwork
from chassis.database import Database
from registry.imports.commands import working
from registry.main import SERVICE

SMALL = 100
"""Rows in a batch: thirteen batches of the Finnish file, so that a kill finds it anywhere."""


async def main(url: str, last: int) -> None:
    working.BATCH = SMALL  # type: ignore[misc]
    database = Database(url, SERVICE.tables, pool_size=2)
    sent = 0

    def counted(inner: Callable[[BareSession], Awaitable[Any]]) -> Callable[[BareSession], Awaitable[Any]]:
        async def send(session: BareSession) -> Any:
            nonlocal sent
            sent += 1
            if sent == last:
                os.kill(os.getpid(), signal.SIGKILL)
            return await inner(session)

        return send

    BareSession.connected = counted(BareSession.connected)  # type: ignore[method-assign,assignment]
    BareSession.commit = counted(BareSession.commit)  # type: ignore[method-assign,assignment]
    await Clockwork("registry", SERVICE.house, database, timers=SERVICE.timers).run_timers()
    await database.close()
    sys.stdout.write(f"{sent}\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
