"""`python -m forums.structures.load`: establish the county's structures. Run at every start; again it changes nothing."""

import asyncio
import sys

from chassis import clock
from chassis.access import actor_of
from chassis.database import Database
from chassis.outbox import new_id
from chassis.work import Cause
from forums.schema import METADATA
from forums.settings import Settings
from forums.structures.commands import Loaded, load_reference


async def load(settings: Settings) -> Loaded:
    """One unit of work, as the service itself."""
    database = Database(
        settings.database_url, METADATA, tenant=settings.tenant, schema_base=settings.schema_base, pool_size=1
    )
    id = new_id()
    try:
        async with database.unit(
            actor=actor_of("forums"), cause=Cause(id, "forums.structures.load", id), now=clock.now()
        ) as unit:
            return await load_reference(unit)
    finally:
        await database.close()


def main() -> None:
    """Load, and say what changed."""
    found = asyncio.run(load(Settings()))
    sys.stdout.write(f"structures {found.established}, templates {found.templates}\n")


if __name__ == "__main__":
    main()
