"""python -m notifications api | worker | relay | serve | migrate."""

from chassis.service import run
from notifications.main import SERVICE

run(SERVICE)
