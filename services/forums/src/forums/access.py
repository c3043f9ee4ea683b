"""Who may do what in forums: the page that `access matrix` prints."""

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
    DOMAIN: Final = "domain"
    MUNICIPALITY: Final = "municipality"
    """Official code of a municipality."""
    ORGANISATION: Final = "organisation"
    STRUCTURE: Final = "structure"
    """One body, network or council."""


class Permission(Enum):
    ORGANISATION_READ = "forums.organisation.read"


PERMISSIONS: Permissions = {
    Permission.ORGANISATION_READ: frozenset({
        May(Role.COORDINATOR),
        May(Role.PROFESSIONAL),
        May(Role.MUNICIPALITY_OFFICER, within=Scope.MUNICIPALITY),
        May(Role.REPRESENTATIVE, within=Scope.ORGANISATION),
    }),
}
