"""python -m forums api | worker | relay | serve | migrate."""

from chassis.service import run
from forums.main import SERVICE

run(SERVICE)
