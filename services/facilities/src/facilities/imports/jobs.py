"""The clock of imports."""

from chassis.jobs import Timer
from facilities.imports import commands

TIMERS = [Timer(commands.WORK, commands.work)]
