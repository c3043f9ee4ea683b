"""`python -m registry.areas.load`: bring in the reference files. Run at every start of the platform; again it changes nothing."""

import asyncio
import sys

from chassis import clock
from chassis.access import actor_of
from chassis.database import Database
from chassis.outbox import new_id
from chassis.work import Cause
from registry.areas.commands import Loaded, load_reference
from registry.schema import METADATA
from registry.settings import Settings


async def load(settings: Settings) -> Loaded:
    """One unit of work, as the service itself."""
    database = Database(
        settings.database_url, METADATA, tenant=settings.tenant, schema_base=settings.schema_base, pool_size=1
    )
    id = new_id()
    try:
        async with database.unit(
            actor=actor_of("registry"), cause=Cause(id, "registry.areas.load", id), now=clock.now()
        ) as unit:
            return await load_reference(unit)
    finally:
        await database.close()


def main() -> None:
    """Load, and say what changed."""
    found = asyncio.run(load(Settings()))
    sys.stdout.write(f"areas {found.areas}, domains {found.domains}, council terms {found.terms}\n")


if __name__ == "__main__":
    main()
