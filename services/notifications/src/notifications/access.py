"""Who may do what in notifications: the page that `access matrix` prints."""

from enum import Enum
from typing import Final

from chassis.access import OWN, May, Permissions


class Role:
    """The words that role assignments and the claims of a token use."""

    COORDINATOR: Final = "coordinator"
    """The county's coordinator of cooperation with organisations (järjestökoordinaattori)."""
    MUNICIPALITY_OFFICER: Final = "municipality_officer"
    """A municipality's officer for organisations (kunnan järjestöyhdyshenkilö)."""
    PROFESSIONAL: Final = "professional"
    """A health or social care professional (sote-ammattilainen)."""
    REPRESENTATIVE: Final = "representative"
    """Acts for an association (järjestön edustaja)."""
    REGIONAL_SYSTEM: Final = "regional_system"
    """A program of another body in the region (alueellinen järjestelmä)."""


class Scope:
    """The kinds of scope that a role may be held for."""

    MUNICIPALITY: Final = "municipality"
    """Official code of a municipality."""
    ORGANISATION: Final = "organisation"


class Permission(Enum):
    ORGANISATION_READ = "notifications.organisation.read"
    WEBHOOK_REGISTER = "notifications.webhook.register"
    WEBHOOK_READ = "notifications.webhook.read"
    """The endpoint, its state, its deliveries and their answers."""
    WEBHOOK_CHANGE = "notifications.webhook.change"
    """Where it goes and what it wants; its secret."""
    WEBHOOK_OPERATE = "notifications.webhook.operate"
    """Disable, enable, remove, test, send again."""
    EVENTS_READ = "notifications.events.read"
    """The pull feed of public events."""


_COORDINATOR = May(Role.COORDINATOR)
_ITS_OWNER = May(Role.REGIONAL_SYSTEM, within=OWN)

PERMISSIONS: Permissions = {
    Permission.ORGANISATION_READ: frozenset({
        _COORDINATOR,
        May(Role.PROFESSIONAL),
        May(Role.MUNICIPALITY_OFFICER, within=Scope.MUNICIPALITY),
        May(Role.REPRESENTATIVE, within=Scope.ORGANISATION),
    }),
    Permission.WEBHOOK_REGISTER: frozenset({May(Role.REGIONAL_SYSTEM)}),
    Permission.WEBHOOK_READ: frozenset({_COORDINATOR, _ITS_OWNER}),
    Permission.WEBHOOK_CHANGE: frozenset({_ITS_OWNER}),
    Permission.WEBHOOK_OPERATE: frozenset({_COORDINATOR, _ITS_OWNER}),
    Permission.EVENTS_READ: frozenset({_COORDINATOR, May(Role.REGIONAL_SYSTEM)}),
}
"""Who has each permission. A regional system meets its own endpoints and nobody else's."""
