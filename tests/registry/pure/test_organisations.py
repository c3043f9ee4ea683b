"""Registration, change, life and death of organisations."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from chassis.machine import ActionNotAllowed
from chassis.problems import Problem, Refused
from registry.organisations import problems
from registry.organisations.domain import dissolution, lifecycle, nonprofit, profile, sote, statistics, workforce
from registry.organisations.domain.identifiers import Holder, Identifier, Scheme
from registry.organisations.domain.kinds import KINDS_OF_FORM, AreaClass, Field, Group, Kind, LegalForm
from registry.organisations.domain.lifecycle import Action, Limits, Status
from registry.organisations.domain.profile import Change, Facts, OperatingArea, Profile

NOON = datetime(2027, 5, 3, 9, 0, tzinfo=UTC)
AINO = UUID(int=9)
BUSINESS_ID = Identifier(Scheme.BUSINESS_ID, "0219018-6")
FACTS = Facts(municipalities=frozenset({"564", "244", "425"}))
CARERS = Profile(
    Kind.ORGANISATION, LegalForm.ASSOCIATION, name_fi="Oulun Omaiset ry", identifiers=(BUSINESS_ID,), home_municipality="564",
    fields=(Field.CARERS,), groups=(Group.CARERS,), founded_on=date(1994, 5, 12),
)


FIRST = UUID(int=1)


@dataclass(frozen=True)
class Body:
    id: UUID = FIRST
    status: Status = Status.ACTIVE
    name: str = "Oulun Omaiset ry"
    founded_on: date | None = date(1994, 5, 12)
    successor_id: UUID | None = None
    ended_at: datetime | None = None
    status_before: Status | None = None
    dissolves_on: date | None = None
    dissolution_grounds: str | None = None
    operating_area: OperatingArea | None = None


ACTIVE = Body()
PAUSED = Body(UUID(int=2), Status.PAUSED, "Lepäävä ry")
DISSOLVED = Body(UUID(int=3), Status.DISSOLVED, "Entinen ry", ended_at=NOON, status_before=Status.PAUSED)
MERGED = Body(UUID(int=4), Status.MERGED, "Sulautunut ry", successor_id=ACTIVE.id, ended_at=NOON, status_before=Status.ACTIVE)


def said(refused: pytest.ExceptionInfo[Refused]) -> list[Problem]:
    return [reason.problem for reason in refused.value.reasons]


def test_register__association() -> None:
    assert profile.register(CARERS, FACTS, now=NOON) == profile.Registered(Status.ACTIVE, CARERS)


def test_register__unregistered_group_needs_no_number() -> None:
    group = Profile(Kind.ORGANISATION, LegalForm.UNREGISTERED_GROUP, name_fi="Kerho")
    assert profile.register(group, Facts(), now=NOON).profile == group


def test_register__all_reasons_at_once() -> None:
    wrong = replace(
        CARERS, kind=Kind.EXTERNAL_PARTY, name_fi=" ", home_municipality="999", founded_on=date(2027, 5, 4),
    )
    facts = replace(FACTS, holders={BUSINESS_ID: Holder(AINO, "Toinen ry")})
    with pytest.raises(Refused) as refused:
        profile.register(wrong, facts, now=NOON)
    assert said(refused) == [
        problems.NAME_MISSING, problems.KIND_AND_FORM, problems.IDENTIFIER_HELD, problems.MUNICIPALITY_UNKNOWN,
        problems.FOUNDED_IN_FUTURE,
    ]


@pytest.mark.parametrize("form", list(LegalForm))
def test_kind_and_form__exactly_as_the_table_says(form: LegalForm) -> None:
    for kind in Kind:
        reasons = list(profile.objections(Profile(kind, form, name_fi="X"), Facts(), now=NOON))
        assert bool(reasons) == (kind is not Kind.UNKNOWN and kind not in KINDS_OF_FORM[form])


def test_update__before_and_after_of_what_changed() -> None:
    after = replace(CARERS, home_municipality="244", name_sv="Uleåborgs anhöriga rf")
    assert profile.update(ACTIVE, CARERS, after, FACTS, now=NOON) == (
        Change("name_sv", None, "Uleåborgs anhöriga rf"), Change("home_municipality", "564", "244"),
    )


def test_update__nothing_changed_is_no_change() -> None:
    assert profile.update(PAUSED, CARERS, replace(CARERS), FACTS, now=NOON) == ()


def test_update__dissolved() -> None:
    with pytest.raises(ActionNotAllowed) as wrong:
        profile.update(DISSOLVED, CARERS, CARERS, FACTS, now=NOON)
    assert wrong.value.allowed == {Action.REVERT_DISSOLUTION}


def test_update__merged_names_the_successor() -> None:
    with pytest.raises(Refused) as refused:
        profile.update(MERGED, CARERS, CARERS, FACTS, now=NOON)
    assert said(refused) == [problems.MERGED_AWAY]
    assert refused.value.reasons[0].values == {"successor_id": str(ACTIVE.id)}


@pytest.mark.parametrize(("area_class", "codes", "fits"), [
    (AreaClass.MUNICIPALITY, ("564",), True),
    (AreaClass.MUNICIPALITY, ("564", "244"), False),
    (AreaClass.SEVERAL_MUNICIPALITIES, ("564", "244"), True),
    (AreaClass.SEVERAL_MUNICIPALITIES, ("564", "564"), False),
    (AreaClass.REGION, (), True),
    (AreaClass.COUNTRY, ("564",), False),
])
def test_set_operating_area__class_and_count(area_class: AreaClass, codes: tuple[str, ...], fits: bool) -> None:
    if fits:
        after = OperatingArea(area_class, tuple(sorted(codes)))
        assert profile.set_operating_area(ACTIVE, OperatingArea(area_class, codes), FACTS, now=NOON) == Change("operating_area", None, after)
        assert profile.set_operating_area(replace(ACTIVE, operating_area=after), after, FACTS, now=NOON) is None
    else:
        with pytest.raises(Refused) as refused:
            profile.set_operating_area(ACTIVE, OperatingArea(area_class, codes), FACTS, now=NOON)
        assert said(refused) == [problems.AREA_CLASS_MISMATCH]


def test_set_operating_area__unknown_municipality() -> None:
    with pytest.raises(Refused) as refused:
        profile.set_operating_area(ACTIVE, OperatingArea(AreaClass.MUNICIPALITY, ("999",)), FACTS, now=NOON)
    assert said(refused) == [problems.MUNICIPALITY_UNKNOWN]


def test_machine__every_state_and_action() -> None:
    alive = {
        Action.UPDATE, Action.SET_OPERATING_AREA, Action.REPORT_WORKFORCE, Action.ASSESS, Action.DISSOLVE,
        Action.REVERT_DISSOLUTION, Action.MERGE,
    }
    assert lifecycle.MACHINE.allowed(Status.ACTIVE) == alive | {Action.PAUSE}
    assert lifecycle.MACHINE.allowed(Status.PAUSED) == alive | {Action.RESUME}
    assert lifecycle.MACHINE.allowed(Status.DISSOLVED) == {Action.REVERT_DISSOLUTION}
    assert lifecycle.MACHINE.allowed(Status.MERGED) == {Action.UNDO_MERGE}


def test_pause_and_resume() -> None:
    assert lifecycle.pause(ACTIVE, grounds="Tauko", now=NOON) is Status.PAUSED
    assert lifecycle.resume(PAUSED, now=NOON) is Status.ACTIVE
    with pytest.raises(Refused) as refused:
        lifecycle.pause(ACTIVE, grounds=" ", now=NOON)
    assert said(refused) == [problems.GROUNDS_MISSING]


def test_dissolve__too_far_ahead_and_before_founding() -> None:
    with pytest.raises(Refused) as refused:
        dissolution.dissolve(ACTIVE, date(2028, 5, 4), grounds="Kokous", limits=Limits(), now=NOON)
    assert said(refused) == [problems.DISSOLVED_TOO_FAR_AHEAD]
    with pytest.raises(Refused) as refused:
        dissolution.dissolve(ACTIVE, date(1994, 5, 11), grounds="", limits=Limits(), now=NOON)
    assert said(refused) == [problems.FOUNDED_AFTER_DISSOLVED, problems.GROUNDS_MISSING]


def test_revert_dissolution__rests_as_before() -> None:
    assert dissolution.revert_dissolution(DISSOLVED, grounds="Virhe", now=NOON) == lifecycle.Returned(Status.PAUSED)


def test_merge__two_into_one() -> None:
    ended = lifecycle.merge([PAUSED, replace(ACTIVE, id=AINO)], ACTIVE, came_into_sources=frozenset(), grounds="Sopimus", now=NOON)
    assert [(each.status, each.status_before, each.successor_id) for each in ended] == [
        (Status.MERGED, Status.PAUSED, ACTIVE.id), (Status.MERGED, Status.ACTIVE, ACTIVE.id),
    ]


def test_merge__all_reasons_at_once() -> None:
    ended = replace(ACTIVE, status=Status.DISSOLVED)
    with pytest.raises(Refused) as refused:
        lifecycle.merge([ACTIVE], ended, came_into_sources=frozenset({ACTIVE.id}), grounds="", now=NOON)
    assert said(refused) == [
        problems.MERGE_INTO_ITSELF, problems.MERGE_CYCLE, problems.MERGE_INTO_ENDED, problems.GROUNDS_MISSING,
    ]


@pytest.mark.parametrize("sources", [[], [PAUSED, PAUSED]])
def test_merge__nothing_or_twice(sources: list[Body]) -> None:
    with pytest.raises(Refused) as refused:
        lifecycle.merge(sources, ACTIVE, came_into_sources=frozenset(), grounds="Sopimus", now=NOON)
    assert said(refused) == [problems.MERGE_OF_NOTHING]


def test_merge__what_has_merged_already() -> None:
    with pytest.raises(Refused) as refused:
        lifecycle.merge([MERGED], PAUSED, came_into_sources=frozenset(), grounds="Sopimus", now=NOON)
    assert said(refused) == [problems.MERGED_AWAY]


@pytest.mark.parametrize(("now", "allowed"), [
    (datetime(2027, 8, 1, 20, 59, tzinfo=UTC), True),
    (datetime(2027, 8, 1, 21, 0, tzinfo=UTC), False),
])
def test_undo_merge__ninety_finnish_days(now: datetime, allowed: bool) -> None:
    if allowed:
        assert lifecycle.undo_merge(MERGED, grounds="Purku", limits=Limits(), now=now) == lifecycle.Returned(Status.ACTIVE)
    else:
        with pytest.raises(Refused) as refused:
            lifecycle.undo_merge(MERGED, grounds="Purku", limits=Limits(), now=now)
        assert said(refused) == [problems.UNDO_TOO_LATE]
        assert refused.value.reasons[0].values == {"last_day": date(2027, 8, 1)}


@pytest.mark.parametrize("failing", [None, "for_common_good", "not_for_a_closed_circle", "no_private_gain"])
def test_assess__all_three_tests_are_needed(failing: str | None) -> None:
    tests = nonprofit.Tests(**{name: name != failing for name in ("for_common_good", "not_for_a_closed_circle", "no_private_gain")})
    assessed = nonprofit.assess(ACTIVE, tests, on=date(2027, 5, 3), until=None, grounds="Säännöt", now=NOON, by=AINO)
    assert (assessed.outcome is nonprofit.NonProfit.NON_PROFIT) == (failing is None)
    assert assessed.assessed_by == AINO
    assert assessed.holds(date(2030, 1, 1))
    assert not assessed.holds(date(2027, 5, 2))


def test_assess__all_reasons_at_once() -> None:
    with pytest.raises(Refused) as refused:
        nonprofit.assess(
            ACTIVE, nonprofit.Tests(True, True, True), on=date(2027, 5, 4), until=date(2027, 5, 4), grounds="", now=NOON, by=AINO
        )
    assert said(refused) == [problems.ASSESSED_IN_FUTURE, problems.VALID_UNTIL_PAST, problems.GROUNDS_MISSING]


DEFINITION = sote.Definition(
    1, "county-2025", date(2025, 6, 1), date(2029, 6, 1), kinds=frozenset({Kind.ORGANISATION}),
    legal_forms=frozenset({LegalForm.ASSOCIATION, LegalForm.FOUNDATION}), fields=frozenset({Field.CARERS, Field.PATIENT}),
)


@pytest.mark.parametrize(("changed", "status", "failed", "unknown"), [
    ({}, sote.SoteStatus.SOTE, (), ()),
    ({"fields": (Field.SPORT,)}, sote.SoteStatus.NOT_SOTE, (sote.Criterion.FIELD,), ()),
    ({"fields": ()}, sote.SoteStatus.UNDETERMINED, (), (sote.Criterion.FIELD,)),
    ({"legal_form": LegalForm.UNKNOWN, "fields": (Field.SPORT,)}, sote.SoteStatus.NOT_SOTE,
     (sote.Criterion.FIELD,), (sote.Criterion.LEGAL_FORM,)),
])
def test_evaluate(
    changed: dict[str, object], status: sote.SoteStatus, failed: tuple[sote.Criterion, ...], unknown: tuple[sote.Criterion, ...]
) -> None:
    assert sote.evaluate(replace(CARERS, **changed), DEFINITION) == sote.Evaluated(status, 1, failed, unknown)  # type: ignore[arg-type]


def test_definition__in_force_and_next_version() -> None:
    following = replace(DEFINITION, version=2, term="county-2029", valid_from=date(2029, 6, 1), valid_until=None)
    assert sote.publish(following, [DEFINITION]) == following
    assert sote.in_force([DEFINITION, following], date(2029, 6, 1)) is following
    assert sote.in_force([DEFINITION, following], date(2029, 5, 31)) is DEFINITION
    with pytest.raises(Refused) as refused:
        sote.in_force([DEFINITION], date(2025, 5, 31))
    assert said(refused) == [problems.NO_DEFINITION]
    with pytest.raises(Refused) as refused:
        sote.publish(sote.Definition(3, "county-2025", date(2028, 1, 1)), [DEFINITION])
    assert said(refused) == [problems.DEFINITION_VERSION, problems.DEFINITION_EMPTY, problems.DEFINITION_OVERLAPS]


def test_workforce__by_volunteers_only() -> None:
    reported = workforce.report_workforce(ACTIVE, workforce.Workforce(2026, Decimal("0.04"), 12), now=NOON)
    assert reported == workforce.Workforce(2026, Decimal("0.0"), 12)
    assert reported.by_volunteers_only


def test_workforce__all_reasons_at_once() -> None:
    with pytest.raises(Refused) as refused:
        workforce.report_workforce(ACTIVE, workforce.Workforce(1990, Decimal(-1), -1), now=NOON)
    assert said(refused) == [problems.YEAR_BEFORE_FOUNDED, problems.COUNT_NEGATIVE, problems.COUNT_NEGATIVE]
    with pytest.raises(Refused) as refused:
        workforce.report_workforce(ACTIVE, workforce.Workforce(2028, Decimal(1), 1), now=NOON)
    assert said(refused) == [problems.YEAR_NOT_OVER]


@dataclass(frozen=True)
class Dates:
    founded_on: date | None
    dissolved_on: date | None = None


def test_change_in__the_printed_year() -> None:
    bodies = [Dates(date(2020, 3, 1))] * 133 + [Dates(date(1990, 1, 1), date(2020, 12, 31))] * 94 + [Dates(None)] * 7
    year = statistics.change_in(2020, bodies)
    assert (year.founded, year.dissolved, year.net) == (133, 94, 39)
    assert statistics.standing(date(2020, 12, 30), bodies) == 133 + 94 + 7
    assert statistics.standing(date(2020, 12, 31), bodies) == 133 + 7


@pytest.mark.parametrize(("count", "population", "value"), [
    (600, 396_668, Decimal("1.5126")), (1, 20_000, Decimal("0.0500")), (0, 10, Decimal("0.0000")), (1, 160_000, Decimal("0.0063")),
])
def test_density__four_decimals_half_up(count: int, population: int, value: Decimal) -> None:
    assert statistics.density(count, population) == statistics.Density(value)


@pytest.mark.parametrize("population", [None, 0])
def test_density__population_unknown(population: int | None) -> None:
    assert statistics.density(5, population) == statistics.Density(None, statistics.Unknown.POPULATION)
