"""`python -m registry api | worker | relay | serve | migrate`."""

from chassis.service import run
from registry.main import SERVICE

run(SERVICE)
