"""What may be erased. GDPR (EU) 2016/679, 17 art.; ORG-02.

A register body stays readable after its end: its name is public by law. An unregistered group is the few people behind it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chassis.problems import Reason, refuse_if_any
from registry.erasures.problems import HAS_PARTS, REGISTERED, UNDECIDED
from registry.organisations.domain import lifecycle
from registry.organisations.domain.kinds import LegalForm
from registry.organisations.domain.lifecycle import ALIVE, standing


class Organisation(lifecycle.Organisation, Protocol):
    """What this rule sees of the row."""

    @property
    def legal_form(self) -> LegalForm: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What hangs on it."""

    parts: int
    """How many others became part of it."""
    undecided: int
    """Candidate pairs that nobody has decided: a row of a source may be this group."""


def erase(organisation: Organisation, facts: Facts, *, grounds: str, now: datetime) -> bool:
    """Whether it ends by being erased (tietojen poistaminen); what ended before, or was merged away, is erased all the same."""
    refuse_if_any([*_registered(organisation), *_held(facts), *lifecycle.no_grounds(grounds)])
    return standing(organisation, now) in ALIVE


def _registered(organisation: Organisation) -> Iterator[Reason]:
    if organisation.legal_form is not LegalForm.UNREGISTERED_GROUP:
        yield REGISTERED.at("", legal_form=organisation.legal_form.value)


def _held(facts: Facts) -> Iterator[Reason]:
    if facts.parts:
        yield HAS_PARTS.at("", count=facts.parts)
    if facts.undecided:
        yield UNDECIDED.at("", count=facts.undecided)
