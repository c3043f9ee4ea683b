"""What is shown of bookings."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from facilities.bookings.domain.states import Kept, Status
from facilities.spaces.domain.kinds import FreeUse


class Why(BaseModel):
    """A reason that stands against an occurrence."""

    code: Annotated[str, Field(description="Of the catalogue of problems.")]
    detail: Annotated[str, Field(description="The sentence in Finnish.")]


class OccurrenceOut(BaseModel):
    """One occurrence of a booking."""

    day: Annotated[date, Field(description="Finnish day.")]
    starts_at: Annotated[datetime | None, Field(description="Null where the clock skips that time.")]
    ends_at: Annotated[datetime | None, Field(description="The first instant after it.")]
    kept: Annotated[Kept, Field(description="kept, skipped or cancelled.")]
    reasons: Annotated[list[Why], Field(description="Why it was skipped. F13.")]
    checked_in_at: Annotated[datetime | None, Field(description="When somebody said that they are there.")] = None


class HandoverOut(BaseModel):
    """Why it was offered to others (siirtyminen toiselle)."""

    organisation_id: Annotated[UUID, Field(description="The organisation that ended: its own, or what that became part of.")]
    because: Annotated[str, Field(description="organisation_dissolved; further words may come.")]
    cause_id: Annotated[UUID | None, Field(description="Id of the event that caused it; null where that was not heard.")]


class BookingOut(BaseModel):
    """A booking of a space (tilavaraus)."""

    id: Annotated[UUID, Field(description="Our own id.")]
    version: Annotated[int, Field(description="Grows with each change.")]
    space_id: Annotated[UUID, Field(description="Which space.")]
    organisation_id: Annotated[UUID | None, Field(description="Whose; null: the county's own, or a visitor's.")]
    visitor: Annotated[str | None, Field(description="National organisation whose professionals come. FAC-25.")]
    purpose: Annotated[str, Field(description="What for.")]
    persons: Annotated[int | None, Field(description="How many are expected.")]
    free_use: Annotated[list[FreeUse], Field(description="Tests of free use that were declared. FAC-17.")]
    usage_rules_id: Annotated[UUID | None, Field(description="The version of the usage rules it was made under. FAC-01.")]
    status: Annotated[Status, Field(description="held, confirmed, refused, cancelled, expired or handover_offered.")]
    occurrences: Annotated[list[OccurrenceOut], Field(description="All of them, also those skipped or cancelled.")]
    hold_until: Annotated[datetime | None, Field(description="Until when a hold can be confirmed.")]
    handover_until: Annotated[datetime | None, Field(description="Until when another organisation may take it over.")]
    handover: Annotated[HandoverOut | None, Field(description="Why it was offered to others, also when that is over.")]
    grounds: Annotated[str | None, Field(description="Why it was refused or cancelled. FAC-30.")]
    reasons: Annotated[list[Why], Field(description="Why the rules refused it.")]
    meeting_id: Annotated[UUID | None, Field(description="The meeting for which it is.")]
    changed_at: Annotated[datetime, Field(description="Of its last change.")]


class PreviewOut(BaseModel):
    """What a booking would come to now. Nothing is booked."""

    possible: Annotated[bool, Field(description="Whether all of it would be won now.")]
    reasons: Annotated[list[Why], Field(description="What stands against the whole of it.")]
    occurrences: Annotated[list[OccurrenceOut], Field(description="Each, with what stands against it.")]


class Stretch(TypedDict):
    """A stretch of time, half-open."""

    starts_at: Annotated[datetime, Field(description="The first instant.")]
    ends_at: Annotated[datetime, Field(description="The first instant after it.")]


class SpaceFree(BaseModel):
    """What is free and what is in use of one space."""

    space_id: Annotated[UUID, Field(description="Which space.")]
    free: Annotated[list[Stretch], Field(description="Within its use hours, buffers counted: any use in it is possible.")]
    taken: Annotated[list[Stretch], Field(description="When it, or a part of it, is in use or blocked; not by whom. FAC-15.")]


class AvailabilityOut(BaseModel):
    """What is free (vapaat ajat)."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    from_: Annotated[date, Field(alias="from", description="The first day.")]
    until: Annotated[date, Field(description="The first day after.")]
    spaces: Annotated[list[SpaceFree], Field(description="In the order of the question.")]


class FreeSlot(BaseModel):
    """The first time that is free in one space."""

    space_id: Annotated[UUID, Field(description="Which space.")]
    starts_at: Annotated[datetime, Field(description="On its grid of starts.")]
    ends_at: Annotated[datetime, Field(description="The first instant after it.")]


class FirstFreeOut(BaseModel):
    """The first free time of each space, the earliest first (ensimmäinen vapaa aika)."""

    found: Annotated[list[FreeSlot], Field(description="At most ten; empty where nothing is free in that time.")]
    until: Annotated[datetime, Field(description="How far was looked.")]


class BlockedOut(BaseModel):
    """A time in which nobody may book."""

    id: Annotated[UUID, Field(description="Our own id.")]
    version: Annotated[int, Field(description="Grows with each change.")]
    space_id: Annotated[UUID, Field(description="Which space.")]
    starts_at: Annotated[datetime, Field(description="The first instant.")]
    ends_at: Annotated[datetime, Field(description="The first instant after it.")]
    grounds: Annotated[str, Field(description="Why.")]
