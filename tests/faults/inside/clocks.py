"""A clock that can be put forward and back from outside: a file says by how many seconds, and none means that it is right.

Both clocks of the house move, the one that dates events and the one inside UUIDv7; a process's own waiting does not. In place
before the service is imported.
"""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import uuid_utils.compat

from chassis import clock

CLOCK = "clock"
"""The file, beside those of the points."""


def install(folder: Path) -> None:
    """From now on."""
    file, true_now, true_uuid7 = folder / CLOCK, clock.now, uuid_utils.compat.uuid7

    def ahead() -> timedelta:
        try:
            return timedelta(seconds=float(file.read_text()))
        except FileNotFoundError:
            return timedelta()

    def now() -> datetime:
        return true_now() + ahead()

    def uuid7(*, nanoseconds: int | None = None) -> UUID:
        """The upper 48 bits are milliseconds."""
        return UUID(int=true_uuid7(nanoseconds=nanoseconds).int + (ahead() // timedelta(milliseconds=1) << 80))

    clock.now, uuid_utils.compat.uuid7 = now, uuid7
