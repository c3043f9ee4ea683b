"""Facts and public state of a booking (tilavaraus). Topic `facilities.booking`, key its id.

An answer to a meeting carries the meeting's id and the `schedule_version` that it answers.
"""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event, State
from facilities.events.parts import Alternative, Reason, SpaceNamed, Times

TOPIC: Final = "facilities.booking"


class BookingEvent(Event):
    """What every one of them tells."""

    topic: ClassVar[str] = TOPIC
    booking_id: UUID
    organisation_id: UUID | None
    """For whom; nobody where the county itself uses it."""
    meeting_id: UUID | None = None
    schedule_version: int | None = None


class BookingConfirmed(BookingEvent):
    """The space is theirs at these times (varaus vahvistettu)."""

    space: SpaceNamed
    times: tuple[Times, ...]


class BookingRefused(BookingEvent):
    """It is not (varaus hylätty): every reason, and where else it would be free. FAC-30."""

    space_id: UUID
    times: tuple[Times, ...]
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...] = ()
    grounds: str | None = None
    """Of the person who refused; nothing where the rules did."""


class BookingMoved(BookingEvent):
    """Another time or another space, won in one step with letting the old one go (varaus siirretty)."""

    space: SpaceNamed
    times: tuple[Times, ...]
    was_space_id: UUID
    was_times: tuple[Times, ...]


class BookingHandoverOffered(BookingEvent):
    """Its organisation ended: another may take it over until `until` (varaus tarjolla toiselle)."""

    space: SpaceNamed
    times: tuple[Times, ...]
    until: datetime
    because: str
    """organisation_dissolved"""


class BookingHandoverLifted(BookingEvent):
    """The organisation goes on, and so does its booking (varaus palautettu)."""


class BookingNotRestored(BookingEvent):
    """The organisation goes on after all, but its booking does not come back to it (varaus ei palautunut)."""

    space: SpaceNamed
    was_organisation_id: UUID
    """Of which it is said that it goes on, or what became part of it."""
    because: str
    """given_up, taken_over, refused"""


class BookingCancelled(BookingEvent):
    """It is given up; the space is free again (varaus peruttu)."""

    because: str
    """by_holder, by_owner, by_meeting, organisation_dissolved, meeting_moved, not_checked_in"""
    grounds: str | None = None
    times: tuple[Times, ...]
    """The occurrences that were cancelled; those that lie in the past stay."""


class BookingState(State):
    """The newest public snapshot."""

    topic: ClassVar[str] = TOPIC
    id: UUID
    space_id: UUID
    organisation_id: UUID | None = None
    status: str
    """held, confirmed, refused, cancelled, expired, handover_offered"""
    times: tuple[Times, ...]
    meeting_id: UUID | None = None
    schedule_version: int | None = None


EVENTS: Final[tuple[type[Event], ...]] = (
    BookingConfirmed, BookingRefused, BookingMoved, BookingHandoverOffered, BookingHandoverLifted, BookingCancelled,
    BookingNotRestored,
)
