"""Facts and public state of a council term (valtuustokausi). Topic `registry.council_term`, key its id."""

from datetime import date
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event, State

TOPIC: Final = "registry.council_term"


class CouncilTermOpened(Event):
    """A council term was taken up (valtuustokausi avattu): agreements, principles and surveys refer to it."""

    topic: ClassVar[str] = TOPIC
    council_term_id: UUID
    code: str
    kind: str
    valid_from: date
    valid_until: date


class CouncilTermState(State):
    """The newest public snapshot; half-open, `valid_until` is the first day of the next term."""

    topic: ClassVar[str] = TOPIC
    id: UUID
    code: str
    kind: str
    """county_council, municipal_council"""
    valid_from: date
    valid_until: date


EVENTS: Final[tuple[type[Event], ...]] = (CouncilTermOpened,)
