"""python -m grants api | worker | relay | serve | migrate."""

from chassis.service import run
from grants.main import SERVICE

run(SERVICE)
