"""Registrations in and out. M1."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from forums.meetings.domain import How, RegistrationStatus
from forums.meetings.schemas.bodies import Closed


class Register(Closed):
    """Take part, alone or with others. STR-02."""

    how: Annotated[How, Field(description="In the room, or from afar.")]
    persons: Annotated[int, Field(ge=1, le=100, description="How many come together; they are seated or wait together.")] = 1
    organisation_id: Annotated[UUID | None, Field(description="The organisation for which one comes; none: for oneself.")] = None
    reserve: Annotated[
        bool, Field(description="Only keep the seats for ten minutes, to be confirmed; 409 where they are not free.")
    ] = False


class RegistrationOut(BaseModel):
    """A registration (ilmoittautuminen)."""

    id: UUID = Field(description="Its id.")
    version: int = Field(description="Grows with each change; the ETag.")
    meeting_id: UUID = Field(description="The meeting.")
    person: UUID = Field(description="Who registered.")
    organisation_id: UUID | None = Field(description="The organisation for which they come.")
    how: How = Field(description="room or remote.")
    persons: int = Field(description="How many come together.")
    status: RegistrationStatus = Field(description="reserved, seated, waiting, remote, left, expired.")
    ahead: int | None = Field(description="Registrations that wait before this one; none: it does not wait.")
    reserved_until: datetime | None = Field(description="Until when the seats are kept, where they are reserved.")
    made_at: datetime = Field(description="When it was made.")
    promoted_at: datetime | None = Field(description="When it got seats from the waiting list.")
