"""Bodies about a meeting itself."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from chassis.values import Grounds, Instant, Line, Name, Prose, Text
from forums.meetings.domain import Mode, Sector

Language = Literal["fi", "sv", "en", "se"]
Interpretation = Literal["sign_language", "writing", "speech_to_speech", "plain_language"]
Minutes = Annotated[int, Field(ge=0, le=240)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Because = Annotated[Grounds, Field(description="Why; those who were invited read it.")]
_LINE: TypeAdapter[str] = TypeAdapter(Line)
Secure = Annotated[str, Field(max_length=500, pattern=r"^https://[!-~]+$"), AfterValidator(_LINE.validate_python)]
"""An address; a line like any other once its form is right."""
Link = Annotated[Secure | None, Field(description="Address of the remote meeting; never public. MTG-06.")]
Languages = Annotated[list[Language], Field(min_length=1, max_length=4, description="Languages spoken.")]
Interpreted = Annotated[list[Interpretation], Field(max_length=4, description="What is interpreted, and how. MTG-06.")]
Accessibility = Annotated[Prose | None, Field(description="How one gets there and takes part; never of a person's health. MTG-06.")]
Capacity = Annotated[int | None, Field(ge=1, le=100_000, description="Seats in the room; none: no limit. From afar there is none.")]
WaitingCapacity = Annotated[int | None, Field(ge=0, le=100_000, description="Registrations that may wait; none: no limit.")]
Listed = Annotated[bool, Field(description="Whether public calendars show it.")]


def _without_default(schema: dict[str, Any]) -> None:
    """What is not sent stays: the default is never read."""
    schema.pop("default", None)


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DraftMeeting(Closed):
    """Begin to plan a meeting of a structure; nobody is told yet."""

    structure_id: Annotated[UUID, Field(description="The structure that meets.")]
    title: Annotated[Text, Field(description="What it is called.")]
    description: Annotated[Prose | None, Field(description="What it is about, for everybody.")] = None
    public: Listed = True
    languages: Languages = ["fi"]
    interpretation: Interpreted = []
    accessibility: Accessibility = None
    capacity: Capacity = None
    waiting_capacity: WaitingCapacity = None


class Change(Closed):
    """Plain data, changed as a JSON merge patch: what is not sent stays, null removes where that is possible."""

    title: Annotated[Text, Field(description="What it is called.", json_schema_extra=_without_default)] = Text(fi="-")
    description: Annotated[Prose | None, Field(description="What it is about, for everybody.")] = None
    public: Annotated[Listed, Field(json_schema_extra=_without_default)] = True
    languages: Annotated[Languages, Field(json_schema_extra=_without_default)] = []
    interpretation: Interpreted = []
    accessibility: Accessibility = None
    capacity: Capacity = None
    waiting_capacity: WaitingCapacity = None
    remote_link: Link = None


class RoomIn(Closed):
    """A room that is asked for (tilatoive)."""

    space_id: Annotated[UUID, Field(description="The space, as facilities has it.")]
    before_minutes: Annotated[Minutes, Field(description="Minutes needed before it, to make ready.")] = 0
    after_minutes: Annotated[Minutes, Field(description="Minutes needed after it, to clear up.")] = 0
    persons: Annotated[int | None, Field(ge=1, le=100_000, description="How many are expected.")] = None


class Schedule(Closed):
    """Give it a time, and the room that it asks for or a place. MTG-01, MTG-07."""

    starts_at: Annotated[Instant, Field(description="Begins at.")]
    ends_at: Annotated[Instant, Field(description="Ends at.")]
    mode: Annotated[Mode, Field(description="How one takes part. MTG-06.")]
    room: Annotated[RoomIn | None, Field(description="A room to be booked; none: it is somewhere else, or remote.")] = None
    place: Annotated[Name | None, Field(description="Another place, as one line, where no room is booked.")] = None
    remote_link: Link = None


class Reschedule(Schedule):
    """Give it another time, room or place. It stays the same meeting, and the old room is kept until the new one is won."""

    because: Because


class Cancel(Closed):
    """It will not be held. Its room becomes free."""

    because: Because


class Attendance(Closed):
    """How many took part, by sector; who is not named was not there (osallistujamäärät)."""

    organisation: Annotated[Count, Field(description="For organisations.")] = 0
    parish: Annotated[Count, Field(description="For parishes.")] = 0
    county: Annotated[Count, Field(description="For the county.")] = 0
    municipality: Annotated[Count, Field(description="For municipalities.")] = 0
    public: Annotated[Count, Field(description="Inhabitants.")] = 0
    other: Annotated[Count, Field(description="For anybody else.")] = 0

    def by_sector(self) -> dict[Sector, int]:
        """Those of whom there were any."""
        return {sector: count for sector in Sector if (count := getattr(self, sector.value))}


class Hold(Closed):
    """It was held. MTG-05."""

    attendance: Annotated[Attendance, Field(description="How many took part, by sector.")]
