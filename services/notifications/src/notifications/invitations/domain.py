"""What a recipient is told of a meeting, after what they hold of it in their calendar already (M3). Pure."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from chassis.values import DAY
from notifications.heard.forums import CalendarChanged, Invitation
from notifications.templates.domain import TEMPLATES

INVITED: Final = "meeting_invited"
CHANGED: Final = "meeting_changed"
CANCELLED: Final = "meeting_cancelled"
WITHDRAWN: Final = "meeting_withdrawn"
KEPT: Final = 31 * DAY
"""How long it is known who holds an entry of a meeting that is over."""


@dataclass(frozen=True, slots=True)
class Holding:
    """The entry as its holder was told of it last."""

    invitation_id: UUID
    sequence: int
    cancelled: bool


def is_cancelled(fact: Invitation) -> bool:
    return isinstance(fact, CalendarChanged) and fact.cancelled


def is_newer(held: Holding | None, sequence: int) -> bool:
    """A calendar ignores what has not a higher SEQUENCE, and so a late or a doubled fact is told to nobody."""
    return held is None or sequence > held.sequence


def template_for_guest(held: Holding | None, fact: Invitation) -> str | None:
    """For whom the meeting is meant now. Nothing where there is no news, or nothing to take back."""
    if not is_newer(held, fact.calendar_sequence):
        return None
    if is_cancelled(fact):
        return None if held is None or held.cancelled else CANCELLED
    return INVITED if held is None or held.cancelled else CHANGED


def template_for_former(held: Holding, fact: Invitation) -> str | None:
    """For who holds an entry of this invitation and is not invited any more: no longer acts for an organisation, mostly."""
    if held.cancelled or held.invitation_id != fact.invitation_id or not is_newer(held, fact.calendar_sequence):
        return None
    if not isinstance(fact, CalendarChanged):
        return None  # a further invitation names those who are new
    return CANCELLED if fact.cancelled else WITHDRAWN


def values_for(template: str, fact: Invitation) -> dict[str, Any]:
    """What the template says of it, as it is kept. Raises ValidationError where something does not fit."""
    of = TEMPLATES[template]
    model = of.values(of.version)
    known = {
        "meeting_id": fact.meeting_id, "calendar_sequence": fact.calendar_sequence, "structure": fact.structure.names.model_dump(),
        "title": fact.title.model_dump(), "starts_at": fact.starts_at, "ends_at": fact.ends_at, "mode": fact.mode,
        "place": fact.place, "remote_link": fact.remote_link, "because": getattr(fact, "because", None),
    }
    return model.model_validate({name: known[name] for name in model.model_fields if name in known}).model_dump(mode="json")
