"""What is shown of an erasure."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field


class ErasedOut(BaseModel):
    """All that is left of a group that was erased."""

    id: Annotated[UUID, Field(description="The id it had; nothing else of it is kept.")]
    erased_at: Annotated[datetime, Field(description="When it was erased.")]
