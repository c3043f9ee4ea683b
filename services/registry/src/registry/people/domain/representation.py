"""Somebody asks to act for an association; a liaison of its scope approves or refuses (edustajaksi pyytäminen). ACT-10."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol
from uuid import UUID

from chassis.machine import Machine
from chassis.problems import Reason, refuse_if_any
from registry.people.problems import (
    NOT_YOUR_REQUEST,
    ONLY_PERSONS,
    ORGANISATION_UNKNOWN,
    OWN_REQUEST,
    REPRESENTS_ALREADY,
)


class Capacity(Enum):
    """As what one acts for it: employee, elected (luottamushenkilö), volunteer, experience expert (kokemustoimija)."""

    EMPLOYEE = "employee"
    ELECTED = "elected"
    VOLUNTEER = "volunteer"
    EXPERIENCE_EXPERT = "experience_expert"


class Status(Enum):
    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Action(Enum):
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


MACHINE = Machine({
    (Status.PENDING, Action.APPROVE): Status.APPROVED,
    (Status.PENDING, Action.REFUSE): Status.REFUSED,
    (Status.PENDING, Action.WITHDRAW): Status.WITHDRAWN,
})


@dataclass(frozen=True, slots=True)
class Facts:
    """What must be known of the one who asks and of the organisation."""

    organisation_alive: bool
    represents: bool = False
    """Whether the person acts for it already, now or from a later day on."""
    is_person: bool = True


class Request(Protocol):
    """What these rules see of the row."""

    @property
    def status(self) -> Status: ...
    @property
    def subject(self) -> UUID: ...


def ask(facts: Facts) -> Status:
    """Ask to act for an organisation (pyyntö toimia edustajana)."""
    refuse_if_any(_objections_to_asking(facts))
    return Status.PENDING


def approve(request: Request, facts: Facts, *, by: UUID) -> Status:
    """Let the person act for it (hyväksyä)."""
    status = MACHINE.after(request.status, Action.APPROVE)
    refuse_if_any([*_own(request, by), *_organisation_gone(facts)])
    return status


def refuse(request: Request, *, by: UUID) -> Status:
    """Say no (hylätä)."""
    status = MACHINE.after(request.status, Action.REFUSE)
    refuse_if_any(_own(request, by))
    return status


def withdraw(request: Request, *, by: UUID) -> Status:
    """Take it back (perua); only the one who asked."""
    refuse_if_any(_of_another(request, by))
    return MACHINE.after(request.status, Action.WITHDRAW)


def _objections_to_asking(facts: Facts) -> Iterator[Reason]:
    if not facts.is_person:
        yield ONLY_PERSONS.at("")
    yield from _organisation_gone(facts)
    if facts.represents:
        yield REPRESENTS_ALREADY.at("/organisation_id")


def _organisation_gone(facts: Facts) -> Iterator[Reason]:
    if not facts.organisation_alive:
        yield ORGANISATION_UNKNOWN.at("/organisation_id")


def _own(request: Request, by: UUID) -> Iterator[Reason]:
    if request.subject == by:
        yield OWN_REQUEST.at("")


def _of_another(request: Request, by: UUID) -> Iterator[Reason]:
    if request.subject != by:
        yield NOT_YOUR_REQUEST.at("")
