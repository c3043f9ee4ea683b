"""Proof that a decision reached a party (tiedoksiannon todiste). Topic `notifications.proof`, key the proof's id."""

from datetime import date, datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event

TOPIC: Final = "notifications.proof"


class DecisionServed(Event):
    """A decision counts as served on a party (tiedoksianto).

    Said once for each decision and party; and once more, under the same proof and with a later day, where its mail came back
    after all and a letter was posted: the later day is the one that counts.
    """

    topic: ClassVar[str] = TOPIC
    proof_id: UUID
    application_id: UUID
    decision_id: UUID
    """Of the decision, or of the decision on a review."""
    organisation_id: UUID
    """The party."""
    way: str
    """email, letter"""
    sent_at: datetime
    deemed_on: date
    """The Finnish day on which it counts as received: the third after an e-mail with consent, the seventh after a letter."""


EVENTS: Final[tuple[type[Event], ...]] = (DecisionServed,)
