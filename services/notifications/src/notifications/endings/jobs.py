"""What an organisation did not get back is told when nothing more has come for a while."""

from chassis.jobs import Timer
from notifications.endings import commands

TIMERS = [Timer(commands.GATHER, commands.gather)]
