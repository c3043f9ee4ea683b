"""Partners asked to sign a joint application that is still a draft. Internal topic, key the sign-off's id."""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event
from chassis.values import Money
from grants.events.parts import Activity, CallNamed, Party

TOPIC: Final = "grants.internal.sign_off"


class SignOffRequested(Event):
    """This partner is asked to sign, or to sign again after a change (allekirjoituspyyntö)."""

    topic: ClassVar[str] = TOPIC
    sign_off_id: UUID
    application_id: UUID
    call: CallNamed
    closes_at: datetime
    parties: tuple[Party, ...]
    organisation_id: UUID
    """Who is asked."""
    activity: Activity
    sought: Money
    again: bool
    """It had signed what was then changed."""


EVENTS: Final[tuple[type[Event], ...]] = (SignOffRequested,)
