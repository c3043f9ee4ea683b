"""The last day of a remedy (muutoksenhakuajan viimeinen päivä). Act on time limits 150/1930; act 611/2021; act 808/2019.

Days on which a time limit does not end are worked out in `chassis.holidays`. The county's list for 2021–2030 is a test of them.
"""

from datetime import date

from chassis.holidays import is_closed
from chassis.values import DAY


def last_day(served_on: date, days: int) -> date:
    """The day of service does not count; a last day that is closed moves on to the next open one (150/1930, 2 § and 5 §)."""
    last = served_on + days * DAY
    while is_closed(last):
        last += DAY
    return last
