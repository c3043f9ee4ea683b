"""`python out_of_time.py <seconds> <service> <role>`: a process of a service whose clock is so many seconds ahead.

Put in from outside, before the service is imported: the product has no switch for it. Both clocks of the house are moved, the
one that dates events and the one inside UUIDv7.
"""

import runpy
import sys
from datetime import datetime, timedelta
from uuid import UUID

import uuid_utils.compat

from chassis import clock

AHEAD = timedelta(seconds=float(sys.argv[1]))
true_now, true_uuid7 = clock.now, uuid_utils.compat.uuid7


def now() -> datetime:
    """This instant, as this process has it."""
    return true_now() + AHEAD


def uuid7(*, nanoseconds: int | None = None) -> UUID:
    """The upper 48 bits are milliseconds."""
    return UUID(int=true_uuid7(nanoseconds=nanoseconds).int + (AHEAD // timedelta(milliseconds=1) << 80))


if __name__ == "__main__":
    clock.now, uuid_utils.compat.uuid7 = now, uuid7
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
