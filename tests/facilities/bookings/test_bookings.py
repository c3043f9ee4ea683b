"""Booking by the rules, holding, cancelling, refusing, bringing back, moving, blocking: who may, what is said, what stays."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.facilities.bookings.conftest import Desk, acting_for
from tests.facilities.conftest import COORDINATOR, LIAISON, OFFICER, Builder, Hall

from chassis.access import Held
from chassis.clockwork import Clockwork
from chassis.machine import ActionNotAllowed
from chassis.problems import Refused
from chassis.testing import House, person
from chassis.values import DAY
from chassis.work import Irrelevant
from facilities.bookings import commands, queries
from facilities.bookings.domain.states import Status
from facilities.bookings.schemas import BlockTime, Cancel, Move, Refuse, SeriesBody, Wanted
from facilities.main import SERVICE
from facilities.spaces import commands as spaces
from facilities.spaces.schemas import EditSite, WithdrawSpace


def codes(no: pytest.ExceptionInfo[Refused]) -> set[tuple[str, str]]:
    return {(reason.problem.code.removeprefix("facilities.booking."), reason.pointer) for reason in no.value.reasons}


def later(house: House, much: timedelta) -> House:
    return replace(house, clock=lambda: house.clock() + much)


async def payload(house: House, id: UUID, name: str) -> Any:
    """What the last event of this name says."""
    return json.loads([record for record in await house.outbox(id) if f".{name}." in (record.type or "")][-1].value or b"")


async def test_book__says_so_and_names_the_rules_of_use(desk: Desk, hall: Hall) -> None:
    organisation = await desk.organisation()
    row = await desk.book(hall.hall.id, organisation, desk.times(10, 2))
    assert (row.status, await desk.taken(row.id)) == (Status.CONFIRMED, 2)
    assert row.usage_rules_id is not None
    assert await desk.house.said(row.id) == ["BookingConfirmed"]
    told = await payload(desk.house, row.id, "BookingConfirmed")
    assert (told["organisation_id"], told["space"]["space_id"]) == (str(organisation), str(hall.hall.id))
    assert datetime.fromisoformat(told["times"][0]["starts_at"]) == desk.at(10)


async def test_book__a_hall_keeps_its_halves_and_the_other_way_round(desk: Desk, hall: Hall) -> None:
    """F2."""
    one, two = await desk.organisation(), await desk.organisation()
    await desk.book(hall.hall.id, one, desk.times(10))
    await desk.book(hall.left.id, one, desk.times(12))
    for space, hour in ((hall.left, 10), (hall.right, 10), (hall.hall, 12)):
        with pytest.raises(Refused) as no:
            await desk.book(space.id, two, desk.times(hour))
        assert codes(no) == {("taken", "/occurrences/0")}
        assert str(one) not in str(no.value.reasons)
    await desk.book(hall.right.id, two, desk.times(12))


async def test_book__every_reason_at_once(builder: Builder, desk: Desk) -> None:
    """F5, F6, F7, FAC-17: of each occurrence its own, of the whole the others."""
    hall = await builder.everything(
        start_interval_minutes=60, min_minutes=60, max_minutes=120, min_days_ahead=2, max_days_ahead=30,
        free_use=["non_profit", "open_to_all"],
    )
    organisation = await desk.organisation()
    await desk.book(hall.room.id, organisation, desk.times(18, days=5), free_use=["non_profit", "open_to_all"])
    with pytest.raises(Refused) as no:
        await desk.book(
            hall.room.id, organisation,
            desk.times(10, days=1), desk.times(10, days=40), desk.times(10.5, days=3), desk.times(10, 3, days=4),
            desk.times(21, 2, days=6), desk.times(18, days=5), desk.times(10, days=-1), desk.times(12, 0.5, days=3),
            desk.times(10, days=7), desk.times(10, 2, days=7),
            persons=13, free_use=["non_profit"],
        )
    assert codes(no) == {
        ("too_many_persons", "/persons"), ("free_use_not_met", "/free_use"), ("too_soon", "/occurrences/0"),
        ("too_far", "/occurrences/1"), ("off_grid", "/occurrences/2"), ("too_long", "/occurrences/3"),
        ("outside_hours", "/occurrences/4"), ("taken", "/occurrences/5"), ("in_past", "/occurrences/6"),
        ("too_short", "/occurrences/7"), ("length_off_grid", "/occurrences/7"), ("meets_itself", "/occurrences/9"),
    }
    assert await desk.scalar("SELECT count(*) FROM facilities.booking") == 1


async def test_book__days_ahead_are_counted_from_finnish_days(builder: Builder, desk: Desk) -> None:
    """F6: at least one day ahead is tomorrow from midnight; at most so many days is from this instant."""
    hall = await builder.everything(min_days_ahead=1, max_days_ahead=3)
    organisation = await desk.organisation()
    midnight = desk.at(0, days=1)
    just_before = desk.of(organisation)
    just_before = replace(just_before, clock=lambda: midnight + timedelta(hours=23, minutes=59))
    assert (await just_before.run(commands.book, desk.wish(hall.room.id, organisation, desk.times(8, days=2)))).status is Status.CONFIRMED
    at_six = replace(just_before, clock=lambda: midnight + timedelta(hours=6))
    with pytest.raises(Refused, match="too_soon"):
        await at_six.run(commands.book, desk.wish(hall.room.id, organisation, desk.times(20, days=1)))
    at_nine = replace(just_before, clock=lambda: desk.at(9, days=1))
    await at_nine.run(commands.book, desk.wish(hall.room.id, organisation, desk.times(9, days=4)))
    with pytest.raises(Refused, match="too_far"):
        await at_nine.run(commands.book, desk.wish(hall.room.id, organisation, desk.times(10.25, days=4)))


async def test_book__free_use_any_of_the_tests_is_the_owners_choice(builder: Builder, desk: Desk) -> None:
    """FAC-17."""
    hall = await builder.everything(free_use=["non_profit", "open_to_all"], free_use_needs="any")
    organisation = await desk.organisation()
    await desk.book(hall.room.id, organisation, desk.times(10), free_use=["open_to_all"])
    with pytest.raises(Refused, match="free_use_not_met"):
        await desk.book(hall.room.id, organisation, desk.times(12), free_use=["free_for_participants"])


async def test_book__buffers_may_fall_outside_the_hours(builder: Builder, desk: Desk) -> None:
    """F7; the gap between two is the greater of both needs."""
    hall = await builder.everything(before_minutes=30, after_minutes=60)
    organisation = await desk.organisation()
    for hour in (8, 21, 10, 12):
        await desk.book(hall.room.id, organisation, desk.times(hour))
    with pytest.raises(Refused, match="taken"):
        await desk.book(hall.room.id, organisation, desk.times(13.75))
    await desk.book(hall.room.id, organisation, desk.times(14))


@pytest.mark.parametrize(("known", "code"), [
    ({"status": "paused"}, "organisation_paused"),
    ({"status": "dissolved", "dissolved_on": date(2020, 1, 1)}, "organisation_dissolved"),
    ({"status": "merged", "successor_id": UUID(int=7)}, "organisation_merged"),
    ({"dissolved_on": date(2020, 1, 1)}, "organisation_dissolved"),
    ({"dissolves_on": date(2020, 1, 1)}, "organisation_dissolved"),
])
async def test_book__not_for_who_is_no_more(desk: Desk, hall: Hall, known: dict[str, Any], code: str) -> None:
    organisation = await desk.organisation(**known)
    with pytest.raises(Refused, match=code):
        await desk.book(hall.room.id, organisation, desk.times(10))


async def test_book__until_the_day_before_its_end_that_is_settled(desk: Desk, hall: Hall) -> None:
    """An end to come: what lies before it may be booked, what lies on that day or after it may not; in a series neither."""
    organisation = await desk.organisation(dissolves_on=desk.at(12, days=4).date())
    await desk.book(hall.room.id, organisation, desk.times(10, days=3))
    for days in (4, 5):
        with pytest.raises(Refused, match="organisation_dissolved at /organisation_id"):
            await desk.book(hall.room.id, organisation, desk.times(10, days=days))
    with pytest.raises(Refused, match="organisation_dissolved"):
        await desk.book(hall.room.id, organisation, *(desk.times(12, days=days) for days in (2, 3, 4)))


async def test_book__who_may_for_whom(desk: Desk, hall: Hall) -> None:
    """One's own organisation; who decides about the space, on behalf of any, for a visitor, for the county itself. FAC-25."""
    one, two = await desk.organisation(), await desk.organisation()
    liaison, officer = desk.house.as_(person(SERVICE, LIAISON)), desk.house.as_(person(SERVICE, OFFICER))
    with pytest.raises(Refused, match="not_allowed"):
        await desk.of(two).run(commands.book, desk.wish(hall.room.id, one, desk.times(8)))
    for somebody in (desk.of(one), officer):
        for others in ({}, {"visitor": "Muistiliitto ry"}):
            with pytest.raises(Refused, match="not_allowed"):
                await somebody.run(commands.book, desk.wish(hall.room.id, None, desk.times(8), **others))
    await liaison.run(commands.book, desk.wish(hall.room.id, one, desk.times(8)))
    await liaison.run(commands.book, desk.wish(hall.room.id, None, desk.times(9)))
    visit = await liaison.run(commands.book, desk.wish(hall.room.id, None, desk.times(10), visitor="Muistiliitto ry"))
    assert (visit.organisation_id, visit.visitor) == (None, "Muistiliitto ry")
    twice = [desk.times(11), desk.times(11, days=3)]
    with pytest.raises(Refused, match="visitor_once"):
        await liaison.run(commands.book, desk.wish(hall.room.id, None, *twice, visitor="Muistiliitto ry"))


async def test_book__not_what_is_not_offered(desk: Desk, hall: Hall) -> None:
    organisation = await desk.organisation()
    await desk.house.run(spaces.withdraw_space, hall.room.id, WithdrawSpace(grounds="Remontti."))
    with pytest.raises(Refused, match="not_offered"):
        await desk.book(hall.room.id, organisation, desk.times(10))
    with pytest.raises(Refused, match="space_unknown"):
        await desk.book(UUID(int=1), organisation, desk.times(10))
    with pytest.raises(Refused, match="times_or_series"):
        await desk.book(hall.left.id, organisation)


async def test_series__all_or_nothing_and_skipping_with_reasons(desk: Desk, hall: Hall) -> None:
    """F11, F13: preview says it beforehand and books nothing; skipped days stay to be seen."""
    one, two = await desk.organisation(), await desk.organisation()
    await desk.book(hall.room.id, one, desk.times(10, days=4))
    await desk.builder.hours(
        hall.site, override=True, state="closed", rules=[], valid_from=desk.at(12, days=5).date(), valid_until=desk.at(12, days=6).date()
    )
    first = desk.at(12, days=3).date()
    series = SeriesBody(weekdays=list(range(1, 8)), first=first, last=first + 3 * DAY, starts="10:00", minutes=60)
    wish = desk.wish(hall.room.id, two, series=series)
    seen = queries.shown_preview(await desk.of(two).read(queries.preview, Wanted(**wish.model_dump(exclude={"hold", "skip_conflicts"}))))
    why = [[reason.code.rpartition(".")[2] for reason in each.reasons] for each in seen.occurrences]
    assert (seen.possible, why) == (False, [[], ["taken"], ["outside_hours"], []])
    with pytest.raises(Refused) as no:
        await desk.of(two).run(commands.book, wish)
    assert codes(no) == {("taken", "/series"), ("outside_hours", "/series")}
    assert await desk.scalar("SELECT count(*) FROM facilities.booking") == 1
    row = await desk.of(two).run(commands.book, wish.model_copy(update={"skip_conflicts": True}))
    assert [each["kept"] for each in row.occurrences] == ["kept", "skipped", "skipped", "kept"]
    assert row.occurrences[1]["reasons"][0]["detail"].startswith("Tila on jo varattu")
    assert (await desk.taken(row.id), len((await payload(desk.house, row.id, "BookingConfirmed"))["times"])) == (2, 2)


@pytest.mark.parametrize("hours", [-1, -24 * 30, -24 * 365 * 1000])
async def test_times__that_end_before_they_begin_are_told_so(desk: Desk, hall: Hall, hours: float) -> None:
    """However long before."""
    one = await desk.organisation()
    wish = desk.wish(hall.room.id, one, desk.times(12, hours, days=3))
    seen = queries.shown_preview(await desk.of(one).read(queries.preview, Wanted(**wish.model_dump(exclude={"hold", "skip_conflicts"}))))
    assert "facilities.booking.ends_before_start" in [reason.code for each in seen.occurrences for reason in each.reasons]
    with pytest.raises(Refused) as no:
        await desk.of(one).run(commands.book, wish)
    assert ("ends_before_start", "/occurrences/0") in codes(no)


async def test_series__inside_the_spring_gap_is_refused_with_its_reason(desk: Desk, hall: Hall) -> None:
    """F12."""
    organisation = await desk.organisation()
    await desk.builder.hours(hall.site, valid_from="2027-03-28", valid_until="2027-03-29", override=True, rules=[])
    series = SeriesBody(weekdays=[7], first=date(2027, 3, 28), last=date(2027, 3, 28), starts="03:30", minutes=60)
    with pytest.raises(Refused) as no:
        await desk.of(organisation).run(commands.book, desk.wish(hall.room.id, organisation, series=series))
    assert codes(no) == {("clock_skips", "/series")}


async def test_hold__confirmed_within_ten_minutes_or_gone(desk: Desk, hall: Hall) -> None:
    """F16: it keeps others away, expires by its timer, once."""
    one, two = await desk.organisation(), await desk.organisation()
    held = await desk.book(hall.room.id, one, desk.times(10), hold=True)
    assert (held.status, await desk.house.said(held.id)) == (Status.HELD, [])
    with pytest.raises(Refused, match="taken"):
        await desk.book(hall.room.id, two, desk.times(10))
    with pytest.raises(Refused, match="hold_over"):
        await later(desk.of(one), timedelta(minutes=10)).run(commands.confirm, held.id)
    with pytest.raises(Irrelevant):
        await later(desk.house, timedelta(minutes=9)).run(commands.expire, held.id)
    await desk.execute("UPDATE facilities.timer SET due_at = now() - interval '1 minute'")
    await desk.execute("UPDATE facilities.booking SET hold_until = now() - interval '1 minute'")
    clockwork = Clockwork("facilities", SERVICE.house, desk.house.database, timers=SERVICE.timers)
    assert (await clockwork.run_timers(), await clockwork.run_timers()) == (1, 0)
    assert await desk.scalar("SELECT status FROM facilities.booking") == "expired"
    await desk.book(hall.room.id, two, desk.times(10))
    kept = await desk.book(hall.room.id, one, desk.times(12), hold=True)
    assert (await desk.of(one).run(commands.confirm, kept.id)).status is Status.CONFIRMED
    with pytest.raises(Irrelevant):
        await later(desk.house, timedelta(minutes=11)).run(commands.expire, kept.id)
    assert await desk.house.said(kept.id) == ["BookingConfirmed"]


async def test_cancel__until_so_long_before_inclusive(builder: Builder, desk: Desk) -> None:
    """F9: the holder by the rule, the owner always, with grounds."""
    hall = await builder.everything(cancellation_hours=24)
    one = await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10))
    late = replace(desk.of(one), clock=lambda: desk.at(10, days=1) + timedelta(seconds=1))
    with pytest.raises(Refused, match="cancelled_late"):
        await late.run(commands.cancel, row.id, Cancel())
    just = replace(desk.of(one), clock=lambda: desk.at(10, days=1))
    assert (await just.run(commands.cancel, row.id, Cancel())).status is Status.CANCELLED
    assert (await payload(desk.house, row.id, "BookingCancelled"))["because"] == "by_holder"
    again = await desk.book(hall.room.id, one, desk.times(10))
    with pytest.raises(Refused, match="grounds_missing"):
        await desk.house.run(commands.cancel, again.id, Cancel())
    await desk.house.run(commands.cancel, again.id, Cancel(grounds="Vesivahinko."))
    said = await payload(desk.house, again.id, "BookingCancelled")
    assert (said["because"], said["grounds"]) == ("by_owner", "Vesivahinko.")
    with pytest.raises(ActionNotAllowed):
        await desk.house.run(commands.cancel, again.id, Cancel(grounds="Taas."))


async def test_cancel__without_a_rule_not_at_all(builder: Builder, desk: Desk) -> None:
    hall = await builder.everything()
    one = await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10))
    with pytest.raises(Refused, match="not_cancellable"):
        await desk.of(one).run(commands.cancel, row.id, Cancel())
    held = await desk.book(hall.room.id, one, desk.times(12), hold=True)
    assert (await desk.of(one).run(commands.cancel, held.id, Cancel())).status is Status.CANCELLED
    assert await desk.house.said(held.id) == []


async def test_cancel__some_occurrences_and_the_past_stays(desk: Desk, hall: Hall) -> None:
    one = await desk.organisation()
    row = await desk.book(hall.room.id, one, *(desk.times(10, days=n) for n in (2, 3, 4)))
    after = await desk.of(one).run(commands.cancel, row.id, Cancel(starts=[desk.times(10, days=3).starts_at]))
    assert ([each["kept"] for each in after.occurrences], after.status) == (["kept", "cancelled", "kept"], Status.CONFIRMED)
    with pytest.raises(Refused, match="not_an_occurrence"):
        await desk.of(one).run(commands.cancel, row.id, Cancel(starts=[desk.times(10, days=3).starts_at]))
    begun = replace(desk.house, clock=lambda: desk.at(10.5))
    ended = await begun.run(commands.cancel, row.id, Cancel(grounds="Remontti."))
    assert ([each["kept"] for each in ended.occurrences], ended.status) == (["kept", "cancelled", "cancelled"], Status.CANCELLED)
    assert await desk.taken(row.id) == 1
    with pytest.raises(ActionNotAllowed):
        await begun.run(commands.cancel, row.id, Cancel(grounds="Taas."))


async def test_refuse__with_grounds_and_alternatives_and_back(desk: Desk, hall: Hall) -> None:
    """FAC-30, F10."""
    one, two = await desk.organisation(), await desk.organisation()
    row = await desk.book(hall.left.id, one, desk.times(10), persons=12)
    with pytest.raises(Refused, match="not_allowed"):
        await desk.of(one).run(commands.refuse, row.id, Refuse(grounds="En halua."))
    refused = await desk.house.run(commands.refuse, row.id, Refuse(grounds="Remontti."))
    said = await payload(desk.house, row.id, "BookingRefused")
    assert (refused.status, said["grounds"]) == (Status.REFUSED, "Remontti.")
    assert {each["space"]["space_id"] for each in said["alternatives"]} == {str(hall.room.id), str(hall.right.id)}
    gone = await desk.book(hall.left.id, two, desk.times(10.5))
    with pytest.raises(Refused, match="taken"):
        await desk.house.run(commands.restore, row.id)
    await desk.house.run(commands.cancel, gone.id, Cancel(grounds="Virhe."))
    back = await desk.house.run(commands.restore, row.id)
    assert (back.status, back.grounds, await desk.taken(row.id)) == (Status.CONFIRMED, None, 1)
    assert await desk.house.said(row.id) == ["BookingConfirmed", "BookingRefused", "BookingConfirmed"]


async def test_move__the_old_time_is_kept_until_the_new_one_is_won(desk: Desk, hall: Hall) -> None:
    one, two = await desk.organisation(), await desk.organisation()
    row = await desk.book(hall.left.id, one, desk.times(10))
    await desk.book(hall.room.id, two, desk.times(10))
    with pytest.raises(Refused, match="taken"):
        await desk.of(one).run(commands.move, row.id, Move(space_id=hall.room.id, occurrences=[desk.times(10)]))
    assert await desk.taken(row.id) == 1
    half_an_hour_later = await desk.of(one).run(commands.move, row.id, Move(occurrences=[desk.times(10.5)]))
    assert (half_an_hour_later.space_id, half_an_hour_later.begins) == (hall.left.id, desk.at(10.5))
    moved = await desk.of(one).run(commands.move, row.id, Move(space_id=hall.hall.id, occurrences=[desk.times(10)]))
    assert (moved.space_id, await desk.taken(row.id), await desk.overlaps()) == (hall.hall.id, 2, 0)
    said = await payload(desk.house, row.id, "BookingMoved")
    assert (said["was_space_id"], datetime.fromisoformat(said["was_times"][0]["starts_at"])) == (str(hall.left.id), desk.at(10.5))
    begun = replace(desk.of(one), clock=lambda: desk.at(10))
    with pytest.raises(Refused, match="begun"):
        await begun.run(commands.move, row.id, Move(occurrences=[desk.times(12)]))


async def test_check_in__while_it_goes_on(desk: Desk, hall: Hall) -> None:
    one = await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10), desk.times(10, days=3))
    with pytest.raises(Refused, match="not_now"):
        await desk.of(one).run(commands.check_in, row.id)
    there = replace(desk.of(one), clock=lambda: desk.at(9.75, days=3))
    assert [bool(each["checked_in_at"]) for each in (await there.run(commands.check_in, row.id)).occurrences] == [False, True]


async def test_block__ignores_buffers_and_keeps_everybody_away(builder: Builder, desk: Desk) -> None:
    """F1: beside a blocked time no buffer is needed."""
    hall = await builder.everything(before_minutes=30, after_minutes=30)
    one = await desk.organisation()
    await desk.book(hall.left.id, one, desk.times(10))
    body = BlockTime(space_id=hall.hall.id, starts_at=desk.at(11), ends_at=desk.at(13), grounds="Siivous.")
    with pytest.raises(Refused, match="not_allowed"):
        await desk.of(one).run(commands.block, body)
    blocked = await desk.house.run(commands.block, body)
    with pytest.raises(Refused, match="taken"):
        await desk.book(hall.right.id, one, desk.times(12))
    await desk.book(hall.left.id, one, desk.times(13))
    with pytest.raises(Refused, match="taken"):
        await desk.house.run(commands.block, body.model_copy(update={"starts_at": desk.at(9), "ends_at": desk.at(10.5)}))
    with pytest.raises(Refused, match="not_whole_minutes"):
        await desk.house.run(commands.block, body.model_copy(update={"ends_at": desk.at(13) + timedelta(seconds=1)}))
    await desk.house.run(commands.unblock, blocked.id)
    await desk.book(hall.right.id, one, desk.times(12))


async def test_bookings__are_seen_by_their_holder_and_who_decides(desk: Desk, hall: Hall) -> None:
    one, two = await desk.organisation(), await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10))
    for actor in (acting_for(one), person(SERVICE, COORDINATOR), person(SERVICE, LIAISON)):
        assert (await desk.house.as_(actor).read(queries.booking, row.id)).id == row.id
    for actor in (acting_for(two), person(SERVICE, OFFICER), person(SERVICE, Held("centre_liaison", "centre", "muu"))):
        with pytest.raises(Refused, match="not_found"):
            await desk.house.as_(actor).read(queries.booking, row.id)


async def test_bookings__follow_their_space_to_another_owner(desk: Desk, hall: Hall) -> None:
    """Who decides about a booking is who decides about its space, now."""
    one = await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10))
    given = EditSite.model_validate({"owner": "municipality", "owner_municipality": "564", "centre": None})
    await desk.house.run(spaces.edit_site, hall.site.id, given)
    officer = desk.house.as_(person(SERVICE, OFFICER))
    assert (await officer.run(commands.refuse, row.id, Refuse(grounds="Remontti."))).status is Status.REFUSED


async def test_space__gets_no_parts_while_it_is_booked(desk: Desk, hall: Hall) -> None:
    """Withdrawn, it keeps its bookings: a part of it would be free beside them."""
    one = await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10))
    await desk.house.run(spaces.withdraw_space, hall.room.id, WithdrawSpace(grounds="Remontti."))
    with pytest.raises(Refused, match="tree_booked"):
        await desk.builder.space(hall.site, "Nurkka", published=False, parent_id=hall.room.id)
    await desk.house.run(commands.cancel, row.id, Cancel(grounds="Remontti."))
    await desk.builder.space(hall.site, "Nurkka", published=False, parent_id=hall.room.id)
