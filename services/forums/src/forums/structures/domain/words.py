"""The words that sort structures, and the states of one. STR-01, STR-23."""

from enum import Enum
from typing import Final

from chassis.machine import Machine


class Level(Enum):
    """Where it works (taso)."""

    COUNTY = "county"
    SERVICE_AREA = "service_area"
    MUNICIPALITY = "municipality"
    HEALTH_CENTRE = "health_centre"


class Kind(Enum):
    """How one comes to take part (rakenteen laji)."""

    OPEN = "open"
    """Anyone of the described groups, without being named (avoin rakenne)."""
    REPRESENTATIVE = "representative"
    """Members are named for a term; only the county's council of organisations (edustuksellinen rakenne). STR-02."""
    INTERNAL = "internal"
    """Those who coordinate, by their roles."""
    EXTERNAL = "external"
    """Somebody else's body in which organisations have a place."""
    NETWORK = "network"
    INFLUENCE_BODY = "influence_body"
    """A council that the law gives a voice (vaikuttamistoimielin)."""
    WORKING_GROUP = "working_group"
    """Named members with a mandate and a term (työryhmä). STR-24."""


SEATED: Final = frozenset({Kind.REPRESENTATIVE, Kind.EXTERNAL, Kind.NETWORK, Kind.INFLUENCE_BODY, Kind.WORKING_GROUP})
"""Kinds that have seats. In the others nobody is named: whoever is described takes part."""


class Each(Enum):
    """Of what there is one each (yksi kutakin kohti)."""

    DOMAIN = "sote_domain"
    SERVICE_AREA = "service_area"
    MUNICIPALITY = "municipality"
    HEALTH_CENTRE = "health_centre"


class Status(Enum):
    ACTIVE = "active"
    CLOSED = "closed"
    """Ended with grounds; never deleted."""


class Action(Enum):
    CLOSE = "close"
    CHANGE = "change"
    SEAT = "seat"
    """Define, fill, vacate or withdraw a seat."""
    CONVENE = "convene"
    """Appoint convenors, call a meeting."""
    SET_UP = "set_up"
    """Set up a working group under it."""


MACHINE: Final = Machine({
    (Status.ACTIVE, Action.CLOSE): Status.CLOSED,
    (Status.ACTIVE, Action.CHANGE): Status.ACTIVE,
    (Status.ACTIVE, Action.SEAT): Status.ACTIVE,
    (Status.ACTIVE, Action.CONVENE): Status.ACTIVE,
    (Status.ACTIVE, Action.SET_UP): Status.ACTIVE,
})
"""A closed structure takes no meetings, seats, convenors or groups any more."""


class Lost(Enum):
    """Why what an organisation had does not come back to it, though it had not ended after all."""

    STRUCTURE_CLOSED = "structure_closed"
    SEAT_WITHDRAWN = "seat_withdrawn"
    TERM_OVER = "term_over"
    SEAT_FILLED = "seat_filled"
    PERSON_ELSEWHERE = "person_elsewhere"
    """Whoever sat there has another seat in the structure by now."""
    PLACE_TAKEN = "place_taken"
    """Others call it together by now."""


class Because(Enum):
    """Why a seat became free."""

    RESIGNED = "resigned"
    TERM_ENDED = "term_ended"
    ORGANISATION_DISSOLVED = "organisation_dissolved"
    REMOVED = "removed"
    STRUCTURE_CLOSED = "structure_closed"
