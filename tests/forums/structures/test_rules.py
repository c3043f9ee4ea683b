"""The pure rules: times that overlap, objections, areas in areas. M8, STR-06."""

from datetime import date
from uuid import uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.forums.some import PEOPLE

from forums.structures.domain.areas import Areas, Placed
from forums.structures.domain.groups import Group
from forums.structures.domain.seating import Filling, Organisation, Represents, Wanted, objections, overlaps

SEAT, OTHER = uuid5(PEOPLE["stranger"], "seat"), uuid5(PEOPLE["stranger"], "other")
ME, YOU = PEOPLE["coordinator"], PEOPLE["colleague"]
TODAY = date(2026, 11, 23)
ANYBODY = Group("members", "Jäsenet", "members")
NOBODY = Represents(asked=False, organisation=None)
DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))
TIMES = st.builds(Wanted, st.just(SEAT), st.just(ME), DAYS, st.none() | DAYS)


def term(since: str, until: str | None = None, seat: str = "", person: str = "") -> Wanted:
    days = (date.fromisoformat(since), None if until is None else date.fromisoformat(until))
    return Wanted(OTHER if seat else SEAT, YOU if person else ME, *days)


def said(wanted: Wanted, *held: Wanted, group: Group = ANYBODY, represents: Represents = NOBODY) -> set[str]:
    found = objections(wanted, group, represents, held, today=TODAY)
    return {reason.problem.code.rpartition(".")[2] for reason in found}


@given(TIMES, TIMES)
def test_overlaps__exactly_when_they_share_a_day(one: Wanted, other: Wanted) -> None:
    def days(time: Wanted) -> set[int]:
        return set(range(time.since.toordinal(), (time.until or date(2026, 6, 1)).toordinal()))

    assert overlaps(one, other) == bool(days(one) & days(other))
    assert overlaps(one, other) == overlaps(other, one)


@pytest.mark.parametrize(("held", "reasons"), [
    (term("2026-01-01", "2027-01-01", person="you"), set()),
    (term("2026-01-01", "2027-01-02", person="you"), {"taken"}),
    (term("2028-01-01", person="you"), {"taken"}),
    (term("2026-01-01", seat="other"), {"two_seats"}),
    (term("2026-01-01", "2027-01-01", seat="other"), set()),
    (term("2026-01-01", seat="other", person="you"), set()),
    (term("2027-06-01", "2027-06-01", person="you"), set()),
])
def test_objections__time_and_place(held: Wanted, reasons: set[str]) -> None:
    assert said(term("2027-01-01"), held) == reasons


@pytest.mark.parametrize(("until", "reasons"), [
    ("2026-11-23", {"term_over"}), ("2026-11-24", set()), ("2026-01-01", {"term_over"}),
])
def test_objections__a_term_that_is_over(until: str, reasons: set[str]) -> None:
    assert said(term("2026-01-01", until)) == reasons


def test_objections__who_is_represented() -> None:
    parishes = Group("parishes", "Seurakunnat", "parishes", kinds=("parish",))
    parish, association = (Represents(True, Organisation(SEAT, kind, "active")) for kind in ("parish", "organisation"))
    ended = Represents(True, Organisation(SEAT, "parish", "dissolved"))
    paused = Represents(True, Organisation(SEAT, "parish", "paused"))
    found = {name: said(term("2027-01-01"), group=parishes, represents=each) for name, each in {
        "parish": parish, "association": association, "ended": ended, "paused": paused, "nobody": NOBODY,
    }.items()}
    assert found == {
        "parish": set(), "association": {"wrong_kind"}, "ended": {"organisation_unfit"}, "paused": set(), "nobody": set(),
    }


@pytest.mark.parametrize(("least", "most", "filled", "missing", "over"), [
    (1, None, 0, 1, 0), (1, None, 5, 0, 0), (0, 2, 3, 0, 1), (2, 2, 2, 0, 0), (0, 0, 1, 0, 1),
])
def test_filling(least: int, most: int | None, filled: int, missing: int, over: int) -> None:
    found = Filling(Group("g", "g", "g", least=least, most=most), seats=5, filled=filled, deputies=0)
    assert (found.missing, found.over) == (missing, over)


def test_areas__around_and_within() -> None:
    areas = Areas([
        Placed("pohde", "county", "Pohde", None, None), Placed("oulu", "service_area", "Oulu", None, "pohde"),
        Placed("564", "municipality", "Oulu", None, "oulu"), Placed("139", "municipality", "Ii", None, "oulunkaari"),
    ])
    assert areas.around("564") == ["564", "oulu", "pohde"]
    assert areas.around("139") == ["139"]
    assert areas.around("nowhere") == []
    assert areas.within("oulu") == frozenset({"oulu", "564"})
    assert areas.within("nowhere") == frozenset({"nowhere"})


def test_areas__a_circle_ends() -> None:
    areas = Areas([Placed("a", "x", "A", None, "b"), Placed("b", "x", "B", None, "a")])
    assert areas.around("a") == ["a", "b"]
    assert areas.within("a") == frozenset({"a", "b"})
