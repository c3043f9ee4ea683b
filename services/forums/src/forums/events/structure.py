"""Facts and public state of a structure of cooperation (yhteistyörakenne). Topic `forums.structure`, key its id."""

from datetime import date
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event, State
from forums.events.parts import StructureNamed, Words

TOPIC: Final = "forums.structure"


class StructureEstablished(Event):
    """A body, network or council begins (rakenne perustettu). STR-01."""

    topic: ClassVar[str] = TOPIC
    structure: StructureNamed
    area: str | None
    """Official code of its area; nothing for the whole county."""
    domain: str | None = None
    """Code of its service domain (sote-toimialue)."""
    parent_id: UUID | None = None
    """Of a working group, the body that set it up (STR-24)."""
    cooperation_areas: tuple[str, ...]
    """Codes of the areas of cooperation (STR-29)."""
    since: date


class StructureClosed(Event):
    """It ends, with grounds and what goes on in its place (rakenne lakkautettu). STR-23."""

    topic: ClassVar[str] = TOPIC
    structure: StructureNamed
    grounds: str
    successor_id: UUID | None
    closed_on: date


class SeatFilled(Event):
    """Somebody was appointed (paikka täytetty). The person is an id; the organisation is who is represented."""

    topic: ClassVar[str] = TOPIC
    structure: StructureNamed
    seat_id: UUID
    group: str
    """Of members, as the structure describes them."""
    organisation_id: UUID | None
    deputy: bool
    since: date


class SeatVacated(Event):
    """The seat is free again (paikka vapautunut)."""

    topic: ClassVar[str] = TOPIC
    structure: StructureNamed
    seat_id: UUID
    group: str
    organisation_id: UUID | None
    deputy: bool
    because: str
    """resigned, term_ended, organisation_dissolved, removed, structure_closed"""
    vacated_on: date


class SeatNotRestored(Event):
    """The organisation goes on after all, but its seat does not come back to it (paikka ei palautunut)."""

    topic: ClassVar[str] = TOPIC
    structure: StructureNamed
    seat_id: UUID
    group: str
    organisation_id: UUID
    """Of which it is said that it goes on."""
    deputy: bool
    because: str
    """structure_closed, seat_withdrawn, term_over, seat_filled, person_elsewhere"""


class ConvenorNotRestored(Event):
    """The organisation goes on after all, but calls this structure together no more (koolle kutsujan tehtävä ei palautunut)."""

    topic: ClassVar[str] = TOPIC
    structure: StructureNamed
    organisation_id: UUID
    because: str
    """structure_closed, place_taken"""


class StructureChanged(Event):
    """What is said of it changed (rakenteen tiedot muuttuneet): `fields` of the state or of its description."""

    topic: ClassVar[str] = TOPIC
    structure: StructureNamed
    fields: tuple[str, ...]


class ConvenorsAppointed(Event):
    """These organisations call it together from now on (koolle kutsujat nimetty). STR-17."""

    topic: ClassVar[str] = TOPIC
    structure: StructureNamed
    organisations: tuple[UUID, ...]
    """None of them any more where it is empty."""
    since: date


class StructureState(State):
    """The newest public snapshot."""

    topic: ClassVar[str] = TOPIC
    id: UUID
    code: str
    names: Words
    level: str
    kind: str
    area: str | None = None
    domain: str | None = None
    parent_id: UUID | None = None
    status: str
    """active, closed"""
    cooperation_areas: tuple[str, ...] = ()
    successor_id: UUID | None = None


EVENTS: Final[tuple[type[Event], ...]] = (
    StructureEstablished, StructureChanged, StructureClosed, ConvenorsAppointed, SeatFilled, SeatVacated,
    SeatNotRestored, ConvenorNotRestored,
)
