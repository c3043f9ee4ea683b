"""Non-profit assessment (yleishyödyllisyyden arviointi): the three tests of the income tax act 1535/1992, 22 §. ORG-04."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from chassis.problems import Reason, refuse_if_any
from chassis.values import today
from registry.organisations.domain.lifecycle import Action, Organisation, allow
from registry.organisations.problems import ASSESSED_IN_FUTURE, GROUNDS_MISSING, VALID_UNTIL_PAST


class NonProfit(Enum):
    """The outcome in force."""

    NOT_ASSESSED = "not_assessed"
    NON_PROFIT = "non_profit"
    NOT_NON_PROFIT = "not_non_profit"


@dataclass(frozen=True, slots=True)
class Tests:
    """All three are needed (22 §, first subsection). The grounds say how each was judged."""

    for_common_good: bool
    """It acts solely and directly for the common good in a material, intellectual, moral or social sense."""
    not_for_a_closed_circle: bool
    """Its activity is not meant for restricted groups of persons only."""
    no_private_gain: bool
    """Nobody taking part gains by dividend, share of profit, or pay above what is reasonable."""

    @property
    def passed(self) -> bool:
        """Whether all three hold."""
        return self.for_common_good and self.not_for_a_closed_circle and self.no_private_gain


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment by a named person; it binds the county only, not the tax authority."""

    outcome: NonProfit
    tests: Tests
    assessed_on: date
    valid_until: date | None
    grounds: str
    assessed_by: UUID

    def holds(self, day: date) -> bool:
        """Whether it counts on the day."""
        return self.assessed_on <= day and (self.valid_until is None or day < self.valid_until)


def assess(
    organisation: Organisation, tests: Tests, *, on: date, until: date | None, grounds: str, now: datetime, by: UUID
) -> Assessed:
    """Judge whether the organisation is of common good (arvioida yleishyödyllisyys)."""
    allow(organisation, Action.ASSESS, now=now)
    refuse_if_any(_objections(on, until, grounds, now))
    outcome = NonProfit.NON_PROFIT if tests.passed else NonProfit.NOT_NON_PROFIT
    return Assessed(outcome, tests, on, until, grounds.strip(), by)


def _objections(on: date, until: date | None, grounds: str, now: datetime) -> Iterator[Reason]:
    if on > today(now):
        yield ASSESSED_IN_FUTURE.at("/assessed_on", assessed_on=on)
    if until is not None and until <= on:
        yield VALID_UNTIL_PAST.at("/valid_until", assessed_on=on)
    if not grounds.strip():
        yield GROUNDS_MISSING.at("/grounds")
