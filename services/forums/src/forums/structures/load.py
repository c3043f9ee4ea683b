"""`python -m forums.structures.load`: establish the county's structures. Run at every start; again it changes nothing."""

import asyncio
import sys

from chassis.loading import run_once
from forums.schema import METADATA
from forums.settings import Settings
from forums.structures.commands import Loaded, load_reference


async def load(settings: Settings) -> Loaded:
    """One unit of work, as the service itself."""
    return await run_once("forums.structures.load", settings, METADATA, load_reference)


def main() -> None:
    """Load, and say what changed."""
    found = asyncio.run(load(Settings()))
    sys.stdout.write(f"structures {found.established}, templates {found.templates}\n")


if __name__ == "__main__":
    main()
