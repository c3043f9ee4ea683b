"""One body and one answer, for the API document."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from registry.erasures.schemas import Erase, ErasedOut

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    Erase(grounds="Ryhmän pyyntö 3.11.2026."),
    ErasedOut(id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01"), erased_at=datetime(2027, 3, 1, 10, 0, tzinfo=UTC)),
)
