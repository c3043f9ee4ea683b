"""Who may do what in facilities: the page that `access matrix` prints.

Sites, published spaces, hours, usage rules and features have no permission to read: every signed-in caller may (FAC-15, FAC-16).
Who decides about a space follows from its owner: a health centre's liaison, a municipality's officer; the coordinator everywhere,
because municipal spaces may be listed by the county (FAC-19).
"""

from enum import Enum
from typing import Final

from chassis.access import May, Permissions


class Role:
    """The words that role assignments and the claims of a token use."""

    COORDINATOR: Final = "coordinator"
    """The county's coordinator of cooperation with organisations (järjestökoordinaattori)."""
    CENTRE_LIAISON: Final = "centre_liaison"
    """Answers for cooperation in one health centre (terveysaseman järjestöyhdyshenkilö)."""
    MUNICIPALITY_OFFICER: Final = "municipality_officer"
    """A municipality's officer for organisations (kunnan järjestöyhdyshenkilö)."""
    REPRESENTATIVE: Final = "representative"
    """Acts for an association (järjestön edustaja)."""


class Scope:
    """The kinds of scope that a role may be held for."""

    CENTRE: Final = "centre"
    """Official code of a health centre."""
    MUNICIPALITY: Final = "municipality"
    """Official code of a municipality."""
    ORGANISATION: Final = "organisation"


class Permission(Enum):
    ORGANISATION_READ = "facilities.organisation.read"
    SPACE_WRITE = "facilities.space.write"
    """Sites, their spaces, hours and usage rules; sees drafts."""
    IMPORT_READ = "facilities.import.read"
    IMPORT_RUN = "facilities.import.run"
    BOOKING_READ = "facilities.booking.read"
    """Its holder's organisation, and who decides about the space."""
    BOOKING_MAKE = "facilities.booking.make"
    """Book, move and cancel for one's own organisation."""
    BOOKING_DECIDE = "facilities.booking.decide"
    """Refuse, cancel or move as the owner of the space; block times."""


_COORDINATOR = May(Role.COORDINATOR)
_LIAISON_OF_CENTRE = May(Role.CENTRE_LIAISON, within=Scope.CENTRE)
_OFFICER_OF_MUNICIPALITY = May(Role.MUNICIPALITY_OFFICER, within=Scope.MUNICIPALITY)
_REPRESENTATIVE = May(Role.REPRESENTATIVE, within=Scope.ORGANISATION)
_OWNERS = frozenset({_COORDINATOR, _LIAISON_OF_CENTRE, _OFFICER_OF_MUNICIPALITY})

PERMISSIONS: Permissions = {
    Permission.ORGANISATION_READ: frozenset({_COORDINATOR, _OFFICER_OF_MUNICIPALITY, _REPRESENTATIVE}),
    Permission.SPACE_WRITE: _OWNERS,
    Permission.IMPORT_READ: frozenset({_COORDINATOR}),
    Permission.IMPORT_RUN: frozenset({_COORDINATOR}),
    Permission.BOOKING_READ: _OWNERS | {_REPRESENTATIVE},
    Permission.BOOKING_MAKE: frozenset({_COORDINATOR, _REPRESENTATIVE}),
    Permission.BOOKING_DECIDE: _OWNERS,
}
