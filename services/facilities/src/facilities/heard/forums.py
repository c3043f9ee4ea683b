"""Of forums' facts, what facilities reads: which room a meeting asks for."""

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


class Room(Part):
    """The room that a meeting asks for (tilatoive)."""

    space_id: UUID
    before_minutes: int = 0
    after_minutes: int = 0
    persons: int | None = None


class MeetingTimes(Fact):
    """When a meeting is, and which room it asks for."""

    meeting_id: UUID
    schedule_version: int
    title: Words
    starts_at: datetime
    ends_at: datetime
    room: Room | None = None


class MeetingScheduled(MeetingTimes):
    type: ClassVar[str] = "fi.yhdyspinta.forums.MeetingScheduled.v1"


class MeetingRescheduled(MeetingTimes):
    type: ClassVar[str] = "fi.yhdyspinta.forums.MeetingRescheduled.v1"


class MeetingCancelled(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.forums.MeetingCancelled.v1"
    meeting_id: UUID
    schedule_version: int
