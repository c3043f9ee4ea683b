"""A role is held for a time, by one primary holder where its type says so (tehtäväkausi). ACT-01, ACT-03..06; R4.

Terms are half-open: at `valid_until` the role is no longer held. No end means until further notice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from uuid import UUID

from chassis.machine import Machine
from chassis.problems import Reason, refuse_if_any
from registry.people.domain.role_types import RoleType, ScopeKind
from registry.people.problems import (
    DEPUTY_OF_DEPUTY,
    DEPUTY_OUTSIDE,
    END_PAST,
    GRANTS_TO_ONESELF,
    HELD,
    HELD_ALREADY,
    HELD_FOR_NOW,
    NO_DEPUTIES,
    NOT_LONGER,
    NOT_YOURS,
    SCOPE_UNKNOWN,
    TERM_ORDER,
    TERM_OVER,
    WITHOUT_END,
    WRONG_SCOPE_KIND,
)


class Source(Enum):
    """How an assignment came about: by somebody who may give it, or by approving a request."""

    ASSIGNED = "assigned"
    REQUESTED = "requested"


class Status(Enum):
    """Given, from now or from a later day on (annettu); or ended (päättynyt)."""

    GIVEN = "given"
    ENDED = "ended"


class Action(Enum):
    PROLONG = "prolong"
    NAME_DEPUTY = "name_deputy"
    END = "end"


MACHINE = Machine({
    (Status.GIVEN, Action.PROLONG): Status.GIVEN,
    (Status.GIVEN, Action.NAME_DEPUTY): Status.GIVEN,
    (Status.GIVEN, Action.END): Status.ENDED,
})


@dataclass(frozen=True, slots=True)
class Term:
    """From when to before when."""

    valid_from: datetime
    valid_until: datetime | None = None

    def overlaps(self, other: "Term") -> bool:
        """Whether the two share a moment."""
        return (self.valid_until is None or other.valid_from < self.valid_until) and (
            other.valid_until is None or self.valid_from < other.valid_until
        )

    def within(self, other: "Term") -> bool:
        """Whether all of it lies in the other."""
        ends = other.valid_until is None or (self.valid_until is not None and self.valid_until <= other.valid_until)
        return other.valid_from <= self.valid_from and ends


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that somebody holds or will hold for the same scope."""

    subject: UUID
    term: Term
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What must be known before a role is given, prolonged or ended."""

    may_name: bool
    """Whether the one who acts may decide about any role, for the whole county."""
    may_name_locally: bool
    """Whether for the roles that liaisons give, in this scope."""
    scope_known: bool = True
    held: Sequence[Holding] = ()
    """Everybody else's terms of the same role for the same scope."""


class Assignment(Protocol):
    """What these rules see of the row."""

    @property
    def status(self) -> Status: ...
    @property
    def subject(self) -> UUID: ...
    @property
    def role(self) -> str: ...
    @property
    def scope_kind(self) -> ScopeKind: ...
    @property
    def scope_id(self) -> str: ...
    @property
    def deputy_of(self) -> UUID | None: ...
    @property
    def valid_from(self) -> datetime: ...
    @property
    def valid_until(self) -> datetime | None: ...


def assign(
    kind: RoleType, scope_kind: ScopeKind, scope_id: str, subject: UUID, term: Term, facts: Facts, *, now: datetime, by: UUID
) -> Status:
    """Give somebody a role for a scope and a time (tehtävään osoittaminen); of a sole role, the primary one."""
    refuse_if_any(_not_allowed(kind, subject, facts, by, local=kind.local))
    refuse_if_any([
        *_wrong_scope(kind, scope_kind, scope_id, facts),
        *_impossible(term, now),
        *_taken(kind, scope_id, subject, term, facts, deputy=False),
    ])
    return Status.GIVEN


def name_deputy(
    holder: Assignment, kind: RoleType, subject: UUID, term: Term, facts: Facts, *, now: datetime, by: UUID
) -> Status:
    """Name somebody who stands in for the holder, within the holder's term (varahenkilö). ACT-01."""
    MACHINE.after(holder.status, Action.NAME_DEPUTY)
    refuse_if_any(_not_allowed(kind, subject, facts, by, local=True))
    refuse_if_any([
        *_without_deputies(holder, kind),
        *_impossible(term, now),
        *_outside(holder, term),
        *_taken(kind, holder.scope_id, subject, term, facts, deputy=True),
    ])
    return Status.GIVEN


def prolong(
    assignment: Assignment, kind: RoleType, until: datetime | None, facts: Facts, *, now: datetime, by: UUID
) -> Status:
    """Let the role be held longer (tehtävän jatkaminen), with another end or until further notice."""
    status = MACHINE.after(assignment.status, Action.PROLONG)
    deputy = assignment.deputy_of is not None
    refuse_if_any(_not_allowed(kind, assignment.subject, facts, by, local=kind.local or deputy))
    longer = Term(assignment.valid_from, until)
    refuse_if_any([
        *_wrong_scope(kind, assignment.scope_kind, assignment.scope_id, facts),
        *_not_longer(assignment, until),
        *_impossible(longer, now),
        *_taken(kind, assignment.scope_id, assignment.subject, longer, facts, deputy=deputy),
    ])
    return status


def end(assignment: Assignment, kind: RoleType, at: datetime | None, facts: Facts, *, now: datetime, by: UUID) -> datetime:
    """The moment from which the role gives nothing: now, or a later one before its present end (tehtävän päättäminen)."""
    MACHINE.after(assignment.status, Action.END)
    refuse_if_any(_not_allowed(kind, assignment.subject, facts, by, local=kind.local or assignment.deputy_of is not None))
    moment = now if at is None else at
    refuse_if_any(_past_or_late(assignment, moment, now))
    return max(moment, assignment.valid_from)


def has_run_out(assignment: Assignment, now: datetime) -> bool:
    """Whether the term is over and its end was not said yet."""
    return assignment.status is Status.GIVEN and assignment.valid_until is not None and assignment.valid_until <= now


def _not_allowed(kind: RoleType, subject: UUID, facts: Facts, by: UUID, *, local: bool) -> Iterator[Reason]:
    if not (facts.may_name or (local and facts.may_name_locally)):
        yield NOT_YOURS.at("", role=kind.role)
    if kind.grants and subject == by:
        yield GRANTS_TO_ONESELF.at("/subject", role=kind.role)


def _wrong_scope(kind: RoleType, scope_kind: ScopeKind, scope_id: str, facts: Facts) -> Iterator[Reason]:
    if scope_kind not in kind.scope_kinds:
        yield WRONG_SCOPE_KIND.at("/scope_kind", role=kind.role, known=sorted(k.value for k in kind.scope_kinds))
    elif not facts.scope_known:
        yield SCOPE_UNKNOWN.at("/scope_id", scope_kind=scope_kind, scope_id=scope_id)


def _impossible(term: Term, now: datetime) -> Iterator[Reason]:
    if term.valid_until is None:
        return
    if term.valid_until <= term.valid_from:
        yield TERM_ORDER.at("/valid_until", valid_from=term.valid_from)
    elif term.valid_until <= now:
        yield TERM_OVER.at("/valid_until", valid_until=term.valid_until)


def _taken(
    kind: RoleType, scope_id: str, subject: UUID, term: Term, facts: Facts, *, deputy: bool
) -> Iterator[Reason]:
    for other in facts.held:
        if not other.term.overlaps(term):
            continue
        if other.subject == subject:
            yield HELD_ALREADY.at("/subject", role=kind.role, scope_id=scope_id)
        elif kind.sole and not deputy and not other.deputy:
            until = other.term.valid_until
            problem = HELD_FOR_NOW if until is None else HELD
            yield problem.at("/valid_from", role=kind.role, scope_id=scope_id, valid_from=other.term.valid_from, valid_until=until)


def _without_deputies(holder: Assignment, kind: RoleType) -> Iterator[Reason]:
    if not kind.sole:
        yield NO_DEPUTIES.at("", role=kind.role)
    elif holder.deputy_of is not None:
        yield DEPUTY_OF_DEPUTY.at("")


def _outside(holder: Assignment, term: Term) -> Iterator[Reason]:
    if not term.within(Term(holder.valid_from, holder.valid_until)):
        yield DEPUTY_OUTSIDE.at("/valid_from", valid_from=holder.valid_from)


def _not_longer(assignment: Assignment, until: datetime | None) -> Iterator[Reason]:
    if assignment.valid_until is None:
        yield WITHOUT_END.at("/valid_until")
    elif until is not None and until <= assignment.valid_until:
        yield NOT_LONGER.at("/valid_until", valid_until=assignment.valid_until)


def _past_or_late(assignment: Assignment, moment: datetime, now: datetime) -> Iterator[Reason]:
    late = assignment.valid_until is not None and moment > assignment.valid_until
    if moment < now or late:
        yield END_PAST.at("/at")
