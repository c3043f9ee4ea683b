"""Seats in the room, and who waits for one. Pure. M1, M2, STR-02."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Final
from uuid import UUID

RESERVED_FOR: Final = timedelta(minutes=10)
"""How long seats are kept for who is filling in the form."""


class How(Enum):
    """How one will take part."""

    ROOM = "room"
    REMOTE = "remote"


class RegistrationStatus(Enum):
    RESERVED = "reserved"
    """Seats are kept while the form is being filled in."""
    SEATED = "seated"
    WAITING = "waiting"
    REMOTE = "remote"
    """Takes part from afar: never refused, never waiting."""
    LEFT = "left"
    EXPIRED = "expired"


HOLDING: Final = frozenset({RegistrationStatus.RESERVED, RegistrationStatus.SEATED})
"""Whose persons count against the seats of the room."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One registration that waits: so many persons together."""

    id: UUID
    persons: int


def fitting(free: int | None, waiting: Sequence[Waiting]) -> Iterator[UUID]:
    """Who is promoted, in the order of the list: each that fits whole into what is left. Who is passed over keeps the rank.

    `free` nothing: the room has no limit.
    """
    for each in waiting:
        if free is None:
            yield each.id
        elif each.persons <= free:
            free -= each.persons
            yield each.id
