"""Who may get a grant, as a list of checks (hakukelpoisuus). Every check has its say; nobody is told one reason at a time.

The same list is run at submission, at the decision, and beforehand, when there is no application yet and some cannot be told.
No check asks for equal activity in every municipality: an operating area is wide enough or not, and coverage goes by need (GRO-16).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Final

from chassis.problems import Problem, Reason
from chassis.values import Money, Text
from grants.applications import problems as p
from grants.applications.domain import words
from grants.applications.domain.form import Misfit
from grants.applications.domain.parties import WHOLE, percent


class Check(Enum):
    """One thing that must be so."""

    ACTIVE = "active"
    """It acts, and will until the activity is over. R3."""
    LEGAL_FORM = "legal_form"
    """Unregistered groups only where the guideline allows them. ORG-02."""
    SOTE = "sote"
    """A social and health organisation under the definition in force. ORG-27, GRO-02."""
    NON_PROFIT = "non_profit"
    """Assessed as of common good, and the assessment counts today. ORG-04."""
    OPERATING_AREA = "operating_area"
    """The whole county, or so many service areas. GRO-03."""
    WINDOW = "window"
    """Received while the call was open. GRO-12."""
    SHARES = "shares"
    """They make 100 %. GRO-07."""
    SIGN_OFFS = "sign_offs"
    """Every partner signed what it says now. G12."""
    ATTACHMENTS = "attachments"
    SAME_ACTIVITY = "same_activity"
    """No other application for the same activity and time. G3."""
    FORM = "form"
    SUMS = "sums"


class Outcome(Enum):
    OK = "ok"
    NOT = "not"
    CANNOT_TELL = "cannot_tell"
    """It hangs on an application that is not written yet, or on an assessment that has not been made."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the guideline lays down."""

    legal_forms: tuple[str, ...]
    least_service_areas: int


@dataclass(frozen=True, slots=True)
class Body:
    """An applicant as the register knows it today, the lead or a partner."""

    name: str
    known: bool = True
    status: str = ""
    dissolved_on: date | None = None
    """The registry has announced that it ended, whatever the copy of its state says yet."""
    dissolves_on: date | None = None
    """Its end is settled for this day."""
    legal_form: str = ""
    sote_status: str = ""
    non_profit_status: str = ""
    non_profit_until: date | None = None
    """The first day on which the assessment no longer counts."""
    area_known: bool = False
    county_wide: bool = False
    service_areas: frozenset[str] = frozenset()
    """In which it acts today, as the areas lie today."""


@dataclass(frozen=True, slots=True)
class Window:
    """When the call takes applications, half-open, and when this one came."""

    opens_at: datetime
    closes_at: datetime
    received_at: datetime
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What an application says."""

    shares: tuple[int, ...]
    """Hundredths of a per cent."""
    unsigned: tuple[str, ...]
    """Names of partners that have not signed what it says now."""
    attachments: frozenset[str]
    """Codes."""
    same: tuple[str, ...]
    """Case numbers of others in hand or granted for the same activity in an overlapping time."""
    misfits: tuple[Misfit, ...]
    """Where the answers do not fit the form."""
    sought_cents: int
    costs_cents: int
    income_cents: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the checks ask about."""

    day: date
    """On which it is judged."""
    acts_until: date
    """Before this day no applicant may end: the day after the activity; beforehand, the second day of the year."""
    rules: Rules
    bodies: tuple[Body, ...]
    """The lead first."""
    window: Window
    required: Mapping[str, Text] = field(default_factory=dict)
    """Documents that an application must carry: code -> name."""
    written: Written | None = None
    """Nothing beforehand."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check has found."""

    check: Check
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()


_UNDECIDED = frozenset({p.SOTE_NOT_EVALUATED, p.NON_PROFIT_NOT_ASSESSED, p.AREA_UNKNOWN, p.CALL_NOT_OPEN})
"""What may still come: not a no, but not enough to submit either."""


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Every check, in the order in which a person would ask."""
    return (
        _found(Check.ACTIVE, _of_each(facts, _activity)),
        _found(Check.LEGAL_FORM, _of_each(facts, _legal_form)),
        _found(Check.SOTE, _of_each(facts, _sote)),
        _found(Check.NON_PROFIT, _of_each(facts, _non_profit)),
        _found(Check.OPERATING_AREA, _of_each(facts, _area)),
        _found(Check.WINDOW, _window(facts.window)),
        *_of_written(facts, facts.written),
    )


COMPLETED: Final = frozenset({Check.SHARES, Check.SIGN_OFFS, Check.ATTACHMENTS, Check.FORM, Check.SUMS})
"""What a completion is held against: that which its applicants can mend. The rest is for the decision to see."""


def objections(facts: Facts, checks: Collection[Check] = frozenset(Check)) -> list[Reason]:
    """Every reason why it cannot be submitted, or granted, at once; none if all is well."""
    return [reason for finding in findings(facts) if finding.check in checks for reason in finding.reasons]


def _found(check: Check, reasons: Iterable[Reason]) -> Finding:
    found = tuple(reasons)
    if not found:
        return Finding(check, Outcome.OK)
    open_ = all(reason.problem in _UNDECIDED for reason in found)
    return Finding(check, Outcome.CANNOT_TELL if open_ else Outcome.NOT, found)


def _of_each(facts: Facts, ask: Callable[[Body, Facts], Iterable[Reason]]) -> Iterator[Reason]:
    for position, body in enumerate(facts.bodies):
        for reason in ask(body, facts):
            yield reason.problem.at(f"/parties/{position}", **reason.values)


def _activity(body: Body, facts: Facts) -> Iterator[Reason]:
    ends = body.dissolves_on
    if not body.known:
        yield p.BODY_UNKNOWN.at("", name=body.name)
    elif body.dissolved_on is not None and facts.written is not None:
        yield p.HELD.at("", name=body.name, dissolved_on=body.dissolved_on)
    elif body.dissolved_on is not None or (ends is not None and ends <= facts.day):
        yield p.NOT_ACTIVE.at("", name=body.name, status=words.status("dissolved"))
    elif body.status != "active":
        yield p.NOT_ACTIVE.at("", name=body.name, status=words.status(body.status))
    elif ends is not None and ends < facts.acts_until:
        yield p.ENDS_TOO_SOON.at("", name=body.name, dissolves_on=ends)


def _legal_form(body: Body, facts: Facts) -> Iterator[Reason]:
    allowed = facts.rules.legal_forms
    if body.known and body.legal_form not in allowed:
        named = [words.legal_form(form) for form in (body.legal_form, *allowed)]
        yield p.LEGAL_FORM.at("", name=body.name, legal_form=named[0], allowed=named[1:])


def _sote(body: Body, _facts: Facts) -> Iterator[Reason]:
    if body.known and body.sote_status != "sote":
        evaluated = body.sote_status == "not_sote"
        yield (p.NOT_SOTE if evaluated else p.SOTE_NOT_EVALUATED).at("", name=body.name)


def _non_profit(body: Body, facts: Facts) -> Iterator[Reason]:
    if not body.known:
        return
    if body.non_profit_status == "not_non_profit":
        yield p.NOT_NON_PROFIT.at("", name=body.name)
    elif body.non_profit_status != "non_profit":
        yield p.NON_PROFIT_NOT_ASSESSED.at("", name=body.name)
    elif body.non_profit_until is not None and facts.day >= body.non_profit_until:
        yield p.NON_PROFIT_LAPSED.at("", name=body.name, until=body.non_profit_until)


def _area(body: Body, facts: Facts) -> Iterator[Reason]:
    least = facts.rules.least_service_areas
    if not body.known or body.county_wide:
        return
    if not body.area_known:
        yield p.AREA_UNKNOWN.at("", name=body.name)
    elif len(body.service_areas) < least:
        yield p.AREA_TOO_NARROW.at("", name=body.name, count=len(body.service_areas), least=least)


def _window(window: Window) -> Iterator[Reason]:
    """Half-open: the first instant counts, the last does not. The moment of receipt decides, not when the work is done."""
    if window.cancelled:
        yield p.CALL_CANCELLED.at("")
    elif window.received_at < window.opens_at:
        yield p.CALL_NOT_OPEN.at("", opens_at=window.opens_at)
    elif window.received_at >= window.closes_at:
        yield p.CALL_CLOSED.at("", closes_at=window.closes_at, received_at=window.received_at)


def _of_written(facts: Facts, written: Written | None) -> Sequence[Finding]:
    """What hangs on the application itself."""
    if written is None:
        waits = (Check.SHARES, Check.SIGN_OFFS, Check.ATTACHMENTS, Check.SAME_ACTIVITY, Check.FORM, Check.SUMS)
        return [Finding(check, Outcome.CANNOT_TELL) for check in waits]
    total = sum(written.shares)
    missing = [name for code, name in facts.required.items() if code not in written.attachments]
    return [
        _found(Check.SHARES, [p.SHARES_NOT_100.at("/parties", sum=percent(total))] if total != WHOLE else []),
        _found(Check.SIGN_OFFS, [p.NOT_SIGNED.at("/parties", name=name) for name in written.unsigned]),
        _found(Check.ATTACHMENTS, [p.ATTACHMENT_MISSING.at("/attachments", name=name) for name in missing]),
        _found(Check.SAME_ACTIVITY, [p.SAME_ACTIVITY.at("/activity", case_number=number) for number in written.same]),
        _found(Check.FORM, [_answer(misfit).at(f"/form{misfit.pointer}") for misfit in written.misfits]),
        _found(Check.SUMS, _sums(written)),
    ]


def _answer(misfit: Misfit) -> Problem:
    return p.ANSWER_MISSING if misfit.missing else p.ANSWER_WRONG


def _sums(written: Written) -> Iterator[Reason]:
    """More than nothing, and no more than what the costs leave uncovered."""
    need = max(written.costs_cents - written.income_cents, 0)
    if written.sought_cents <= 0:
        yield p.NOTHING_SOUGHT.at("/sought")
    elif written.sought_cents > need:
        yield p.SOUGHT_TOO_MUCH.at("/sought", sought=Money(cents=written.sought_cents), need=Money(cents=need))
