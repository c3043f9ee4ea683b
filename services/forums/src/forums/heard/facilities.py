"""Of facilities' events, the fields that forums reads: the answers to a meeting that asked for a room."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.events import Fact


class Part(BaseModel):
    """A part of a fact."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Words(Part):
    fi: str


class SpaceNamed(Part):
    space_id: UUID
    names: Words
    site: Words
    address: str | None = None

    @property
    def line(self) -> str:
        """Name and address, as one line."""
        return ", ".join(dict.fromkeys(part for part in (self.names.fi, self.site.fi, self.address) if part))


class Times(Part):
    starts_at: datetime
    ends_at: datetime


class Reason(Part):
    detail: str


class Alternative(Part):
    space: SpaceNamed
    times: tuple[Times, ...]


class BookingConfirmed(Fact):
    """The space is theirs."""

    type: ClassVar[str] = "fi.yhdyspinta.facilities.BookingConfirmed.v1"
    booking_id: UUID
    meeting_id: UUID | None = None
    schedule_version: int | None = None
    space: SpaceNamed
    times: tuple[Times, ...]


class BookingMoved(BookingConfirmed):
    """Another time or another space."""

    type: ClassVar[str] = "fi.yhdyspinta.facilities.BookingMoved.v1"


class BookingRefused(Fact):
    """It is not."""

    type: ClassVar[str] = "fi.yhdyspinta.facilities.BookingRefused.v1"
    meeting_id: UUID | None = None
    schedule_version: int | None = None
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...] = ()
    grounds: str | None = None


class BookingCancelled(Fact):
    """It is given up."""

    type: ClassVar[str] = "fi.yhdyspinta.facilities.BookingCancelled.v1"
    booking_id: UUID
    meeting_id: UUID | None = None
    grounds: str | None = None
