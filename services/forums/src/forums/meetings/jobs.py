"""What the clock does for seats that were reserved."""

from chassis.jobs import Timer
from forums.meetings import commands

TIMERS = [Timer(commands.EXPIRE, commands.expire)]
