"""Who wants to be told of what. Internal topic `notifications.internal.subscription`, key the subscription's id."""

from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event

TOPIC: Final = "notifications.internal.subscription"


class SubscriptionChanged(Event):
    """A recipient wants to be told of a topic, or wants it no more (tilaus muuttui). COM-17."""

    topic: ClassVar[str] = TOPIC
    subscription_id: UUID
    recipient_id: UUID
    about: str
    """grant_calls, applications, meetings, news"""
    channel: str
    """email"""
    wanted: bool
    by: str
    """person (signed in), staff, link (of a mail)"""


EVENTS: Final[tuple[type[Event], ...]] = (SubscriptionChanged,)
