"""An appropriation (määräraha): what is granted out of it never exceeds it. GRC-03."""

from collections.abc import Iterator

from chassis.problems import Reason
from chassis.values import Money
from grants.appropriations.problems import APPROPRIATION_BELOW_COMMITTED


def objections(amount: Money, committed: Money) -> Iterator[Reason]:
    """Why it cannot be this much: more has been granted already."""
    if amount.cents < committed.cents:
        yield APPROPRIATION_BELOW_COMMITTED.at("/amount", committed=str(committed))
