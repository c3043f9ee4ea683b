"""What the clock does for seats."""

from datetime import timedelta

from chassis.jobs import Due, Timer
from forums.structures import commands, queries

TIMERS = [Timer(commands.FREE, commands.free_seat)]
CLOCK = [
    Due("forums.structures.leave_ended", every=timedelta(minutes=1), due=queries.still_there, command=commands.leave_ended),
]
