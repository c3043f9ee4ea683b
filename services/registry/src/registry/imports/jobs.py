"""The clock of imports: the next batch of each, and files that nobody asks for any more."""

from datetime import timedelta

from chassis.jobs import Due, Timer
from registry.imports import commands, queries

TIMERS = [Timer(commands.WORK, commands.work)]
CLOCK = [
    Due("registry.import.forget_files", every=timedelta(hours=1), due=queries.stale_files, command=commands.forget_files)
]
