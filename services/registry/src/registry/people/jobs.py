"""The clock of roles: a term ends exactly when it was said to end, or with the organisation that it is held for."""

from chassis.jobs import Timer
from registry.people.commands import assignments

TIMERS = [
    Timer(assignments.RUN_OUT, assignments.run_out),
    Timer(assignments.END_WITHIN, assignments.end_within),
]
