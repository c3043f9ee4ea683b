"""Of what facilities says, the fields that notifications reads."""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.events import Fact


class Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    fi: str


class SpaceNamed(BaseModel):
    """The space (tila) and its building."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    names: Words
    site: Words


class BookingNotRestored(Fact):
    """Its organisation goes on, but the booking does not come back."""

    type: ClassVar[str] = "fi.yhdyspinta.facilities.BookingNotRestored.v1"
    booking_id: UUID
    space: SpaceNamed
    was_organisation_id: UUID
    because: str
