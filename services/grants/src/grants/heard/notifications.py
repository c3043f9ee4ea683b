"""Of notifications' events, the fields that grants reads."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from chassis.events import Fact


class DecisionServed(Fact):
    """A decision counts as served on a party (tiedoksianto)."""

    type: ClassVar[str] = "fi.yhdyspinta.notifications.DecisionServed.v1"
    decision_id: UUID
    organisation_id: UUID
    way: str
    deemed_on: date
