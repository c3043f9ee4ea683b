"""Of what notifications itself says, what it acts on."""

from typing import ClassVar
from uuid import UUID

from chassis.events import Fact


class ConfirmationAsked(Fact):
    """An address is to be confirmed: the one mail that it gets before (N11)."""

    type: ClassVar[str] = "fi.yhdyspinta.notifications.ConfirmationAsked.v1"
    recipient_id: UUID
    asked_id: UUID
