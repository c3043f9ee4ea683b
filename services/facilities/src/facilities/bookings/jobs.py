"""What the clock does for bookings."""

from datetime import timedelta

from chassis.jobs import Due, Timer
from facilities.bookings import commands, queries

TIMERS = [Timer(commands.EXPIRE, commands.expire), Timer(commands.HANDOVER_OVER, commands.handover_over)]
CLOCK = [
    Due("facilities.bookings.release", every=timedelta(minutes=1), due=queries.missed, command=commands.release),
    Due("facilities.bookings.inherit", every=timedelta(minutes=1), due=queries.to_inherit, command=commands.inherit),
    Due("facilities.bookings.offer", every=timedelta(minutes=1), due=queries.of_ended, command=commands.offer),
    Due("facilities.bookings.lift", every=timedelta(minutes=1), due=queries.offered_in_vain, command=commands.lift),
]
