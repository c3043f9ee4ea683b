"""What the clock does for calls."""

from chassis.jobs import Timer
from grants.calls import commands

TIMERS = [Timer(commands.OPEN, commands.open_when_due), Timer(commands.CLOSE, commands.close_when_due)]
