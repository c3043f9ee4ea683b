"""What is asked and shown of an erasure."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from registry.organisations.schemas import WithGrounds


class Erase(WithGrounds):
    """Why the group is erased (tietojen poistaminen): kept in the audit alone. It should name nobody."""


class ErasedOut(BaseModel):
    """All that is left of a group that was erased."""

    id: Annotated[UUID, Field(description="The id it had; nothing else of it is kept.")]
    erased_at: Annotated[datetime, Field(description="When it was erased.")]
