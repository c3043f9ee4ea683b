"""Who may do what in facilities: the page that `access matrix` prints."""

from enum import Enum
from typing import Final

from chassis.access import May, Permissions


class Role:
    """The words that role assignments and the claims of a token use."""

    COORDINATOR: Final = "coordinator"
    """The county's coordinator of cooperation with organisations (järjestökoordinaattori)."""
    MUNICIPALITY_OFFICER: Final = "municipality_officer"
    """A municipality's officer for organisations (kunnan järjestöyhdyshenkilö)."""
    REPRESENTATIVE: Final = "representative"
    """Acts for an association (järjestön edustaja)."""


class Scope:
    """The kinds of scope that a role may be held for."""

    MUNICIPALITY: Final = "municipality"
    """Official code of a municipality."""
    ORGANISATION: Final = "organisation"


class Permission(Enum):
    ORGANISATION_READ = "facilities.organisation.read"


PERMISSIONS: Permissions = {
    Permission.ORGANISATION_READ: frozenset({
        May(Role.COORDINATOR),
        May(Role.MUNICIPALITY_OFFICER, within=Scope.MUNICIPALITY),
        May(Role.REPRESENTATIVE, within=Scope.ORGANISATION),
    }),
}
