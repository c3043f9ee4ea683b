"""What must hold of a site and of the rules of a space. Pure."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from math import cos, radians

from chassis.problems import Reason
from facilities.spaces.domain.kinds import OwnerKind
from facilities.spaces.problems import (
    CENTRE_UNKNOWN,
    INTERVAL_NOT_QUARTERS,
    LENGTH_NOT_MULTIPLE,
    MOST_BELOW_LEAST,
    MUNICIPALITY_UNKNOWN,
    OWNER_INCOMPLETE,
    PLACE_INCOMPLETE,
)

_QUARTER = 15
_KM_OF_A_DEGREE = 111.2
"""Kilometres between two latitudes one degree apart; and between two longitudes, at the equator."""


@dataclass(frozen=True, slots=True)
class Box:
    """What lies about so far from a point, in degrees: what an index on latitude and longitude answers."""

    south: float
    north: float
    west: float
    east: float

    @classmethod
    def around(cls, latitude: float, longitude: float, km: float) -> "Box":
        """Every point within the distance lies in it; its corners lie further off."""
        high = km / _KM_OF_A_DEGREE
        widest = cos(radians(min(abs(latitude) + high, 89.9)))
        wide = high / widest
        return cls(latitude - high, latitude + high, longitude - wide, longitude + wide)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose a site is and where it lies."""

    owner: OwnerKind
    owner_municipality: str | None
    owner_name: str | None
    centre: str | None
    municipality: str
    latitude: float | None
    longitude: float | None


def objections(place: Place, municipalities: Container[str | None], centres: Container[str | None]) -> Iterator[Reason]:
    """What is wrong with the owner or the place of a site."""
    yield from owner_objections(place.owner, place.owner_municipality, place.owner_name, municipalities)
    if place.municipality not in municipalities:
        yield MUNICIPALITY_UNKNOWN.at("/municipality", code=place.municipality)
    if place.centre is not None and place.centre not in centres:
        yield CENTRE_UNKNOWN.at("/centre", code=place.centre)
    if (place.latitude is None) != (place.longitude is None):
        yield PLACE_INCOMPLETE.at("/latitude")


def owner_objections(
    owner: OwnerKind, municipality: str | None, name: str | None, municipalities: Container[str | None]
) -> Iterator[Reason]:
    """A municipality is named by its code, another owner by its name, the county by neither."""
    if (municipality is not None) != (owner is OwnerKind.MUNICIPALITY) or (name is not None) != (owner is OwnerKind.OTHER):
        yield OWNER_INCOMPLETE.at("/owner")
    if municipality is not None and municipality not in municipalities:
        yield MUNICIPALITY_UNKNOWN.at("/owner_municipality", code=municipality)


def rule_objections(
    interval: int, shortest: int | None, longest: int | None, min_days: int | None, max_days: int | None
) -> Iterator[Reason]:
    """What is wrong with the rules of booking, in minutes and days. F5, F6."""
    if interval % _QUARTER:
        yield INTERVAL_NOT_QUARTERS.at("/rules/start_interval_minutes")
    for name, length in (("min_minutes", shortest), ("max_minutes", longest)):
        if length is not None and length % interval:
            yield LENGTH_NOT_MULTIPLE.at(f"/rules/{name}", interval=interval)
    if shortest is not None and longest is not None and longest < shortest:
        yield MOST_BELOW_LEAST.at("/rules/max_minutes")
    if min_days is not None and max_days is not None and max_days < min_days:
        yield MOST_BELOW_LEAST.at("/rules/max_days_ahead")
