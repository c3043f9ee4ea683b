"""What the clock does for organisations."""

from datetime import timedelta

from chassis.jobs import Due
from registry.organisations import commands, queries

CLOCK = [
    Due("registry.organisations.place", every=timedelta(minutes=1), due=queries.misplaced, command=commands.place),
]
