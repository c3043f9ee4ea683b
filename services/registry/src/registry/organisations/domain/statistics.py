"""How many there are, how many came and went, and how thick on the ground (yhdistystiheys). ORG-25, STA-03, STA-04.

The database counts; these are the rules it is checked against, and the arithmetic of its answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Final, Protocol

FOUR_DECIMALS: Final = Decimal("0.0001")


class Unknown(Enum):
    """Why a figure is not given."""

    POPULATION = "population_unknown"
    FOUNDING_DATES = "founding_dates_unknown"


@dataclass(frozen=True, slots=True)
class Density:
    """Organisations for each 1,000 inhabitants, four decimals, half up; or why it is not known."""

    value: Decimal | None
    reason: Unknown | None = None


@dataclass(frozen=True, slots=True)
class YearOfChange:
    """What a year brought and took (nettomuutos): 133 new, 94 dissolved, net 39. STA-03."""

    year: int
    founded: int
    dissolved: int

    @property
    def net(self) -> int:
        """New minus dissolved."""
        return self.founded - self.dissolved


class Dated(Protocol):
    """What counting sees of an organisation."""

    @property
    def founded_on(self) -> date | None: ...
    @property
    def dissolved_on(self) -> date | None: ...


def density(count: int, population: int | None) -> Density:
    """Organisations for each 1,000 inhabitants (tiheys tuhatta asukasta kohti). STA-04."""
    if not population:
        return Density(None, Unknown.POPULATION)
    return Density((Decimal(1000 * count) / population).quantize(FOUR_DECIMALS, ROUND_HALF_UP))


def change_in(year: int, organisations: Iterable[Dated]) -> YearOfChange:
    """What the year brought and took; who has no founding date is not new in any year."""
    known = list(organisations)
    return YearOfChange(
        year,
        founded=sum(each.founded_on is not None and each.founded_on.year == year for each in known),
        dissolved=sum(each.dissolved_on is not None and each.dissolved_on.year == year for each in known),
    )


def standing(day: date, organisations: Iterable[Dated]) -> int:
    """How many exist on the day: founded by then, or at an unknown time, and not dissolved before it ends."""
    return sum(
        (each.founded_on is None or each.founded_on <= day) and (each.dissolved_on is None or day < each.dissolved_on)
        for each in organisations
    )
