"""On the clock: addresses that nobody confirmed are forgotten."""

from datetime import timedelta

from chassis.jobs import Due
from notifications.recipients import queries
from notifications.recipients.commands import confirming

CLOCK = [
    Due(
        "notifications.recipient.forget_unconfirmed", every=timedelta(minutes=1), due=queries.unconfirmed,
        command=confirming.forget_unconfirmed,
    ),
]
