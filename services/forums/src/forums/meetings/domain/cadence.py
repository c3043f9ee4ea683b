"""How often a structure meets in a year, held against what is said of it. Pure. STR-08."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, Final

WARNED_FROM: Final = (10, 1)
"""Month and day: from then on a year without enough meetings in sight is at risk. M9 has the same day."""


class Pace(Enum):
    """How a year goes."""

    FINE = "fine"
    TO_COME = "to_come"
    """Too few so far, and time enough."""
    AT_RISK = "at_risk"
    """Too few are held or scheduled, and the year is nearly over."""
    TOO_FEW = "too_few"
    """The year is over: breached."""
    TOO_MANY = "too_many"
    """Breached, or about to be: more are held or scheduled than there should be."""


def pace(cadence: Mapping[str, Any], year: int, *, held: int, ahead: int, today: date) -> Pace:
    """`held` were held in that year, `ahead` are scheduled in it."""
    least, most = cadence.get("per_year_min"), cadence.get("per_year_max")
    if most is not None and held + ahead > most:
        return Pace.TOO_MANY
    if least is None or held >= least:
        return Pace.FINE
    if year < today.year:
        return Pace.TOO_FEW
    if held + ahead >= least:
        return Pace.FINE
    return Pace.AT_RISK if today >= date(year, *WARNED_FROM) else Pace.TO_COME
