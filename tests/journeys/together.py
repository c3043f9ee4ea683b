"""Real processes side by side: they start together, and none waits for another when they end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from yhdyspinta_local.parts import Part


@asynccontextmanager
async def together(*parts: Part, within: float = 90) -> AsyncIterator[None]:
    """All of them ready within these seconds; ended whatever happens."""
    try:
        for part in parts:
            part.start()
        await asyncio.gather(*(asyncio.to_thread(part.wait_ready, within) for part in parts))
        yield
    finally:
        await asyncio.gather(*(asyncio.to_thread(part.stop) for part in parts))
