"""Who may propose and decide what (päätösehdotus, päätös). A named person decides each; criteria met give no right (GRC-02)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from chassis.problems import Reason, refuse_if_any
from chassis.values import Money
from grants.appropriations.problems import APPROPRIATION_EXCEEDED
from grants.decisions import problems as p
from grants.decisions.domain.lifecycle import MACHINE, Action, Status


class Decision(Protocol):
    """What these rules see of the row."""

    @property
    def status(self) -> Status: ...
    @property
    def sought_cents(self) -> int: ...
    @property
    def proposed_by(self) -> UUID: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What these rules know besides the row, read in the same transaction."""

    remaining_cents: int
    """Of the appropriation, which is locked."""
    principles_id: UUID | None
    """In force today. GRC-16."""
    is_disqualified: bool
    """The one who acts represents a party (jäävi; act 434/2003, 28 §)."""
    objections: Sequence[Reason] = ()
    """Why the applicants are not eligible today."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the decision says."""

    status: Status
    granted_cents: int
    principles_id: UUID
    decided_by: UUID
    decided_at: datetime


def propose(
    cents: int, sought_cents: int, *, is_disqualified: bool, completing_until: datetime | None, now: datetime
) -> None:
    """Whether this sum may be proposed. Nothing (0) is a proposal to refuse."""
    refuse_if_any(_not_to_propose(cents, sought_cents, is_disqualified, completing_until, now))


def grant(decision: Decision, cents: int, facts: Facts, *, now: datetime, by: UUID) -> Decided:
    """Grant all or a part of what was sought (myöntää). GRC-02, GRC-03."""
    status = MACHINE.after(decision.status, Action.GRANT)
    principles_id = _sure([*_of_the_decider(decision, facts, by), *facts.objections, *too_much(
        cents, decision.sought_cents, facts.remaining_cents
    )], facts)
    return Decided(status, cents, principles_id, by, now)


def refuse(decision: Decision, facts: Facts, *, now: datetime, by: UUID) -> Decided:
    """Refuse it (hylätä): nobody need be eligible for that."""
    status = MACHINE.after(decision.status, Action.REFUSE)
    return Decided(status, 0, _sure(_of_the_decider(decision, facts, by), facts), by, now)


def dismiss(decision: Decision, facts: Facts, *, now: datetime, by: UUID) -> Decided:
    """Not take it up (jättää tutkimatta), for instance where it came too late."""
    status = MACHINE.after(decision.status, Action.DISMISS)
    return Decided(status, 0, _sure(_of_the_decider(decision, facts, by), facts), by, now)


def too_much(cents: int, sought_cents: int, remaining_cents: int) -> Iterator[Reason]:
    """Why this sum cannot be granted: nothing, more than sought, more than is left. Says the exact remainder."""
    if cents == 0:
        yield p.NOTHING_GRANTED.at("/amount")
    if cents > sought_cents:
        yield p.MORE_THAN_SOUGHT.at("/amount", sought=Money(cents=sought_cents))
    if cents > remaining_cents:
        yield APPROPRIATION_EXCEEDED.at("/amount", remaining=Money(cents=remaining_cents))


def _of_the_decider(decision: Decision, facts: Facts, by: UUID) -> list[Reason]:
    found = []
    if facts.is_disqualified:
        found.append(p.DISQUALIFIED.at(""))
    if decision.proposed_by == by:
        found.append(p.PROPOSER_DECIDES.at(""))
    if facts.principles_id is None:
        found.append(p.NO_PRINCIPLES.at(""))
    return found


def _sure(reasons: Sequence[Reason], facts: Facts) -> UUID:
    """The principles to name, once nothing speaks against it."""
    refuse_if_any(reasons)
    if facts.principles_id is None:
        raise p.NO_PRINCIPLES()
    return facts.principles_id


def _not_to_propose(
    cents: int, sought_cents: int, is_disqualified: bool, completing_until: datetime | None, now: datetime
) -> Iterator[Reason]:
    if is_disqualified:
        yield p.DISQUALIFIED.at("")
    if completing_until is not None and now < completing_until:
        yield p.BEING_COMPLETED.at("", until=completing_until)
    if cents > sought_cents:
        yield p.MORE_THAN_SOUGHT.at("/amount", sought=Money(cents=sought_cents))
