"""Who may do what in grants: the page that `access matrix` prints."""

from enum import Enum
from typing import Final

from chassis.access import May, Permissions


class Role:
    """The words that role assignments and the claims of a token use."""

    COORDINATOR: Final = "coordinator"
    """The county's coordinator of cooperation with organisations (järjestökoordinaattori)."""
    FINANCE: Final = "finance"
    """Pays grants out (avustusten maksaja)."""
    ASSESSOR: Final = "assessor"
    """Scores applications of a call (arvioija)."""
    DECIDER: Final = "decider"
    """Decides applications of a call (päättävä viranhaltija)."""
    MUNICIPALITY_OFFICER: Final = "municipality_officer"
    """A municipality's officer for organisations (kunnan järjestöyhdyshenkilö)."""
    REPRESENTATIVE: Final = "representative"
    """Acts for an association (järjestön edustaja)."""


class Scope:
    """The kinds of scope that a role may be held for."""

    CALL: Final = "call"
    """One call for applications."""
    MUNICIPALITY: Final = "municipality"
    """Official code of a municipality."""
    ORGANISATION: Final = "organisation"


class Permission(Enum):
    ORGANISATION_READ = "grants.organisation.read"


PERMISSIONS: Permissions = {
    Permission.ORGANISATION_READ: frozenset({
        May(Role.COORDINATOR),
        May(Role.FINANCE),
        May(Role.MUNICIPALITY_OFFICER, within=Scope.MUNICIPALITY),
        May(Role.REPRESENTATIVE, within=Scope.ORGANISATION),
    }),
}
