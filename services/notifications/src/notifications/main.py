"""notifications on one screen."""

from chassis.service import Service, Topic
from chassis.values import DAY
from notifications.access import PERMISSIONS
from notifications.copies import api as copies
from notifications.copies.handlers import COPIES
from notifications.deliveries import api as deliveries
from notifications.deliveries import errands as mail_errands
from notifications.deliveries import handlers as mail_handlers
from notifications.deliveries import jobs as mail
from notifications.endings import handlers as endings
from notifications.endings import jobs as ending_jobs
from notifications.events import endpoint, notice, proof, recipient, subscription
from notifications.feeds import api as feeds
from notifications.invitations import handlers as invitations
from notifications.invitations import jobs as invitation_jobs
from notifications.links import DESK
from notifications.messages import jobs as messages
from notifications.notices import api as notices
from notifications.proofs import api as proofs
from notifications.recipients import api as recipients
from notifications.recipients import jobs as recipient_jobs
from notifications.schema import METADATA
from notifications.settings import Settings
from notifications.subscriptions import api as subscriptions
from notifications.templates import api as templates
from notifications.webhooks import api as webhooks
from notifications.webhooks import errands as webhook_errands
from notifications.webhooks import handlers as webhook_handlers


def prepare(settings: Settings) -> None:
    """How far one may go into the world outside, and how one signs what goes there."""
    DESK.open(settings.sender)
    webhook_errands.may_reach(settings.webhook_inside, seconds=settings.webhook_seconds)
    mail_errands.may_send(
        settings.smtp_url, user=settings.smtp_user, password=settings.smtp_password.get_secret_value(),
        seconds=settings.smtp_seconds, address=settings.mail_sender, name=settings.mail_sender_name,
        reports_to=settings.mail_reports_to,
    )


SERVICE = Service(
    name="notifications",
    settings=Settings,
    tables=METADATA,
    permissions=PERMISSIONS,
    topics=[
        Topic(endpoint.TOPIC, events=endpoint.EVENTS, partitions=3),
        Topic(recipient.TOPIC, events=recipient.EVENTS, partitions=3),
        Topic(subscription.TOPIC, events=subscription.EVENTS, partitions=3),
        Topic(notice.TOPIC, events=notice.EVENTS, partitions=3),
        Topic(proof.TOPIC, events=proof.EVENTS, partitions=3, keep=400 * DAY),
    ],
    routes=[
        copies.router, webhooks.router, feeds.router, feeds.meetings,
        recipients.router, recipients.confirmations, subscriptions.topics, subscriptions.router, subscriptions.clicks,
        templates.router, deliveries.router, proofs.tasks, proofs.proofs, notices.router,
    ],
    copies=COPIES,
    listeners=[webhook_handlers.LISTENER, mail_handlers.LISTENER, invitations.LISTENER, endings.LISTENER],
    clock=[*messages.CLOCK, *recipient_jobs.CLOCK, *mail.CLOCK, *invitation_jobs.CLOCK],
    timers=[*mail.TIMERS, *ending_jobs.TIMERS],
    errands=[webhook_errands.WEBHOOKS, mail_errands.MAIL, mail_errands.BULK],
    prepare=prepare,
    texts="Who is told what, by which way, and proof of it.",
)
