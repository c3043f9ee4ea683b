"""Who may do what in the registry: the page that `access matrix` prints.

Organisations, areas, council terms and their history have no permission to read: every signed-in caller may (ACT-20, XCT-09).
"""

from enum import Enum
from typing import Final

from chassis.access import May, Permissions


class Role:
    """The words that role assignments and the claims of a token use."""

    COORDINATOR: Final = "coordinator"
    """The county's coordinator of cooperation with organisations (järjestökoordinaattori)."""
    DOMAIN_LIAISON: Final = "domain_liaison"
    AREA_LIAISON: Final = "area_liaison"
    CENTRE_LIAISON: Final = "centre_liaison"
    MUNICIPALITY_OFFICER: Final = "municipality_officer"
    REPRESENTATIVE: Final = "representative"
    """Acts for an association (järjestön edustaja)."""
    PROFESSIONAL: Final = "professional"
    REGIONAL_SYSTEM: Final = "regional_system"
    FINANCE: Final = "finance"
    ASSESSOR: Final = "assessor"
    DECIDER: Final = "decider"


class Scope:
    """The kinds of scope that a role may be held for."""

    AREA: Final = "area"
    """Official code of an area of any level."""
    MUNICIPALITY: Final = "municipality"
    """Official code of a municipality, for its own officer."""
    CENTRE: Final = "centre"
    """Official code of a health centre."""
    DOMAIN: Final = "domain"
    ORGANISATION: Final = "organisation"


class Permission(Enum):
    ORGANISATION_REGISTER = "registry.organisation.register"
    ORGANISATION_EDIT = "registry.organisation.edit"
    """Plain data, operating area, workforce."""
    ORGANISATION_IDENTIFY = "registry.organisation.identify"
    """Kind, legal form, identifiers, whether it supports others: what an organisation does not say of itself."""
    ORGANISATION_ASSESS = "registry.organisation.assess"
    """Whether it is of common good (yleishyödyllisyys)."""
    ORGANISATION_EVALUATE = "registry.organisation.evaluate"
    """Whether it is a social and health organisation, and what that means (sote-järjestö)."""
    ORGANISATION_DISSOLVE = "registry.organisation.dissolve"
    """Pause, resume, dissolve, and back."""
    ORGANISATION_MERGE = "registry.organisation.merge"
    ORGANISATION_ERASE = "registry.organisation.erase"
    """An unregistered group, for good (tietojen poistaminen)."""
    AREA_EDIT = "registry.area.edit"
    IMPORT_READ = "registry.import.read"
    IMPORT_RUN = "registry.import.run"
    IMPORT_DECIDE = "registry.import.decide"
    PEOPLE_READ = "registry.people.read"
    """Who holds which role; one's own everybody sees."""
    PEOPLE_ASSIGN = "registry.people.assign"
    """Give, prolong and end any role."""
    PEOPLE_ASSIGN_LOCALLY = "registry.people.assign_locally"
    """The same for deputies and for roles that the role types call local."""
    PEOPLE_APPROVE = "registry.people.approve"
    """Decide who acts for an association."""


_COORDINATOR = May(Role.COORDINATOR)
_LIAISON_OF_AREA = May(Role.AREA_LIAISON, within=Scope.AREA)
_LIAISON_OF_CENTRE = May(Role.CENTRE_LIAISON, within=Scope.CENTRE)
_LIAISON_OF_DOMAIN = May(Role.DOMAIN_LIAISON, within=Scope.DOMAIN)
_OFFICER_OF_MUNICIPALITY = May(Role.MUNICIPALITY_OFFICER, within=Scope.MUNICIPALITY)
_REPRESENTATIVE = May(Role.REPRESENTATIVE, within=Scope.ORGANISATION)
_COORDINATOR_AND_LIAISONS = frozenset({_COORDINATOR, _LIAISON_OF_DOMAIN, _LIAISON_OF_AREA, _LIAISON_OF_CENTRE})

PERMISSIONS: Permissions = {
    Permission.ORGANISATION_REGISTER: frozenset({_COORDINATOR, _LIAISON_OF_AREA, _OFFICER_OF_MUNICIPALITY}),
    Permission.ORGANISATION_EDIT: frozenset({
        _COORDINATOR, _LIAISON_OF_AREA, _LIAISON_OF_CENTRE, _OFFICER_OF_MUNICIPALITY, _REPRESENTATIVE,
    }),
    Permission.ORGANISATION_IDENTIFY: frozenset({_COORDINATOR, _LIAISON_OF_AREA, _LIAISON_OF_CENTRE, _OFFICER_OF_MUNICIPALITY}),
    Permission.ORGANISATION_ASSESS: frozenset({_COORDINATOR, _LIAISON_OF_AREA}),
    Permission.ORGANISATION_EVALUATE: frozenset({_COORDINATOR}),
    Permission.ORGANISATION_DISSOLVE: frozenset({_COORDINATOR, _LIAISON_OF_AREA}),
    Permission.ORGANISATION_MERGE: frozenset({_COORDINATOR}),
    Permission.ORGANISATION_ERASE: frozenset({_COORDINATOR}),
    Permission.AREA_EDIT: frozenset({_COORDINATOR}),
    Permission.IMPORT_READ: frozenset({_COORDINATOR}),
    Permission.IMPORT_RUN: frozenset({_COORDINATOR}),
    Permission.IMPORT_DECIDE: frozenset({_COORDINATOR}),
    Permission.PEOPLE_READ: _COORDINATOR_AND_LIAISONS | {_OFFICER_OF_MUNICIPALITY, _REPRESENTATIVE},
    Permission.PEOPLE_ASSIGN: frozenset({_COORDINATOR}),
    Permission.PEOPLE_ASSIGN_LOCALLY: _COORDINATOR_AND_LIAISONS,
    Permission.PEOPLE_APPROVE: _COORDINATOR_AND_LIAISONS,
}
"""Who has each permission. The rows of `people` and `imports` belong to those features."""
