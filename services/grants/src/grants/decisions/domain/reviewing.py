"""A request for review (oikaisuvaatimus): when it is late, and what may come of it. Act 611/2021."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chassis.problems import Reason, refuse_if_any
from chassis.values import Money
from grants.appropriations.problems import APPROPRIATION_EXCEEDED
from grants.decisions import problems as p
from grants.decisions.domain.lifecycle import REVIEW_MACHINE, ReviewAction, ReviewStatus, Status

ASKABLE = (Status.GRANTED, Status.REFUSED, Status.INADMISSIBLE)
"""What was decided can be looked at again; a proposal cannot."""


class Request(Protocol):
    """What these rules see of the row."""

    @property
    def status(self) -> ReviewStatus: ...
    @property
    def received_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What must be known before a request is registered."""

    decided: Status
    decided_on: date | None
    today: date
    received_on: date
    is_party: bool
    is_pending: bool
    """The same party has one that nobody has decided yet."""
    by_office: bool
    """Recorded by the county; only then another day of receipt may be said."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What must be known to decide one."""

    sought_cents: int
    granted_cents: int
    """As it stands now."""
    remaining_cents: int
    """Of the appropriation, which is locked."""
    last_day: date | None
    """For this party; none before it was served."""
    is_disqualified: bool


def register(asked: Asked) -> ReviewStatus:
    """Whether it can be registered. A late one is registered too, and told so; one before service is in time."""
    refuse_if_any(_not_to_register(asked))
    return ReviewStatus.REGISTERED


def is_late(received_on: date, last_day: date | None) -> bool:
    """After the last day; before service nothing is late."""
    return last_day is not None and received_on > last_day


def change(request: Request, cents: int, facts: Facts) -> ReviewStatus:
    """Another sum than was decided (oikaistaan), also none; refused with the exact remainder where it does not fit."""
    status = REVIEW_MACHINE.after(request.status, ReviewAction.CHANGE)
    refuse_if_any([*_of_the_decider(facts), *_in_time(request, facts), *_sum(cents, facts)])
    return status


def dismiss(request: Request, facts: Facts) -> ReviewStatus:
    """The decision stands (hylätään)."""
    status = REVIEW_MACHINE.after(request.status, ReviewAction.DISMISS)
    refuse_if_any([*_of_the_decider(facts), *_in_time(request, facts)])
    return status


def find_late(request: Request, facts: Facts) -> ReviewStatus:
    """Not taken up, as it came after the last day (jätetään tutkimatta). Only where that is so."""
    status = REVIEW_MACHINE.after(request.status, ReviewAction.FIND_LATE)
    refuse_if_any([*_of_the_decider(facts), *_really_late(request, facts)])
    return status


def _not_to_register(asked: Asked) -> Iterator[Reason]:
    if asked.decided not in ASKABLE or asked.decided_on is None:
        yield p.NOT_DECIDED.at("")
    if not asked.is_party:
        yield p.NOT_A_PARTY.at("/organisation_id")
    if asked.is_pending:
        yield p.ASKED_ALREADY.at("/organisation_id")
    if not asked.by_office and asked.received_on != asked.today:
        yield p.RECEIVED_BY_OFFICE.at("/received_on")
    if asked.received_on > asked.today or (asked.decided_on is not None and asked.received_on < asked.decided_on):
        yield p.RECEIVED_ON.at("/received_on")


def _of_the_decider(facts: Facts) -> Iterator[Reason]:
    if facts.is_disqualified:
        yield p.DISQUALIFIED.at("")


def _in_time(request: Request, facts: Facts) -> Iterator[Reason]:
    if is_late(request.received_on, facts.last_day):
        yield p.IS_LATE.at("/outcome", last_day=facts.last_day)


def _really_late(request: Request, facts: Facts) -> Iterator[Reason]:
    if facts.last_day is None:
        yield p.NOT_SERVED.at("/outcome")
    elif not is_late(request.received_on, facts.last_day):
        yield p.NOT_LATE.at("/outcome", last_day=facts.last_day)


def _sum(cents: int, facts: Facts) -> Iterator[Reason]:
    free = facts.remaining_cents + facts.granted_cents
    if cents == facts.granted_cents:
        yield p.CHANGES_NOTHING.at("/amount")
    if cents > facts.sought_cents:
        yield p.MORE_THAN_SOUGHT.at("/amount", sought=Money(cents=facts.sought_cents))
    if cents > free:
        yield APPROPRIATION_EXCEEDED.at("/amount", remaining=Money(cents=free))
