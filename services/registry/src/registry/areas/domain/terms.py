"""Council terms (valtuustokausi): first-class periods that agreements, principles, surveys and seats refer to. XCT-02."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from chassis.problems import refuse_if_any
from registry.areas.problems import TERM_OVERLAPS


class CouncilKind(Enum):
    """Whose council: the county's (aluevaltuusto) or the municipalities' (kunnanvaltuusto)."""

    COUNTY = "county_council"
    MUNICIPAL = "municipal_council"


@dataclass(frozen=True, slots=True)
class Term:
    """One term, half-open: `valid_until` is the first day of the next."""

    code: str
    kind: CouncilKind
    valid_from: date
    valid_until: date

    def holds(self, day: date) -> bool:
        """Whether the day belongs to the term."""
        return self.valid_from <= day < self.valid_until

    def overlaps(self, other: "Term") -> bool:
        """Whether two terms of the same council share a day."""
        return self.kind is other.kind and self.valid_from < other.valid_until and other.valid_from < self.valid_until


def open_term(term: Term, known: Iterable[Term]) -> Term:
    """Take up a new term (valtuustokauden avaaminen): no two terms of one council share a day."""
    refuse_if_any(TERM_OVERLAPS.at("/valid_from", code=other.code) for other in known if term.overlaps(other))
    return term


def term_on(terms: Iterable[Term], kind: CouncilKind, day: date) -> Term | None:
    """The term of that council on the day."""
    return next((term for term in terms if term.kind is kind and term.holds(day)), None)
