"""A meeting as it is shown."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.values import Text
from forums.meetings.domain import Caution, Mode, Room, Sector, Status


class AlternativeOut(BaseModel):
    """Where and when a room would be free (vaihtoehto)."""

    space_id: UUID = Field(description="The space.")
    place: str = Field(description="Its name and address.")
    starts_at: datetime = Field(description="From then on.")
    ends_at: datetime = Field(description="Until then.")


class KeptRoomOut(BaseModel):
    """The old room, kept while another one is not won."""

    booking_id: UUID = Field(description="Its booking.")
    place: str | None = Field(description="Its name and address.")
    starts_at: datetime = Field(description="For which it was won: from then on.")
    ends_at: datetime = Field(description="Until then.")


class RoomOut(BaseModel):
    """The room of a meeting (tila)."""

    status: Room = Field(description="not_needed, asked, won, refused.")
    space_id: UUID | None = Field(description="The space that is asked for.")
    before_minutes: int = Field(description="Minutes needed before it.")
    after_minutes: int = Field(description="Minutes needed after it.")
    persons: int | None = Field(description="How many are expected.")
    booking_id: UUID | None = Field(description="Its booking, once it is won.")
    kept: KeptRoomOut | None = Field(description="The old room, while another one is not won.")
    reasons: list[str] = Field(description="Why there is no room, in Finnish.")
    alternatives: list[AlternativeOut] = Field(description="Where and when there would be one.")


class CautionOut(BaseModel):
    """What one is warned of; never a refusal. MTG-07, STR-08."""

    code: Caution = Field(description="holiday, weekend, often.")
    text: Text = Field(description="In words.")


class InvitedOut(BaseModel):
    """How many were invited (kutsutut)."""

    persons: int = Field(description="Persons.")
    organisations: int = Field(description="Organisations.")
    untold_persons: int = Field(description="Of the persons, those who are told once the room is won.")
    untold_organisations: int = Field(description="Of the organisations, those that are told once the room is won.")
    at: datetime = Field(description="The last time.")


class MeetingItem(BaseModel):
    """A meeting in a list."""

    id: UUID = Field(description="Its id, for good.")
    version: int = Field(description="Grows with each change; the ETag.")
    structure_id: UUID = Field(description="The structure that meets.")
    title: Text = Field(description="What it is called.")
    status: Status = Field(description="draft, scheduled, invited, held, minuted, cancelled.")
    room_status: Room = Field(description="not_needed, asked, won, refused.")
    mode: Mode = Field(description="How one takes part.")
    public: bool = Field(description="Whether public calendars show it.")
    starts_at: datetime | None = Field(description="Begins at; none: a draft.")
    ends_at: datetime | None = Field(description="Ends at.")
    place: str | None = Field(description="Where, once that is certain.")


class MeetingOut(MeetingItem):
    """A meeting (tapaaminen)."""

    description: str | None = Field(description="What it is about.")
    room: RoomOut = Field(description="Its room.")
    remote_link: str | None = Field(description="For who convenes, is invited or registered; nothing for others.")
    languages: list[str] = Field(description="Languages spoken.")
    interpretation: list[str] = Field(description="What is interpreted, and how.")
    accessibility: str | None = Field(description="How one gets there and takes part.")
    capacity: int | None = Field(description="Seats in the room; none: no limit.")
    waiting_capacity: int | None = Field(description="Registrations that may wait; none: no limit.")
    schedule_version: int = Field(description="How many times and rooms it was given; 0: a draft.")
    calendar_sequence: int = Field(description="SEQUENCE of its calendar entry.")
    because: str | None = Field(description="Why it was moved or cancelled last.")
    attendance: dict[Sector, int] | None = Field(description="How many took part, by sector.")
    invited: InvitedOut | None = Field(description="How many were invited; nothing before.")
    cautions: list[CautionOut] = Field(description="What one is warned of.")
