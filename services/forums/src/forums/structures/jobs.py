"""What the clock does for seats."""

from chassis.jobs import Timer
from forums.structures import commands

TIMERS = [Timer(commands.FREE, commands.free_seat)]
