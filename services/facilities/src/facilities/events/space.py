"""Facts and public state of a space (tila). Topic `facilities.space`, key its id."""

from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event, State
from facilities.events.parts import SpaceNamed

TOPIC: Final = "facilities.space"


class SpacePublished(Event):
    """Associations may use it from now on (tila julkaistu). FAC-01, FAC-16."""

    topic: ClassVar[str] = TOPIC
    space: SpaceNamed
    owner: str
    """county, municipality, other"""
    capacity: int | None
    """Persons."""
    features: tuple[str, ...]
    """Codes: computer, catering, peer_group_room …"""
    bookable: bool


class SpaceUpdated(Event):
    """What is said of an offered space has changed (tilan tiedot muuttuneet)."""

    topic: ClassVar[str] = TOPIC
    space: SpaceNamed
    changed: tuple[str, ...]
    """parent, names, address, municipality, owner, capacity, features: which of them are other than before."""


class SpaceWithdrawn(Event):
    """It is offered no more (tila poistettu tarjolta)."""

    topic: ClassVar[str] = TOPIC
    space_id: UUID
    grounds: str


class SpaceState(State):
    """The newest public snapshot; nothing is said of a draft."""

    topic: ClassVar[str] = TOPIC
    id: UUID
    space: SpaceNamed
    parent_id: UUID | None = None
    """The larger space that it is a part of."""
    owner: str
    status: str
    """published, withdrawn"""
    capacity: int | None = None
    features: tuple[str, ...] = ()
    bookable: bool


EVENTS: Final[tuple[type[Event], ...]] = (SpacePublished, SpaceUpdated, SpaceWithdrawn)
