"""Finnish time in calendar files (iCalendar, RFC 5545). Pure."""

from datetime import UTC, datetime
from typing import Final

from chassis.values import HELSINKI

ZONE: Final = """\
BEGIN:VTIMEZONE
TZID:Europe/Helsinki
BEGIN:DAYLIGHT
TZNAME:EEST
DTSTART:19970330T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:EET
DTSTART:19961027T040000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
"""Summer time as it has been since 1996 (directive 2000/84/EC): a test holds it against the zone's own history."""


def moments(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """In Finnish time; in UTC where one of them is in the second pass of autumn's doubled hour, which local time cannot name."""
    local = starts_at.astimezone(HELSINKI), ends_at.astimezone(HELSINKI)
    return (starts_at.astimezone(UTC), ends_at.astimezone(UTC)) if any(each.fold for each in local) else local
