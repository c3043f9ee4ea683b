"""What each template needs to know: its typed values. Pure."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chassis.values import Money


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Values(Part):
    """What a template is filled with. Anything missing or unknown is refused before a mail is made."""


class Until:
    """Marks the first instant at which it is too late: midnight is said as the end of the day before."""


class LastDay:
    """Marks the first day that does not belong to a period any more: the day before is said."""


class Words(Part):
    """A text in the languages in which it is kept."""

    fi: str
    sv: str | None = None
    en: str | None = None


class Remedy(Part):
    """How a party may have the decision looked at again."""

    kind: Annotated[Literal["review", "appeal"], Field(description="review: oikaisuvaatimus; appeal: valitus.")]
    days: Annotated[int, Field(gt=0, description="Days from service.")]
    addressee: Annotated[Words, Field(description="The body that it is sent to.")]


Call = Annotated[Words, Field(description="Title of the call.")]
Case = Annotated[str, Field(description="Case number (asiatunnus).")]
Names = Annotated[tuple[str, ...], Field(description="Names of the applicants, the lead first.")]
Activity = Annotated[str, Field(description="What is funded.")]
Sought = Annotated[Money, Field(description="What is sought.")]
Closes = Annotated[AwareDatetime, Until(), Field(description="The first instant at which it is too late.")]
Long = Annotated[str, Field(max_length=20_000)]


class GrantCallOpened(Values):
    call: Call
    closes_at: Closes


class DraftStillOpen(Values):
    call: Call
    parties: Names
    closes_at: Closes
    unsigned: Annotated[tuple[str, ...], Field(description="Names of those who have not signed yet.")] = ()


class ApplicationReceived(Values):
    case_number: Case
    call: Call
    parties: Names
    activity: Activity
    sought: Sought
    submitted_at: Annotated[AwareDatetime, Field(description="When it came in.")]


class SignOffRequested(Values):
    call: Call
    lead: Annotated[str, Field(description="Name of the organisation that leads the application.")]
    partner: Annotated[str, Field(description="Name of the organisation that is asked to sign.")]
    activity: Activity
    sought: Sought
    closes_at: Closes
    again: Annotated[bool, Field(description="It was signed before, and changed after that.")] = False


class CompletionRequested(Values):
    case_number: Case
    call: Call
    parties: Names
    wanted: Annotated[Long, Field(description="What is missing, in the handler's words.")]
    complete_by: Closes


class Decision(Values):
    """What every decision says (viranomaisen päätös, 434/2003, 44 §)."""

    case_number: Case
    section: Annotated[int, Field(description="Section of the decision maker's record (pykälä).")]
    decided_at: Annotated[AwareDatetime, Field(description="When it was decided.")]
    call: Call
    parties: Names
    grounds: Annotated[Long, Field(description="Why (perustelut).")]
    remedy: Remedy
    by_letter: Annotated[bool, Field(description="It is printed and posted: it counts as received later than a mail.")] = False


class GrantApproved(Decision):
    activity: Activity
    sought: Sought
    granted: Annotated[Money, Field(description="What is granted.")]
    valid_from: Annotated[date, Field(description="The first day on which it may be used.")]
    valid_until: Annotated[date, LastDay(), Field(description="The first day on which it may no longer be used.")]
    conditions: Annotated[
        tuple[Literal["published_in_ihimiset"], ...], Field(description="What must be true before it is paid."),
    ] = ()
    principles: Annotated[str, Field(description="Title of the principles of support in force (GRC-16).")]

    @property
    def in_part(self) -> bool:
        """Less than was sought."""
        return self.granted.cents < self.sought.cents


class GrantDeclined(Decision):
    activity: Activity
    sought: Sought
    outcome: Annotated[Literal["refused", "inadmissible"], Field(description="inadmissible: not taken up.")]
    principles: Annotated[str, Field(description="Title of the principles of support in force (GRC-16).")]


class DecisionReviewed(Decision):
    outcome: Annotated[Literal["changed", "dismissed", "late"], Field(description="What became of the request for review.")]
    granted_before: Annotated[Money, Field(description="What had been granted.")]
    granted: Annotated[Money, Field(description="What is granted now.")]


class ConfirmAddress(Values):
    link: Annotated[str, Field(description="Confirms the address, once.", pattern=r"^https?://[^\s<>\"]+$")]
    organisation: Annotated[str | None, Field(description="Name of the organisation whose address it is.")] = None
    valid_until: Annotated[AwareDatetime, Until(), Field(description="The first instant at which the link is too old.")]


class Meeting(Values):
    """What every mail about a meeting says (tapaaminen)."""

    meeting_id: Annotated[UUID, Field(description="The meeting; the UID of its calendar entry is made of it.")]
    calendar_sequence: Annotated[int, Field(ge=0, description="SEQUENCE of the calendar entry.")]
    structure: Annotated[Words, Field(description="Name of the body that meets.")]
    title: Annotated[Words, Field(description="What the meeting is called.")]
    starts_at: Annotated[AwareDatetime, Field(description="When it begins.")]
    ends_at: Annotated[AwareDatetime, Until(), Field(description="The first instant after it.")]
    mode: Annotated[str, Field(description="in_person, remote, hybrid; further words may come.")]
    place: Annotated[str | None, Field(description="Name and address of the place, as one line.")] = None
    by_letter: Annotated[bool, Field(description="It is printed and posted: no calendar file comes with it.")] = False


class MeetingRunning(Meeting):
    """One that is held."""

    remote_link: Annotated[
        str | None, Field(description="Address of the remote meeting, for who is invited.", pattern=r"^https://[^\s<>\"]+$"),
    ] = None


class MeetingInvited(MeetingRunning): ...


class MeetingChanged(MeetingRunning):
    because: Annotated[Long | None, Field(description="Why it was moved.")] = None


class MeetingCancelled(Meeting):
    because: Annotated[Long | None, Field(description="Why it is not held.")] = None


class MeetingWithdrawn(Meeting): ...


class RegistrationPromoted(MeetingRunning):
    persons: Annotated[int, Field(gt=0, description="How many come together.")] = 1


class RegistrationLeft(Meeting): ...


class Room(Part):
    """A room and a time."""

    place: Annotated[str, Field(description="Name and address, as one line.")]
    starts_at: Annotated[AwareDatetime, Field(description="From then on.")]
    ends_at: Annotated[AwareDatetime, Until(), Field(description="The first instant after it.")]


class RoomMissing(Values):
    """To who convenes: there is no room (tila puuttuu)."""

    structure: Annotated[Words, Field(description="Name of the body that meets.")]
    title: Annotated[Words, Field(description="What the meeting is called.")]
    starts_at: Annotated[AwareDatetime, Field(description="When it begins.")]
    ends_at: Annotated[AwareDatetime, Until(), Field(description="The first instant after it.")]
    lost: Annotated[bool, Field(description="There was a room, and it was taken back.")] = False
    reasons: Annotated[tuple[str, ...], Field(description="Why, in Finnish.")] = ()
    alternatives: Annotated[tuple[Room, ...], Field(description="Where and when there would be a room.")] = ()
    kept: Annotated[Room | None, Field(description="The old room, while another one is not won.")] = None
    untold: Annotated[int, Field(ge=0, description="How many are invited and are told only when there is a room.")] = 0


Organisation = Annotated[str, Field(description="Name of the organisation.")]
Things = Annotated[tuple[str, ...], Field(description="Names, one each.")]


class OrganisationEnded(Values):
    organisation: Organisation
    dissolved_on: Annotated[date, Field(description="The day of its end.")]
    grounds: Annotated[Long, Field(description="Why.")]


class OrganisationGoesOn(Values):
    organisation: Organisation
    grounds: Annotated[Long, Field(description="Why.")]


class NotRestored(Values):
    """What an organisation that had not ended after all did not get back."""

    organisation: Organisation
    seats_filled: Annotated[Things, Field(description="Bodies in which somebody else has its seat by now.")] = ()
    seats_ended: Annotated[Things, Field(description="Bodies in which its seat is none any more.")] = ()
    convening: Annotated[Things, Field(description="Bodies that others call together by now.")] = ()
    bookings_taken_over: Annotated[Things, Field(description="Spaces that another has booked in its place.")] = ()
    bookings_given_up: Annotated[Things, Field(description="Spaces whose booking was given up.")] = ()
    applications: Annotated[Things, Field(description="Case numbers of applications that were decided or taken back.")] = ()


def marked(values: BaseModel, name: str, mark: type[Any]) -> bool:
    """Whether a field bears this mark."""
    field = type(values).model_fields.get(name)
    return field is not None and any(isinstance(each, mark) for each in field.metadata)
