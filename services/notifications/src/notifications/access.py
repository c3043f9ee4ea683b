"""Who may do what in notifications: the page that `access matrix` prints."""

from enum import Enum
from typing import Final

from chassis.access import ANYONE, OWN, May, Permissions


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
    MAIL_GATEWAY: Final = "mail_gateway"
    """The program that hands in reports about mail (sähköpostipalvelin)."""


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
    RECIPIENT_READ = "notifications.recipient.read"
    """An address, its language, consent and subscriptions."""
    RECIPIENT_CHANGE = "notifications.recipient.change"
    RECIPIENT_KEEP = "notifications.recipient.keep"
    """On others' behalf, with grounds: enter, confirm, take off the list of refused addresses."""
    TEMPLATE_READ = "notifications.template.read"
    """Templates and their previews."""
    MAIL_READ = "notifications.mail.read"
    """The log of mail: what was sent on whose behalf, how it stands, what it said; never an address."""
    MAIL_OPERATE = "notifications.mail.operate"
    """Send again by hand."""
    MAIL_REPORT = "notifications.mail.report"
    """Hand in reports of delivery."""
    POSTAL_READ = "notifications.postal.read"
    """Letters that a person must post."""
    POSTAL_RECORD = "notifications.postal.record"
    """Record that a letter was posted: the clock of a decision begins by it."""
    NOTICE_READ = "notifications.notice.read"


_COORDINATOR = May(Role.COORDINATOR)
_ITS_OWNER = May(Role.REGIONAL_SYSTEM, within=OWN)
_WHOSE_IT_IS = frozenset({_COORDINATOR, May(Role.REPRESENTATIVE, within=Scope.ORGANISATION), May(ANYONE, within=OWN)})

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
    Permission.RECIPIENT_READ: _WHOSE_IT_IS,
    Permission.RECIPIENT_CHANGE: _WHOSE_IT_IS,
    Permission.RECIPIENT_KEEP: frozenset({_COORDINATOR}),
    Permission.TEMPLATE_READ: frozenset({_COORDINATOR}),
    Permission.MAIL_READ: frozenset({_COORDINATOR, May(Role.REPRESENTATIVE, within=Scope.ORGANISATION)}),
    Permission.MAIL_OPERATE: frozenset({_COORDINATOR}),
    Permission.MAIL_REPORT: frozenset({_COORDINATOR, May(Role.MAIL_GATEWAY)}),
    Permission.POSTAL_READ: frozenset({_COORDINATOR}),
    Permission.POSTAL_RECORD: frozenset({_COORDINATOR}),
    Permission.NOTICE_READ: frozenset({_COORDINATOR}),
}
"""Who has each permission. A regional system meets its own endpoints and nobody else's."""
