"""python -m facilities api | worker | relay | serve | migrate."""

from chassis.service import run
from facilities.main import SERVICE

run(SERVICE)
