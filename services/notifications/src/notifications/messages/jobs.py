"""On the clock: what is older than the retention is forgotten."""

from datetime import timedelta

from chassis.jobs import Due
from notifications.messages import commands, queries

CLOCK = [Due("notifications.message.forget", every=timedelta(seconds=10), due=queries.outdated, command=commands.forget)]
