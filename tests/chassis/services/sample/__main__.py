"""python -m sample api | worker | relay | serve | migrate"""

from chassis.service import run
from sample.main import SERVICE

run(SERVICE)
