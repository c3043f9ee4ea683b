"""`python -m sample.writer <database> <thing> <times> <seconds ahead>`: a process that writes with a clock of its own."""

import asyncio
import sys
from datetime import timedelta
from uuid import UUID

from chassis import clock
from chassis.testing import House
from sample.main import SERVICE
from sample.things import commands


async def main(database: str, thing: UUID, times: int, ahead: timedelta) -> None:
    house = House.over(SERVICE, "", "", database_url=database)
    house.clock = lambda: clock.now() + ahead
    for _ in range(times):
        await house.run(commands.add_one, thing)
    await house.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], UUID(sys.argv[2]), int(sys.argv[3]), timedelta(seconds=float(sys.argv[4]))))
