"""A guideline (avustusohje): by which rules one kind of grant is applied for and decided, as numbered versions.

Two kinds of grant exist (GRC-25) and both are data: a further one is a row of `grant_kind` and a guideline, not a new path.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import Enum

from chassis.machine import Machine
from chassis.problems import Reason
from chassis.values import DAY, Days
from grants.guidelines.problems import (
    AGREED_TO_COME,
    AUTHOR_MISSING,
    BODY_MISSING,
    CO_PLANNING_MISSING,
    CO_PLANNING_TO_COME,
    CRITERION_MANDATORY,
    CRITERION_TWICE,
    CRITERION_UNKNOWN,
    OUTSIDE_TERM,
    PRINCIPLES_ORDER,
    TERM_UNKNOWN,
    VALID_FROM_PAST,
)


class Way(Enum):
    """How a kind of grant begins."""

    CALL = "call"
    """Applied for in a yearly call (haku)."""
    NEGOTIATION = "negotiation"
    """Cannot be applied for: the county opens a negotiation (neuvottelu). GRP-02."""


class LegalForm(Enum):
    """Legal forms (oikeudelliset muodot) as the registry names them. ORG-03."""

    ASSOCIATION = "association"
    FOUNDATION = "foundation"
    PARISH = "parish"
    UNREGISTERED_GROUP = "unregistered_group"
    NETWORK = "network"
    COOPERATIVE = "cooperative"
    COMPANY = "company"
    UNIVERSITY = "university"
    PUBLIC_BODY = "public_body"
    OTHER = "other"
    """Of its own act."""


class Status(Enum):
    DRAFT = "draft"
    PUBLISHED = "published"


class Action(Enum):
    EDIT = "edit"
    PUBLISH = "publish"


MACHINE = Machine({
    (Status.DRAFT, Action.EDIT): Status.DRAFT,
    (Status.DRAFT, Action.PUBLISH): Status.PUBLISHED,
})


class Side(Enum):
    """On which side of the table a body sits that prepares guidelines or agrees on principles. GRC-16, GRC-20."""

    COUNTY = "county"
    MUNICIPALITY = "municipality"
    ORGANISATION = "organisation"


class Purpose(Enum):
    """What may be supported beside the associations' own activity."""

    IHIMISET = "ihimiset"
    """Cooperation on the Ihimiset.fi service. GRC-22."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What of a guideline the rules ask about."""

    criteria: tuple[str, ...]
    valid_from: date
    authors: frozenset[Side]
    planned_on: tuple[date, ...]
    """The days of the co-planning record."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What it is held against."""

    library: AbstractSet[str]
    """Codes of all criteria."""
    mandatory: AbstractSet[str]
    """Those without which no guideline of the kind comes out."""
    term: Days | None
    """The council term that it names; nothing where it is not known."""
    term_code: str


def faults(rules: Rules, facts: Facts) -> Iterator[Reason]:
    """What cannot even be written down."""
    counted = Counter(rules.criteria)
    for place, code in enumerate(rules.criteria):
        if code not in facts.library:
            yield CRITERION_UNKNOWN.at(f"/criteria/{place}/code", criterion=code)
    yield from (CRITERION_TWICE.at("/criteria", criterion=code) for code, times in counted.items() if times > 1)
    if facts.term is None:
        yield TERM_UNKNOWN.at("/council_term", term=facts.term_code)


def objections(rules: Rules, facts: Facts, day: date) -> Iterator[Reason]:
    """Why it cannot come out on this day. GRO-10, GRO-14, GRC-20."""
    yield from faults(rules, facts)
    yield from (CRITERION_MANDATORY.at("/criteria", criterion=code) for code in sorted(facts.mandatory - set(rules.criteria)))
    if rules.valid_from < day:
        yield VALID_FROM_PAST.at("/valid_from", today=day.isoformat())
    if facts.term is not None and not facts.term.holds(rules.valid_from):
        yield OUTSIDE_TERM.at("/valid_from", **shown(facts.term))
    yield from (AUTHOR_MISSING.at("/authors", kind=side.value) for side in Side if side not in rules.authors)
    if not rules.planned_on:
        yield CO_PLANNING_MISSING.at("/co_planning")
    for place, on in enumerate(rules.planned_on):
        if on > day:
            yield CO_PLANNING_TO_COME.at(f"/co_planning/{place}/on", on=on.isoformat())


def principle_objections(
    *, agreed_on: date, bodies: AbstractSet[Side], since: date, until: date, term: Days | None, term_code: str, day: date
) -> Iterator[Reason]:
    """Why principles cannot be recorded. GRC-16."""
    if agreed_on > day:
        yield AGREED_TO_COME.at("/agreed_on", on=agreed_on.isoformat())
    yield from (BODY_MISSING.at("/agreed_by", kind=side.value) for side in Side if side not in bodies)
    if until <= since:
        yield PRINCIPLES_ORDER.at("/valid_until")
    if term is None:
        yield TERM_UNKNOWN.at("/council_term", term=term_code)
    elif since < term.from_ or (term.until is not None and until > term.until):
        yield OUTSIDE_TERM.at("/valid_from", **shown(term))


def shown(term: Days) -> dict[str, str]:
    """Its first and its last day, for a sentence."""
    return {"since": term.from_.isoformat(), "until": (term.until - DAY).isoformat() if term.until else "…"}
