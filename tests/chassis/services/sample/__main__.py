"""python -m sample api | worker | relay | serve | migrate"""

from sample.main import SERVICE

from chassis.service import run

run(SERVICE)
