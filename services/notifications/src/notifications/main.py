"""notifications on one screen."""

from chassis.service import Service, Topic
from chassis.values import DAY
from notifications.access import PERMISSIONS
from notifications.copies import api as copies
from notifications.copies.handlers import COPIES
from notifications.events import endpoint, proof, recipient, subscription
from notifications.feeds import api as feeds
from notifications.messages import jobs as messages
from notifications.schema import METADATA
from notifications.settings import Settings
from notifications.webhooks import api as webhooks
from notifications.webhooks import errands as webhook_errands
from notifications.webhooks import handlers as webhook_handlers


def prepare(settings: Settings) -> None:
    """How far one may go into the world outside."""
    webhook_errands.may_reach(settings.webhook_inside, seconds=settings.webhook_seconds)


SERVICE = Service(
    name="notifications",
    settings=Settings,
    tables=METADATA,
    permissions=PERMISSIONS,
    topics=[
        Topic(endpoint.TOPIC, events=endpoint.EVENTS, partitions=3),
        Topic(recipient.TOPIC, events=recipient.EVENTS, partitions=3),
        Topic(subscription.TOPIC, events=subscription.EVENTS, partitions=3),
        Topic(proof.TOPIC, events=proof.EVENTS, partitions=3, keep=400 * DAY),
    ],
    routes=[copies.router, webhooks.router, feeds.router],
    copies=COPIES,
    listeners=[webhook_handlers.LISTENER],
    clock=messages.CLOCK,
    errands=[webhook_errands.WEBHOOKS],
    prepare=prepare,
    texts="Who is told what, by which way, and proof of it.",
)
