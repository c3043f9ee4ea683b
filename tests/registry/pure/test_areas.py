"""The tree of areas on a day, with the real municipalities."""

from datetime import date

import pytest

from chassis.problems import Refused
from registry.areas import domain
from registry.areas.domain import COUNTY, Area, CouncilKind, Kind, Placement, Term, Tree
from registry.areas.problems import (
    HAS_SUCCESSOR,
    MOVE_BEFORE_LAST,
    NOT_VALID,
    POPULATION_NEGATIVE,
    POPULATION_UNREADABLE,
    SUCCESSOR_CYCLE,
    TERM_OVERLAPS,
    UNKNOWN_AREA,
    WRONG_PARENT,
)

NOW = date(2026, 11, 23)
TREE = domain.reference_tree()


def problems(refused: pytest.ExceptionInfo[Refused]) -> list[object]:
    return [reason.problem for reason in refused.value.reasons]


def test_reference__thirty_municipalities_under_six_service_areas() -> None:
    assert len(TREE.municipalities(COUNTY, NOW)) == 30
    assert [area.kind for area in TREE.children(COUNTY, NOW)] == [Kind.SERVICE_AREA] * 6
    assert sum(len(TREE.municipalities(area.code, NOW)) for area in TREE.children(COUNTY, NOW)) == 30


def test_reference__abolished_have_successors_and_last_days() -> None:
    ended = [area for area in TREE if area.kind is Kind.MUNICIPALITY and area.valid_until]
    assert len(ended) == 15
    assert all(area.successor for area in ended)


@pytest.mark.parametrize(("code", "day", "name"), [
    ("972", date(2012, 12, 31), "Yli-Ii"),
    ("972", date(2013, 1, 1), "Oulu"),
    ("603", NOW, "Siikalatva"),
    ("jyta-kallio", date(2022, 12, 31), "Peruspalvelukuntayhtymä Kallio"),
    ("jyta-kallio", NOW, "Pohjois-Pohjanmaan hyvinvointialue"),
])
def test_resolve__by_day(code: str, day: date, name: str) -> None:
    assert TREE.resolve(code, day).name_fi == name


def test_resolve__two_steps() -> None:
    tree = Tree([
        Area("a", Kind.MUNICIPALITY, "A", valid_until=date(2001, 1, 1), successor="b"),
        Area("b", Kind.MUNICIPALITY, "B", valid_until=date(2009, 1, 1), successor="c"),
        Area("c", Kind.MUNICIPALITY, "C"),
    ])
    assert [tree.resolve("a", date(year, 6, 1)).code for year in (2000, 2005, 2010)] == ["a", "b", "c"]


def test_resolve__unknown_and_not_yet() -> None:
    with pytest.raises(Refused) as refused:
        TREE.resolve("999", NOW)
    assert problems(refused) == [UNKNOWN_AREA]
    with pytest.raises(Refused) as refused:
        TREE.resolve("791", date(2008, 1, 1))
    assert problems(refused) == [NOT_VALID]


def test_path__from_the_root() -> None:
    assert [area.code for area in TREE.path("244", NOW)] == [COUNTY, "lakeus", "244"]


def test_tree__successors_in_a_circle() -> None:
    with pytest.raises(Refused) as refused:
        Tree([Area("a", Kind.MUNICIPALITY, "A", successor="b"), Area("b", Kind.MUNICIPALITY, "B", successor="a")])
    assert problems(refused) == [SUCCESSOR_CYCLE]


def test_population__own_sum_and_unknown() -> None:
    assert TREE.population("564", 2020, NOW) == 207_327
    assert TREE.population("oulu", 2020, NOW) == 207_327
    assert TREE.population("koillismaa", 2019, NOW) == 15_134 + 3_976
    assert TREE.population(COUNTY, 2020, NOW) == 413_830
    assert TREE.population(COUNTY, 2021, NOW) is None


def test_move__keeps_what_was_before() -> None:
    placements = domain.move(TREE, "072", to="oulu", on=date(2027, 1, 1))
    assert placements == (
        Placement("lakeus", date(2023, 1, 1), date(2027, 1, 1)),
        Placement("oulu", date(2027, 1, 1)),
    )


def test_move__all_reasons_at_once() -> None:
    with pytest.raises(Refused) as refused:
        domain.move(TREE, "972", to=COUNTY, on=date(2020, 1, 1))
    assert problems(refused) == [WRONG_PARENT, NOT_VALID, NOT_VALID]
    with pytest.raises(Refused) as refused:
        domain.move(TREE, "072", to="oulu", on=date(2023, 1, 1))
    assert problems(refused) == [MOVE_BEFORE_LAST]


def test_abolish__ends_and_is_succeeded() -> None:
    ended = domain.abolish(TREE, "072", successor="564", on=date(2029, 1, 1))
    assert (ended.valid_until, ended.successor) == (date(2029, 1, 1), "564")
    assert ended.placements == (Placement("lakeus", date(2023, 1, 1), date(2029, 1, 1)),)


def test_abolish__into_itself_or_twice() -> None:
    with pytest.raises(Refused) as refused:
        domain.abolish(TREE, "564", successor="564", on=date(2029, 1, 1))
    assert problems(refused) == [SUCCESSOR_CYCLE]
    with pytest.raises(Refused) as refused:
        domain.abolish(TREE, "972", successor="139", on=date(2029, 1, 1))
    assert problems(refused) == [HAS_SUCCESSOR]


@pytest.mark.parametrize(("day", "code"), [
    (date(2022, 2, 28), None),
    (date(2022, 3, 1), "county-2022"),
    (date(2025, 5, 31), "county-2022"),
    (date(2025, 6, 1), "county-2025"),
    (date(2029, 5, 31), "county-2025"),
])
def test_term_on__county(day: date, code: str | None) -> None:
    term = domain.term_on(domain.terms(), CouncilKind.COUNTY, day)
    assert (term.code if term else None) == code


def test_open_term__overlap_within_one_council_only() -> None:
    known = domain.terms()
    county = Term("county-x", CouncilKind.COUNTY, date(2029, 5, 31), date(2033, 6, 1))
    with pytest.raises(Refused) as refused:
        domain.open_term(county, known)
    assert problems(refused) == [TERM_OVERLAPS]
    following = Term("county-2029", CouncilKind.COUNTY, date(2029, 6, 1), date(2033, 6, 1))
    assert domain.open_term(following, known) == following


def test_domains__six() -> None:
    assert [each.code for each in domain.domains()] == [
        "specialised", "older-people", "families", "health-and-medical", "disability", "rehabilitation",
    ]


def test_figures__read_or_refused_whole() -> None:
    assert domain.figures("code;year;population\n9;2021;2500\n564;2021;209551\n", TREE)[0] == domain.Figure("009", 2021, 2500)
    with pytest.raises(Refused) as refused:
        domain.figures("code,year,population\n999,2021,1\n564,x,1\n564,2021,-1\n564,2021\n", TREE)
    assert problems(refused) == [UNKNOWN_AREA, POPULATION_UNREADABLE, POPULATION_NEGATIVE, POPULATION_UNREADABLE]
