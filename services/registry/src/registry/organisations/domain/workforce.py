"""Who does the work, by year: person-years of employees (henkilötyövuosi) and volunteers. ORG-10."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from chassis.problems import Reason, refuse_if_any
from chassis.values import today
from registry.organisations.domain.lifecycle import Action, Organisation, allow
from registry.organisations.problems import COUNT_NEGATIVE, YEAR_BEFORE_FOUNDED, YEAR_NOT_OVER

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Workforce:
    """One year's workforce; a second report of the year replaces the first."""

    year: int
    person_years: Decimal
    """Work of employees in full years, to one decimal."""
    volunteers: int

    @property
    def by_volunteers_only(self) -> bool:
        """Run fully by volunteers (vapaaehtoisvoimin toimiva)."""
        return self.person_years == 0 and self.volunteers > 0


def report_workforce(organisation: Organisation, workforce: Workforce, *, now: datetime) -> Workforce:
    """Report the workforce of a year (henkilöstön ilmoittaminen)."""
    allow(organisation, Action.REPORT_WORKFORCE, now=now)
    refuse_if_any(_objections(organisation.founded_on, workforce, now))
    return Workforce(workforce.year, workforce.person_years.quantize(TENTH, ROUND_HALF_UP), workforce.volunteers)


def _objections(founded_on: date | None, workforce: Workforce, now: datetime) -> Iterator[Reason]:
    if workforce.year > today(now).year:
        yield YEAR_NOT_OVER.at("/year", year=workforce.year)
    if founded_on is not None and workforce.year < founded_on.year:
        yield YEAR_BEFORE_FOUNDED.at("/year", founded_on=founded_on)
    if workforce.person_years < 0:
        yield COUNT_NEGATIVE.at("/person_years")
    if workforce.volunteers < 0:
        yield COUNT_NEGATIVE.at("/volunteers")
