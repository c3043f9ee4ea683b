"""A worker of the registry that ends when no timer is due, or dies by SIGKILL before its n-th statement.

`python -m tests.registry.imports.worker <database> <n>`; 0: it lives, and says how many statements it sent.
"""

import asyncio
import os
import signal
import sys
from typing import Any

from sqlalchemy import event

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

    def count(*_: Any) -> None:
        nonlocal sent
        sent += 1
        if sent == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.engine.sync_engine, "before_cursor_execute", count)
    event.listen(database.engine.sync_engine, "commit", count)
    await Clockwork("registry", SERVICE.house, database, timers=SERVICE.timers).run_timers()
    await database.close()
    sys.stdout.write(f"{sent}\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
