"""When the activity takes place (toiminnan aika). Money used outside the year of the grant is not accepted (G16)."""

from collections.abc import Iterator
from datetime import date

from chassis.problems import Reason
from chassis.values import Days
from grants.applications import problems as p


def of_year(year: int) -> Days:
    """The whole calendar year."""
    return Days(from_=date(year, 1, 1), until=date(year + 1, 1, 1))


def moved(period: Days, years: int) -> Days | None:
    """The same days in another year; nothing where it has no such days."""
    try:
        until = None if period.until is None else period.until.replace(year=period.until.year + years)
        return Days(from_=period.from_.replace(year=period.from_.year + years), until=until)
    except ValueError:
        return None


def objections(period: Days, year: int) -> Iterator[Reason]:
    """It has an end and lies within the year."""
    if period.until is None:
        yield p.PERIOD_ENDLESS.at("/period")
    elif period.from_ < date(year, 1, 1) or period.until > date(year + 1, 1, 1):
        yield p.PERIOD_NOT_IN_YEAR.at("/period", year=str(year))
