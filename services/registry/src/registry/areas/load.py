"""`python -m registry.areas.load`: bring in the reference files. Run at every start of the platform; again it changes nothing."""

import asyncio
import sys

from chassis.loading import run_once
from registry.areas.commands import Loaded, load_reference
from registry.schema import METADATA
from registry.settings import Settings


async def load(settings: Settings) -> Loaded:
    """One unit of work, as the service itself."""
    return await run_once("registry.areas.load", settings, METADATA, load_reference)


def main() -> None:
    """Load, and say what changed."""
    found = asyncio.run(load(Settings()))
    sys.stdout.write(f"areas {found.areas}, domains {found.domains}, council terms {found.terms}\n")


if __name__ == "__main__":
    main()
