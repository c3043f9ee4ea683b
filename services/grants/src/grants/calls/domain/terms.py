"""The terms of a call, and why it cannot be written down or announced. GRO-01, GRO-12, GRP-02, G18. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.problems import Reason
from grants.calls import problems as p
from grants.calls.domain import finnish, forms
from grants.guidelines.domain import Way


@dataclass(frozen=True, slots=True)
class Terms:
    """What a call says."""

    kind: str
    year: int
    guideline_id: UUID
    opens_at: datetime
    closes_at: datetime
    form_schema: Mapping[str, Any]
    attachments: Sequence[str]
    """Codes."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The guideline that it names."""

    kind: str
    published: bool
    in_force: bool
    """On the day on which the call opens."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A call of the kind that was announced and shares a moment with this one."""

    title: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What it is held against."""

    way: Way | None
    """How the kind of grant begins; nothing where there is no such kind."""
    guideline: Rulebook | None
    has_appropriation: bool
    neighbours: Sequence[Neighbour] = ()
    """Those that nobody has said may be open at the same time."""


def faults(terms: Terms, facts: Facts) -> Iterator[Reason]:
    """What cannot even be written down."""
    if facts.way is None:
        yield p.KIND_UNKNOWN.at("/kind", kind=terms.kind)
    elif facts.way is not Way.CALL:
        yield p.NEGOTIATED.at("/kind", kind=terms.kind)
    if terms.closes_at <= terms.opens_at:
        yield p.WINDOW_ORDER.at("/closes_at")
    if facts.guideline is None:
        yield p.GUIDELINE_UNKNOWN.at("/guideline_id")
    elif facts.guideline.kind != terms.kind:
        yield p.GUIDELINE_OF_ANOTHER_KIND.at("/guideline_id", kind=facts.guideline.kind)
    if facts.way is Way.CALL and not facts.has_appropriation:
        yield p.APPROPRIATION_MISSING.at("/year", kind=terms.kind, year=terms.year)
    for place, code in enumerate(terms.attachments):
        if code in terms.attachments[:place]:
            yield p.ATTACHMENT_TWICE.at(f"/attachments/{place}/code", attachment=code)
    yield from forms.faults(terms.form_schema)


def objections(terms: Terms, facts: Facts, now: datetime) -> Iterator[Reason]:
    """Why it cannot be announced now."""
    yield from faults(terms, facts)
    if terms.closes_at <= now:
        yield p.WINDOW_OVER.at("/closes_at", closes=finnish(terms.closes_at))
    if facts.guideline is not None and not facts.guideline.published:
        yield p.GUIDELINE_DRAFT.at("/guideline_id")
    elif facts.guideline is not None and facts.guideline.kind == terms.kind and not facts.guideline.in_force:
        yield p.GUIDELINE_NOT_IN_FORCE.at("/guideline_id", opens=finnish(terms.opens_at))
    for other in facts.neighbours:
        yield p.WINDOW_OVERLAPS.at(
            "/overlaps_because", title=other.title, opens=finnish(other.opens_at), closes=finnish(other.closes_at)
        )
