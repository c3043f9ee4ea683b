"""What the clock does for applications."""

from datetime import timedelta

from chassis.jobs import Due, Timer
from grants.applications import commands, queries

TIMERS = [Timer(commands.REMIND, commands.remind)]
CLOCK = [
    Due("grants.applications.inherit", every=timedelta(minutes=1), due=queries.inherited, command=commands.inherit),
    Due("grants.applications.hold", every=timedelta(minutes=1), due=queries.unlike_their_parties, command=commands.settle_holds),
]
