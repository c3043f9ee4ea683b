"""What those who answer for an organisation are told, as values of templates; who answers for a place. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any, Final, Protocol

GATHERED: Final = timedelta(seconds=5)
"""So long after the last word nothing more is waited for: what an organisation did not get back goes into one mail."""


class Lost(Enum):
    """What an organisation did not get back, as the mail has it."""

    SEATS_FILLED = "seats_filled"
    SEATS_ENDED = "seats_ended"
    CONVENING = "convening"
    BOOKINGS_TAKEN_OVER = "bookings_taken_over"
    BOOKINGS_GIVEN_UP = "bookings_given_up"
    APPLICATIONS = "applications"


@dataclass(frozen=True, slots=True)
class Thing:
    """One of them, by a name that people know."""

    lost: Lost
    name: str


def seat(because: str, structure: str) -> Thing:
    """A seat that was filled again, or is none any more."""
    return Thing(Lost.SEATS_FILLED if because == "seat_filled" else Lost.SEATS_ENDED, structure)


def booking(because: str, space: str, site: str) -> Thing:
    """A booking that another has now, or nobody."""
    return Thing(Lost.BOOKINGS_TAKEN_OVER if because == "taken_over" else Lost.BOOKINGS_GIVEN_UP, f"{space}, {site}")


def lines(things: Iterable[Thing]) -> dict[str, list[str]]:
    """By what it is, in alphabetical order; three seats in one body are said three times."""
    found: dict[str, list[str]] = {}
    for thing in sorted(things, key=lambda each: each.name):
        found.setdefault(thing.lost.value, []).append(thing.name)
    return found


class Area(Protocol):
    """What is read of an area."""

    @property
    def placements(self) -> Sequence[Mapping[str, Any]]: ...


def around(areas: Mapping[str, Area], code: str, day: date) -> list[str]:
    """The area itself, then what it lies in on the day, outwards."""
    path: list[str] = []
    here: str | None = code
    while here is not None and here not in path:
        path.append(here)
        area = areas.get(here)
        here = None if area is None else _parent(area, day)
    return path


def _parent(area: Area, day: date) -> str | None:
    said = day.isoformat()
    begun = (each for each in area.placements if each["valid_from"] is None or each["valid_from"] <= said)
    return next((str(each["parent"]) for each in begun if each["valid_until"] is None or said < each["valid_until"]), None)
