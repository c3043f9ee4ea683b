"""On the clock: who was invited to what is forgotten when it is of no use any more."""

from datetime import timedelta

from chassis.jobs import Due
from notifications.invitations import queries
from notifications.invitations.commands import holding

CLOCK = [Due("notifications.calendar_entry.forget", every=timedelta(minutes=10), due=queries.over, command=holding.forget)]
