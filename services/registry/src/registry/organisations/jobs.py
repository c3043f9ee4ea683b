"""What the clock does for organisations."""

from datetime import timedelta

from chassis.jobs import Due, Timer
from registry.organisations import commands, queries

TIMERS = [Timer(commands.DISSOLVE, commands.dissolve_when_due)]
CLOCK = [
    Due("registry.organisations.place", every=timedelta(minutes=1), due=queries.misplaced, command=commands.place),
]
