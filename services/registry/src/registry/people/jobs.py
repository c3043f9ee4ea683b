"""The clock of roles: a term ends exactly when it was said to end."""

from chassis.jobs import Timer
from registry.people.commands import assignments

TIMERS = [Timer(assignments.RUN_OUT, assignments.run_out)]
