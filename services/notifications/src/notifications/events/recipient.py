"""Who can be written to. Internal topic `notifications.internal.recipient`, key the recipient's id. No address is ever in it."""

from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event

TOPIC: Final = "notifications.internal.recipient"


class RecipientEvent(Event):
    topic: ClassVar[str] = TOPIC
    recipient_id: UUID
    """Of the person or the organisation."""
    kind: str
    """person, organisation"""


class RecipientAdded(RecipientEvent):
    """There is an address now (vastaanottaja lisätty)."""


class RecipientChanged(RecipientEvent):
    """Something about it is other than before (vastaanottaja muutettu)."""

    fields: tuple[str, ...]
    """address, language, consent, postal, verified, suppressed, muted"""


class ConfirmationAsked(RecipientEvent):
    """The address is to be confirmed (osoitteen vahvistuspyyntö): the one mail that it gets before."""

    asked_id: UUID
    """Of the link; the link itself is made when the mail is."""


class RecipientRemoved(RecipientEvent):
    """The address is gone (vastaanottaja poistettu): unconfirmed for too long, or removed by its owner."""

    reason: str
    """by_hand, unconfirmed"""


EVENTS: Final[tuple[type[RecipientEvent], ...]] = (RecipientAdded, RecipientChanged, ConfirmationAsked, RecipientRemoved)
