"""What a distribution would come to, before anybody decides anything (jakolaskelma). GRC-03."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.problems import Reason, refuse_if_any
from grants.decisions import problems as p


@dataclass(frozen=True, slots=True)
class Sought:
    """An application of the call that nobody has decided, and what was proposed for it."""

    id: UUID
    case_number: str
    sought_cents: int
    proposed_cents: int | None


@dataclass(frozen=True, slots=True)
class Sums:
    """All in cents."""

    sought: int
    proposed: int
    supposed: int
    left: int
    """Of the appropriation, were this granted; below zero it does not fit."""
    over: tuple[Sought, ...]
    """Those for which more is supposed than they sought."""


def suppose(in_hand: Sequence[Sought], amounts: Sequence[tuple[UUID, int]], remaining_cents: int) -> Sums:
    """The sums with these amounts in the place of what was proposed."""
    known = {one.id: one for one in in_hand}
    refuse_if_any(_strangers(known, amounts))
    wanted = dict(amounts)
    supposed = sum(wanted.get(one.id, one.proposed_cents or 0) for one in in_hand)
    return Sums(
        sought=sum(one.sought_cents for one in in_hand),
        proposed=sum(one.proposed_cents or 0 for one in in_hand),
        supposed=supposed,
        left=remaining_cents - supposed,
        over=tuple(one for one in in_hand if wanted.get(one.id, 0) > one.sought_cents),
    )


def _strangers(known: Mapping[UUID, Sought], amounts: Sequence[tuple[UUID, int]]) -> Iterator[Reason]:
    seen: set[UUID] = set()
    for position, (id, _) in enumerate(amounts):
        if id not in known:
            yield p.NOT_IN_HAND.at(f"/amounts/{position}/application_id")
        if id in seen:
            yield p.SUPPOSED_TWICE.at(f"/amounts/{position}/application_id")
        seen.add(id)
