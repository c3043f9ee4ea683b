"""What a recipient is told of a meeting, after what they hold of it in their calendar already (M1, M3). Pure."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from chassis.values import DAY
from notifications.heard.forums import CalendarChanged, Invitation, OfMeeting, RegistrationCalendarChanged, RoomMissing
from notifications.templates.domain import TEMPLATES

INVITED: Final = "meeting_invited"
CHANGED: Final = "meeting_changed"
CANCELLED: Final = "meeting_cancelled"
WITHDRAWN: Final = "meeting_withdrawn"
PROMOTED: Final = "registration_promoted"
LEFT: Final = "registration_left"
NO_ROOM: Final = "room_missing"
KEPT: Final = 31 * DAY
"""How long it is known who holds an entry of a meeting that is over."""


@dataclass(frozen=True, slots=True)
class Holding:
    """The entry as its holder was told of it last."""

    invitation_id: UUID | None
    sequence: int
    """As forums counts."""
    cancelled: bool
    registration_id: UUID | None = None
    """By which they got it, or keep it."""
    raised: int = 0
    """By how much their SEQUENCE is ahead of that: it was taken back from this reader alone, and perhaps given again."""


def is_cancelled(fact: OfMeeting) -> bool:
    return isinstance(fact, CalendarChanged | RegistrationCalendarChanged) and fact.cancelled


def is_newer(held: Holding | None, sequence: int) -> bool:
    """A calendar ignores what has not a higher SEQUENCE, and so a late or a doubled fact is told to nobody."""
    return held is None or sequence > held.sequence


def template_for_guest(held: Holding | None, fact: OfMeeting, first: str = INVITED) -> str | None:
    """For who comes or is invited now. Nothing where there is no news, or nothing to take back. `first`: for who holds nothing."""
    if not is_newer(held, fact.calendar_sequence):
        return None
    if is_cancelled(fact):
        return None if held is None or held.cancelled else CANCELLED
    return first if held is None or held.cancelled else CHANGED


def template_for_former(held: Holding, fact: Invitation) -> str | None:
    """For who holds an entry of this invitation and is not invited any more: no longer acts for an organisation, mostly.

    Who got seats from the waiting list keeps it.
    """
    if held.registration_id is not None or held.cancelled or held.invitation_id != fact.invitation_id:
        return None
    if not is_newer(held, fact.calendar_sequence):
        return None
    if not isinstance(fact, CalendarChanged):
        return None  # a further invitation names those who are new
    return CANCELLED if fact.cancelled else WITHDRAWN


def raised_for_seats(held: Holding | None, sequence: int) -> int | None:
    """How far ahead SEQUENCE is of who got seats (M1); nothing where what they hold is newer, and so this comes too late.

    With seats an invited person gets the same entry again. Who gave them back and has some anew needs a higher SEQUENCE.
    """
    if held is None:
        return 0
    if held.sequence > sequence:
        return None
    return held.raised + (held.cancelled and held.sequence == sequence)


def gives_back(held: Holding | None, registration_id: UUID) -> bool:
    """Whether who leaves has their entry by this registration alone; who is invited as well keeps it."""
    return (
        held is not None and held.registration_id == registration_id and held.invitation_id is None and not held.cancelled
    )


def without_room(fact: RoomMissing) -> dict[str, Any]:
    """What whoever convenes is told of it."""
    model = TEMPLATES[NO_ROOM].values(TEMPLATES[NO_ROOM].version)
    kept = fact.kept.model_dump() if fact.kept is not None and fact.kept.place else None
    return model.model_validate({
        "structure": fact.structure.names.model_dump(), "title": fact.title.model_dump(), "starts_at": fact.starts_at,
        "ends_at": fact.ends_at, "lost": fact.lost, "reasons": fact.reasons, "untold": fact.untold, "kept": kept,
        "alternatives": [each.model_dump() for each in fact.alternatives],
    }).model_dump(mode="json")


def values_for(template: str, fact: OfMeeting, raised: int = 0) -> dict[str, Any]:
    """What the template says of it, as it is kept. Raises ValidationError where something does not fit."""
    of = TEMPLATES[template]
    model = of.values(of.version)
    known = {
        "meeting_id": fact.meeting_id, "calendar_sequence": fact.calendar_sequence + raised,
        "structure": fact.structure.names.model_dump(), "title": fact.title.model_dump(), "starts_at": fact.starts_at,
        "ends_at": fact.ends_at, "mode": fact.mode, "place": fact.place, "remote_link": fact.remote_link,
        "because": getattr(fact, "because", None), "persons": getattr(fact, "persons", None),
    }
    return model.model_validate({name: known[name] for name in model.model_fields if name in known}).model_dump(mode="json")
