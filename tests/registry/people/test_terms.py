"""The rules of roles and their terms, without a database."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.machine import ActionNotAllowed
from chassis.problems import Problem, Refused
from registry.people import problems as p
from registry.people.domain import representation, terms
from registry.people.domain.role_types import ScopeKind, role_type, role_types
from registry.people.domain.terms import Facts, Holding, Status, Term

NOW = datetime(2027, 3, 1, 10, tzinfo=UTC)
ANNA, ELLI, BOSS = (UUID(int=n) for n in (1, 2, 3))
ALL = Facts(may_name=True, may_name_locally=True)
LOCAL = Facts(may_name=False, may_name_locally=True)
NOBODY = Facts(may_name=False, may_name_locally=False)


def day(n: int) -> datetime:
    return NOW + timedelta(days=n)


@dataclass(frozen=True)
class Given:
    status: Status = Status.GIVEN
    subject: UUID = ANNA
    role: str = "area_liaison"
    scope_kind: ScopeKind = ScopeKind.AREA
    scope_id: str = "lakeus"
    deputy_of: UUID | None = None
    valid_from: datetime = NOW - timedelta(days=10)
    valid_until: datetime | None = NOW + timedelta(days=100)


def assign(
    role: str = "area_liaison", term: Term | None = None, facts: Facts = ALL, by: UUID = BOSS, subject: UUID = ANNA
) -> Status:
    kind = role_type(role)
    scope = min(kind.scope_kinds, key=lambda k: k.value)
    return terms.assign(kind, scope, "x", subject, term or Term(NOW), facts, now=NOW, by=by)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[Problem]:
    return [reason.problem for reason in refused.value.reasons]


def test_role_types__each_title_of_the_plan_that_is_assigned_here() -> None:
    known = role_types()
    assert {kind.role for kind in known.values() if kind.sole and not kind.role.startswith(("rescue", "accident", "regional"))} == {
        "coordinator", "domain_liaison", "area_liaison", "centre_liaison", "municipality_officer",
    }
    assert known["coordinator"].scope_kinds == {ScopeKind.COUNTY}
    assert {kind.role for kind in known.values() if kind.grants} == {"assessor", "decider", "finance"}
    assert {"rescue_operations_liaison", "communications_officer", "wellbeing_coordinator"} <= known.keys()  # ACT-07, 12, 17
    assert not any(kind.local and (kind.sole or kind.grants) for kind in known.values())
    with pytest.raises(Refused):
        role_type("queen")


moments = st.integers(-5, 5).map(day)
spans = st.builds(Term, moments, st.none() | moments).filter(lambda t: t.valid_until is None or t.valid_from < t.valid_until)


@given(spans, spans, moments)
def test_overlaps__exactly_when_a_moment_lies_in_both(one: Term, other: Term, moment: datetime) -> None:
    def holds(term: Term, at: datetime) -> bool:
        return term.valid_from <= at and (term.valid_until is None or at < term.valid_until)

    assert one.overlaps(other) == other.overlaps(one) == holds(one, other.valid_from) or holds(other, one.valid_from)
    if holds(one, moment) and holds(other, moment):
        assert one.overlaps(other)
    if other.within(one) and holds(other, moment):
        assert holds(one, moment)


def test_assign__taken__names_the_period() -> None:
    taken = replace(ALL, held=[Holding(ELLI, Term(day(-5), day(5))), Holding(BOSS, Term(day(-5)), deputy=True)])
    with pytest.raises(Refused) as refused:
        assign(facts=taken)
    (reason,) = refused.value.reasons
    assert (reason.problem, reason.values["valid_from"], reason.values["valid_until"]) == (p.HELD, day(-5), day(5))
    assert assign(facts=taken, term=Term(day(5))) is Status.GIVEN  # half-open: the day they end, the next begins
    with pytest.raises(Refused) as refused:
        assign(facts=replace(ALL, held=[Holding(ELLI, Term(day(-5)))]))
    assert codes(refused) == [p.HELD_FOR_NOW]


def test_assign__many_hold_a_role_that_is_not_sole_but_nobody_twice() -> None:
    held = replace(ALL, held=[Holding(ELLI, Term(day(-5)))])
    assert assign("professional", facts=held) is Status.GIVEN
    with pytest.raises(Refused) as refused:
        assign("professional", facts=held, subject=ELLI)
    assert codes(refused) == [p.HELD_ALREADY]


@pytest.mark.parametrize(
    ("term", "problem"),
    [(Term(NOW, NOW), p.TERM_ORDER), (Term(day(2), day(1)), p.TERM_ORDER), (Term(day(-9), day(-1)), p.TERM_OVER)],
)
def test_assign__impossible_term(term: Term, problem: Problem) -> None:
    with pytest.raises(Refused) as refused:
        assign(term=term)
    assert codes(refused) == [problem]


def test_assign__who_may() -> None:
    assert assign("volunteer", facts=LOCAL) is Status.GIVEN
    for role, facts in (("area_liaison", LOCAL), ("decider", LOCAL), ("volunteer", NOBODY)):
        with pytest.raises(Refused) as refused:
            assign(role, facts=facts)
        assert codes(refused) == [p.NOT_YOURS]
    for role in ("assessor", "decider", "finance"):
        with pytest.raises(Refused) as refused:
            assign(role, by=BOSS, subject=BOSS)
        assert codes(refused) == [p.GRANTS_TO_ONESELF]
    assert assign("coordinator", by=BOSS, subject=BOSS) is Status.GIVEN


def test_assign__scope() -> None:
    with pytest.raises(Refused) as refused:
        terms.assign(role_type("area_liaison"), ScopeKind.CENTRE, "c", ANNA, Term(NOW), ALL, now=NOW, by=BOSS)
    assert codes(refused) == [p.WRONG_SCOPE_KIND]
    with pytest.raises(Refused) as refused:
        assign(facts=replace(ALL, scope_known=False))
    assert codes(refused) == [p.SCOPE_UNKNOWN]


def test_name_deputy__within_the_term_of_a_sole_holder() -> None:
    def name(holder: Given, term: Term, role: str = "area_liaison", facts: Facts = LOCAL) -> Status:
        return terms.name_deputy(holder, role_type(role), ELLI, term, facts, now=NOW, by=BOSS)

    assert name(Given(), Term(NOW, day(100)), facts=replace(LOCAL, held=[Holding(ANNA, Term(day(-10)))])) is Status.GIVEN
    for holder, term, role, problem in (
        (Given(), Term(NOW), "area_liaison", p.DEPUTY_OUTSIDE),
        (Given(), Term(day(-11), day(5)), "area_liaison", p.DEPUTY_OUTSIDE),
        (Given(deputy_of=BOSS), Term(NOW, day(5)), "area_liaison", p.DEPUTY_OF_DEPUTY),
        (Given(), Term(NOW, day(5)), "volunteer", p.NO_DEPUTIES),
    ):
        with pytest.raises(Refused) as refused:
            name(holder, term, role)
        assert codes(refused) == [problem]
    with pytest.raises(ActionNotAllowed):
        name(Given(status=Status.ENDED), Term(NOW, day(5)))


def test_prolong__only_to_a_later_end() -> None:
    def prolong(given: Given, until: datetime | None, facts: Facts = ALL) -> Status:
        return terms.prolong(given, role_type("area_liaison"), until, facts, now=NOW, by=BOSS)

    assert prolong(Given(), day(101)) is prolong(Given(), None) is Status.GIVEN
    for held, until, problem in (
        (Given(), day(100), p.NOT_LONGER), (Given(), day(50), p.NOT_LONGER), (Given(valid_until=None), day(500), p.WITHOUT_END),
    ):
        with pytest.raises(Refused) as refused:
            prolong(held, until)
        assert codes(refused) == [problem]
    with pytest.raises(Refused) as refused:
        prolong(Given(), None, replace(ALL, held=[Holding(ELLI, Term(day(100), day(200)))]))
    assert codes(refused) == [p.HELD]


def test_end__now_or_before_the_present_end() -> None:
    def end(given: Given, at: datetime | None, facts: Facts = ALL) -> datetime:
        return terms.end(given, role_type("area_liaison"), at, facts, now=NOW, by=BOSS)

    assert end(Given(), None) == NOW
    assert end(Given(), day(3)) == day(3)
    assert end(Given(valid_from=day(7)), None) == day(7)  # called off before it begins: never held
    for at in (day(-1), day(101)):
        with pytest.raises(Refused) as refused:
            end(Given(), at)
        assert codes(refused) == [p.END_PAST]
    with pytest.raises(Refused) as refused:
        end(Given(), None, LOCAL)
    assert codes(refused) == [p.NOT_YOURS]
    assert end(Given(deputy_of=BOSS), None, LOCAL) == NOW


def test_has_run_out() -> None:
    assert not terms.has_run_out(Given(valid_until=day(1)), NOW)
    assert terms.has_run_out(Given(valid_until=NOW), NOW)
    assert not terms.has_run_out(Given(valid_until=NOW, status=Status.ENDED), NOW)
    assert not terms.has_run_out(Given(valid_until=None), NOW)


@dataclass(frozen=True)
class Asked:
    status: representation.Status = representation.Status.PENDING
    subject: UUID = ANNA


def test_representation__who_asks_and_who_decides() -> None:
    alive = representation.Facts(organisation_alive=True)
    assert representation.ask(alive) is representation.Status.PENDING
    with pytest.raises(Refused) as refused:
        representation.ask(representation.Facts(organisation_alive=False, represents=True, is_person=False))
    assert codes(refused) == [p.ONLY_PERSONS, p.ORGANISATION_UNKNOWN, p.REPRESENTS_ALREADY]
    assert representation.approve(Asked(), alive, by=BOSS) is representation.Status.APPROVED
    with pytest.raises(Refused) as refused:
        representation.approve(Asked(), alive, by=ANNA)
    assert codes(refused) == [p.OWN_REQUEST]
    with pytest.raises(Refused) as refused:
        representation.refuse(Asked(), by=ANNA)
    assert codes(refused) == [p.OWN_REQUEST]
    assert representation.withdraw(Asked(), by=ANNA) is representation.Status.WITHDRAWN
    with pytest.raises(Refused) as refused:
        representation.withdraw(Asked(), by=BOSS)
    assert codes(refused) == [p.NOT_YOUR_REQUEST]
    for status in set(representation.Status) - {representation.Status.PENDING}:
        with pytest.raises(ActionNotAllowed):
            representation.approve(Asked(status), alive, by=BOSS)
