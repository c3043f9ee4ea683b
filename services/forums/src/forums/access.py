"""Who may do what in forums: the page that `access matrix` prints.

Structures, their seats and their meetings have no permission to read: every signed-in caller may. Persons in seats are read apart.
"""

from enum import Enum
from typing import Final

from chassis.access import ANYONE, OWN, May, Permissions


class Role:
    """The words that role assignments and the claims of a token use."""

    COORDINATOR: Final = "coordinator"
    """The county's coordinator of cooperation with organisations (järjestökoordinaattori)."""
    DOMAIN_LIAISON: Final = "domain_liaison"
    AREA_LIAISON: Final = "area_liaison"
    CENTRE_LIAISON: Final = "centre_liaison"
    """Liaisons of a domain, a service area, a health centre (järjestöyhdyshenkilöt)."""
    MUNICIPALITY_OFFICER: Final = "municipality_officer"
    """A municipality's officer for organisations (kunnan järjestöyhdyshenkilö)."""
    PROFESSIONAL: Final = "professional"
    """A health or social care professional (sote-ammattilainen)."""
    REPRESENTATIVE: Final = "representative"
    """Acts for an association (järjestön edustaja)."""


class Scope:
    """The kinds of scope that a role may be held for."""

    AREA: Final = "area"
    """Official code of an area of any level."""
    CENTRE: Final = "centre"
    """Official code of a health centre."""
    DOMAIN: Final = "domain"
    """Code of a service domain."""
    MUNICIPALITY: Final = "municipality"
    """Official code of a municipality."""
    ORGANISATION: Final = "organisation"
    """Of a structure, the organisations that call it together; of a seat's holder, whom the holder represents."""


class Permission(Enum):
    ORGANISATION_READ = "forums.organisation.read"
    STRUCTURE_ESTABLISH = "forums.structure.establish"
    """Establish a body from a template for an area, a domain or a theme."""
    STRUCTURE_EDIT = "forums.structure.edit"
    """Names, topics, cadence, composition, areas of cooperation, convenors, working groups."""
    STRUCTURE_CLOSE = "forums.structure.close"
    SEAT_FILL = "forums.seat.fill"
    """Define, fill, vacate and withdraw seats."""
    SEAT_PEOPLE = "forums.seat.people"
    """Which person sits where, and whom an audience reaches; what is said of oneself everybody sees."""
    MEETING_CONVENE = "forums.meeting.convene"
    """Schedule, invite, move, cancel and hold meetings, and keep their agendas and minutes."""
    REGISTRATION_KEEP = "forums.registration.keep"
    """Confirm a registration and leave: one's own, or that of an organisation for which one acts."""


_COORDINATOR = May(Role.COORDINATOR)
_LIAISONS = frozenset({
    May(Role.DOMAIN_LIAISON, within=Scope.DOMAIN),
    May(Role.AREA_LIAISON, within=Scope.AREA),
    May(Role.CENTRE_LIAISON, within=Scope.CENTRE),
    May(Role.MUNICIPALITY_OFFICER, within=Scope.MUNICIPALITY),
})
"""Each within the own scope: the bodies of one's area and of what lies in it, of one's domain, of one's municipality."""
_REPRESENTATIVE = May(Role.REPRESENTATIVE, within=Scope.ORGANISATION)

PERMISSIONS: Permissions = {
    Permission.ORGANISATION_READ: frozenset({
        _COORDINATOR,
        May(Role.PROFESSIONAL),
        May(Role.MUNICIPALITY_OFFICER, within=Scope.MUNICIPALITY),
        _REPRESENTATIVE,
    }),
    Permission.STRUCTURE_ESTABLISH: _LIAISONS | {_COORDINATOR},
    Permission.STRUCTURE_EDIT: _LIAISONS | {_COORDINATOR},
    Permission.STRUCTURE_CLOSE: _LIAISONS | {_COORDINATOR},
    Permission.SEAT_FILL: _LIAISONS | {_COORDINATOR},
    Permission.SEAT_PEOPLE: _LIAISONS | {_COORDINATOR},
    Permission.MEETING_CONVENE: _LIAISONS | {_COORDINATOR, _REPRESENTATIVE},
    Permission.REGISTRATION_KEEP: _LIAISONS | {_COORDINATOR, _REPRESENTATIVE, May(ANYONE, within=OWN)},
}
