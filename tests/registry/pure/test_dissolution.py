"""A dissolution that is settled for a day to come: what the rules say before, on and after the day. ORG-09; R3."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.registry.pure.test_organisations import ACTIVE, CARERS, FACTS, NOON, PAUSED, Body, said

from chassis.machine import ActionNotAllowed
from chassis.problems import Refused
from registry.organisations import problems
from registry.organisations.domain import dissolution, lifecycle, profile
from registry.organisations.domain.dissolution import Planned
from registry.organisations.domain.lifecycle import ALIVE, Action, Ended, Limits, Returned, Status

DAY = date(2027, 6, 30)
ON_THE_DAY = datetime(2027, 6, 29, 21, 0, tzinfo=UTC)
"""Midnight in Helsinki, summer time."""
JUST_BEFORE = ON_THE_DAY - timedelta(microseconds=1)
WHY = "Kokous"


def ending(body: Body) -> Body:
    return replace(body, dissolves_on=DAY, dissolution_grounds=WHY)


@pytest.mark.parametrize("on", [date(1994, 5, 12), date(2027, 5, 2), date(2027, 5, 3)])
def test_dissolve__today_or_past_ends_at_once(on: date) -> None:
    ended = dissolution.dissolve(PAUSED, on, grounds=WHY, limits=Limits(), now=NOON)
    assert ended == Ended(Status.DISSOLVED, Status.PAUSED, NOON, WHY, dissolved_on=on)


@pytest.mark.parametrize("on", [date(2027, 5, 4), date(2028, 5, 3)])
@pytest.mark.parametrize("body", [ACTIVE, PAUSED, ending(ACTIVE)])
def test_dissolve__day_to_come_is_a_plan(body: Body, on: date) -> None:
    assert dissolution.dissolve(body, on, grounds=WHY, limits=Limits(), now=NOON) == Planned(on, WHY)


def test_dissolve__today_is_the_day_in_finland() -> None:
    """Half past ten in the evening of the second, UTC, is the third already."""
    late = datetime(2027, 5, 2, 22, 30, tzinfo=UTC)
    assert isinstance(dissolution.dissolve(ACTIVE, date(2027, 5, 3), grounds=WHY, limits=Limits(), now=late), Ended)


@pytest.mark.parametrize(("day", "begins"), [
    (date(2027, 1, 1), datetime(2026, 12, 31, 22, 0, tzinfo=UTC)),
    (date(2027, 3, 28), datetime(2027, 3, 27, 22, 0, tzinfo=UTC)),
    (date(2027, 3, 29), datetime(2027, 3, 28, 21, 0, tzinfo=UTC)),
    (date(2027, 10, 31), datetime(2027, 10, 30, 21, 0, tzinfo=UTC)),
    (date(2027, 11, 1), datetime(2027, 10, 31, 22, 0, tzinfo=UTC)),
])
def test_standing__turns_at_midnight_in_helsinki_winter_and_summer(day: date, begins: datetime) -> None:
    assert dissolution.beginning(day) == begins
    body = replace(PAUSED, dissolves_on=day, dissolution_grounds=WHY)
    assert lifecycle.standing(body, begins - timedelta(microseconds=1)) is Status.PAUSED
    assert lifecycle.standing(body, begins) is Status.DISSOLVED
    assert dissolution.fall_due(body, now=begins - timedelta(microseconds=1)) is None
    assert dissolution.fall_due(body, now=begins) == Ended(Status.DISSOLVED, Status.PAUSED, begins, WHY, dissolved_on=day)


def test_fall_due__late_ends_on_its_day_all_the_same() -> None:
    late = ON_THE_DAY + timedelta(days=40)
    assert dissolution.fall_due(ending(ACTIVE), now=late) == Ended(Status.DISSOLVED, Status.ACTIVE, late, WHY, dissolved_on=DAY)


def test_fall_due__nothing_settled() -> None:
    assert dissolution.fall_due(ACTIVE, now=NOON) is None


@pytest.mark.parametrize("action", [action for action in Action if action is not Action.UNDO_MERGE])
def test_allow__by_now_and_not_by_what_is_written_down(action: Action) -> None:
    """Until the day as before; on the day only what a dissolved one allows."""
    for body in (ACTIVE, PAUSED):
        try:
            before = lifecycle.allow(body, action, now=NOON)
        except ActionNotAllowed:
            before = None
        if action is Action.REVERT_DISSOLUTION:
            assert before is None
            assert lifecycle.allow(ending(body), action, now=JUST_BEFORE) is body.status
            assert lifecycle.allow(ending(body), action, now=ON_THE_DAY) is Status.ACTIVE
            continue
        if before is not None:
            assert lifecycle.allow(ending(body), action, now=JUST_BEFORE) is before
        with pytest.raises(ActionNotAllowed) as wrong:
            lifecycle.allow(ending(body), action, now=ON_THE_DAY)
        assert wrong.value.state is Status.DISSOLVED
        assert wrong.value.allowed == {Action.REVERT_DISSOLUTION}


def test_allow__names_the_way_back_where_there_is_one() -> None:
    for body, there in ((ACTIVE, False), (ending(ACTIVE), True)):
        with pytest.raises(ActionNotAllowed) as wrong:
            lifecycle.resume(body, now=NOON)
        assert (Action.REVERT_DISSOLUTION in wrong.value.allowed) is there


def test_update__on_the_day_it_has_ended() -> None:
    assert profile.update(ending(ACTIVE), CARERS, replace(CARERS, locality="Oulu"), FACTS, now=JUST_BEFORE)
    with pytest.raises(ActionNotAllowed):
        profile.update(ending(ACTIVE), CARERS, replace(CARERS, locality="Oulu"), FACTS, now=ON_THE_DAY)


@pytest.mark.parametrize("body", [ACTIVE, PAUSED])
@pytest.mark.parametrize("now", [JUST_BEFORE, ON_THE_DAY])
def test_revert__of_what_was_not_written_down_leaves_all_as_it_is(body: Body, now: datetime) -> None:
    assert dissolution.revert_dissolution(ending(body), grounds=WHY, now=now) == Returned(body.status)


def test_merge__before_the_day_and_on_it() -> None:
    (away,) = lifecycle.merge([ending(PAUSED)], ACTIVE, came_into_sources=frozenset(), grounds=WHY, now=JUST_BEFORE)
    assert (away.status, away.dissolved_on, away.successor_id) == (Status.MERGED, None, ACTIVE.id)
    assert lifecycle.merge([PAUSED], ending(ACTIVE), came_into_sources=frozenset(), grounds=WHY, now=JUST_BEFORE)
    with pytest.raises(ActionNotAllowed):
        lifecycle.merge([ending(PAUSED)], ACTIVE, came_into_sources=frozenset(), grounds=WHY, now=ON_THE_DAY)
    with pytest.raises(Refused) as refused:
        lifecycle.merge([PAUSED], ending(ACTIVE), came_into_sources=frozenset(), grounds=WHY, now=ON_THE_DAY)
    assert said(refused) == [problems.MERGE_INTO_ENDED]
    assert refused.value.reasons[0].values["status"] == "dissolved"


def test_machine__an_end_is_reached_from_what_lives_alone() -> None:
    reached = {state for state in Status if Action.DISSOLVE in lifecycle.MACHINE.allowed(state)}
    assert reached == set(ALIVE)
