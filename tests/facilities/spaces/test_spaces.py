"""Sites and spaces: who may write them, what is needed before they are offered, what the world is told."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col
from tests.facilities.conftest import COORDINATOR, LIAISON, OFFICER, Builder

from chassis.access import Held
from chassis.machine import ActionNotAllowed
from chassis.problems import Refused
from chassis.testing import House, person
from chassis.values import DAY, today
from chassis.work import Reads
from facilities.main import SERVICE
from facilities.spaces import commands, queries
from facilities.spaces.schemas import (
    AddHolidays,
    AddHours,
    AddSite,
    DraftUsageRules,
    EditSite,
    EditSpace,
    HolidaysOut,
    WithdrawSpace,
)
from facilities.spaces.tables import HoursPeriod


def codes(no: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(reason.problem.code.removeprefix("facilities."), reason.pointer) for reason in no.value.reasons]


async def state(house: House, id: UUID) -> dict[str, Any]:
    """The newest public snapshot that waits for the relay."""
    last = [record for record in await house.outbox(id) if record.topic.endswith(".state")][-1]
    found: dict[str, Any] = json.loads(last.value or b"null")
    return found


async def test_add_site__all_reasons_at_once(builder: Builder) -> None:
    await builder.areas()
    with pytest.raises(Refused) as no:
        await builder.site(owner="municipality", owner_municipality="999", owner_name="Kunta", centre="none", municipality="998",
                           longitude=None)
    assert codes(no) == [
        ("site.owner_incomplete", "/owner"), ("site.municipality_unknown", "/owner_municipality"),
        ("site.municipality_unknown", "/municipality"), ("site.centre_unknown", "/centre"), ("site.place_incomplete", "/latitude"),
    ]


async def test_add_space__all_reasons_at_once(builder: Builder) -> None:
    """F5, F6: the interval is of quarters, lengths are multiples of it, the greatest is not below the least."""
    await builder.areas()
    rules = {"start_interval_minutes": 40, "min_minutes": 60, "max_minutes": 45, "min_days_ahead": 9, "max_days_ahead": 3}
    with pytest.raises(Refused) as no:
        await builder.space(await builder.site(), published=False, features=["bookable", "sauna"], rules=rules)
    assert codes(no) == [
        ("space.feature_unknown", "/features/1"), ("space.interval_not_quarters", "/rules/start_interval_minutes"),
        ("space.length_not_multiple", "/rules/min_minutes"), ("space.length_not_multiple", "/rules/max_minutes"),
        ("space.most_below_least", "/rules/max_minutes"), ("space.most_below_least", "/rules/max_days_ahead"),
    ]


async def test_publish_space__under_rules_of_use_and_with_hours(builder: Builder) -> None:
    """FAC-01: offered under published rules; what can be booked has use hours. Both reasons at once."""
    await builder.areas()
    site = await builder.site()
    space = await builder.space(site, published=False)
    with pytest.raises(Refused) as no:
        await builder.publish(space)
    assert codes(no) == [("space.no_usage_rules", ""), ("space.no_use_hours", "")]
    await builder.usage_rules()
    await builder.hours(site)
    assert await builder.house.outbox(space.id) == []
    await builder.publish(space)
    assert await builder.house.said(space.id) == ["SpacePublished"]
    told = await state(builder.house, space.id)
    assert (told["status"], told["bookable"], told["capacity"]) == ("published", True, 12)
    assert told["space"]["address"] == "Valtatie 1, 90500 Oulu"


async def test_publish_space__not_bookable_needs_no_hours(builder: Builder) -> None:
    await builder.areas()
    await builder.usage_rules()
    space = await builder.space(await builder.site(), features=["brochure_place"])
    assert (await state(builder.house, space.id))["bookable"] is False


async def test_withdraw_space__with_grounds_and_back(builder: Builder) -> None:
    made = await builder.everything()
    withdrawn = await builder.house.run(commands.withdraw_space, made.room.id, WithdrawSpace(grounds="Remontti."))
    assert withdrawn.withdrawal_grounds == "Remontti."
    with pytest.raises(ActionNotAllowed):
        await builder.house.run(commands.withdraw_space, made.room.id, WithdrawSpace(grounds="Taas."))
    await builder.publish(made.room)
    assert await builder.house.said(made.room.id) == ["SpacePublished", "SpaceWithdrawn", "SpacePublished"]
    assert (await state(builder.house, made.room.id))["status"] == "published"


async def test_edit_space__tells_what_changed_and_only_that(builder: Builder) -> None:
    made = await builder.everything()
    house = builder.house
    await house.run(commands.edit_space, made.room.id, EditSpace.model_validate({"capacity": 14, "description": {"fi": "Uusi."}}))
    await house.run(commands.edit_space, made.room.id, EditSpace.model_validate({"capacity": 14, "rules": {"cancellation_hours": 2}}))
    updates = [json.loads(r.value or b"") for r in await house.outbox(made.room.id) if (r.type or "").endswith("SpaceUpdated.v1")]
    assert [said["changed"] for said in updates] == [["capacity"]]


async def test_edit_site__its_spaces_follow(builder: Builder) -> None:
    """What the public state shows of the site is other in the same transaction; of drafts nothing is said."""
    made = await builder.everything()
    draft = await builder.space(made.site, "Luonnos", published=False)
    await builder.house.run(commands.edit_site, made.site.id, EditSite.model_validate({"names": {"fi": "Uusi"}, "street": None}))
    for space in (made.hall, made.left, made.right, made.room):
        assert await builder.house.said(space.id) == ["SpacePublished", "SpaceUpdated"]
        told = (await state(builder.house, space.id))["space"]
        assert (told["site"]["fi"], told["address"]) == ("Uusi", "90500 Oulu")
    assert await builder.house.outbox(draft.id) == []
    assert (await builder.house.read(queries.space, draft.id)).site_names == {"fi": "Uusi"}


async def test_edit_site__to_another_owner_changes_who_decides(builder: Builder) -> None:
    """The hours and drafts of rules of the site follow; whoever writes must be allowed before and after."""
    made = await builder.everything()
    period = await builder.hours(made.site)
    officer = builder.house.as_(person(SERVICE, OFFICER))
    given = EditSite.model_validate({"owner": "municipality", "owner_municipality": "564", "centre": None})
    with pytest.raises(Refused, match="not_allowed"):
        await officer.run(commands.edit_site, made.site.id, given)
    await builder.house.run(commands.edit_site, made.site.id, given)
    await officer.run(commands.edit_site, made.site.id, EditSite.model_validate({"street": "Valtatie 2"}))
    await officer.run(commands.remove_hours, period.id)
    with pytest.raises(Refused, match="not_allowed"):
        await officer.run(commands.edit_site, made.site.id, EditSite.model_validate({"owner": "county", "owner_municipality": None}))


@pytest.mark.parametrize(("role", "allowed"), [
    (COORDINATOR, {"centre", "municipality", "other"}),
    (LIAISON, {"centre"}),
    (OFFICER, {"municipality"}),
    (Held("municipality_officer", "municipality", "305"), set()),
    (Held("centre_liaison", "centre", "kuusamo"), set()),
    (Held("representative", "organisation", str(UUID(int=1))), set()),
])
async def test_sites__who_may_write_follows_from_the_owner(builder: Builder, role: Held, allowed: set[str]) -> None:
    await builder.areas()
    whose: dict[str, dict[str, Any]] = {
        "centre": {},
        "municipality": {"owner": "municipality", "owner_municipality": "564", "centre": None, "kind": "library"},
        "other": {"owner": "other", "owner_name": "Seurakunta", "centre": None, "kind": "meeting_place"},
    }
    somebody = builder.house.as_(person(SERVICE, role))
    said = {"kind": "health_centre", "names": {"fi": "A"}, "owner": "county", "centre": "oulu-tuira", "municipality": "564"}
    for name, others in whose.items():
        site = await builder.site(name, **others)
        for command, *args in (
            (commands.add_site, AddSite.model_validate(said | others)),
            (commands.add_hours, AddHours.model_validate({"site_id": site.id, "purpose": "opening"})),
            (commands.edit_site, site.id, EditSite.model_validate({"street": "Tie 1"})),
        ):
            with nullcontext() if name in allowed else pytest.raises(Refused, match="not_allowed"):
                await somebody.run(command, *args)


async def test_space__a_draft_is_seen_by_its_owners_only(builder: Builder) -> None:
    await builder.areas()
    draft = await builder.space(await builder.site(), published=False)
    await builder.house.as_(person(SERVICE, LIAISON)).read(queries.space, draft.id)
    for role in (OFFICER, Held("representative", "organisation", str(UUID(int=1)))):
        with pytest.raises(Refused, match="not_found"):
            await builder.house.as_(person(SERVICE, role)).read(queries.space, draft.id)
        with pytest.raises(Refused, match="not_found"):
            await builder.house.as_(person(SERVICE, role)).run(commands.publish_space, draft.id)


async def test_hours_of__fifty_spaces_in_one_statement(builder: Builder) -> None:
    """A week of fifty spaces, of whole-site hours, own hours of a hall for its parts, and a closed day. One statement."""
    made = await builder.everything()
    day = today(builder.house.now())
    spaces = [await builder.space(made.site, f"Huone {n}", published=False) for n in range(46)]
    ids = [space.id for space in (made.hall, made.left, made.right, made.room, *spaces)]
    late = [{"starts": "18:00", "ends": "20:00"}]
    await builder.hours(made.site, made.hall, rules=late)
    await builder.hours(made.site, valid_from=day + DAY, valid_until=day + 2 * DAY, override=True, state="closed", rules=[])
    await builder.hours(made.site, purpose="opening", rules=[{"weekdays": [], "starts": "08:00", "ends": "16:00"}])
    with builder.house.asked() as statements:
        found = await builder.house.read(queries.hours_of, ids, day, day + 7 * DAY)
    assert len(statements) == 1
    assert set(found) == set(ids)
    for id in ids:
        hours = 2 if id in {made.hall.id, made.left.id, made.right.id} else 14
        use = [(s.ends_at - s.starts_at, s.state.value) for s in found[id].use]
        assert [state for _, state in use].count("closed") == 1
        assert [length.total_seconds() for length, state in use if state == "open"] == [hours * 3600] * 6
        assert len(found[id].opening) == 7


async def test_usage_rules__a_published_version_never_changes(builder: Builder) -> None:
    """Not even by SQL: a trigger keeps it. FAC-01."""
    await builder.areas()
    row = await builder.usage_rules()
    with pytest.raises(ActionNotAllowed):
        await builder.house.run(commands.publish_usage_rules, row.id)
    for sql in ("UPDATE facilities.usage_rules SET valid_from = '2020-01-01'", "DELETE FROM facilities.usage_rules"):
        async with builder.house.database.sessions() as session:
            with pytest.raises(Exception, match="never changes"):
                await (await session.connection()).exec_driver_sql(sql)


async def test_usage_rules__the_newest_of_the_site_else_of_the_owner(builder: Builder) -> None:
    await builder.areas()
    day = today(builder.house.now())
    site, other = await builder.site(), await builder.site("Toinen")
    first, second = await builder.usage_rules(), await builder.usage_rules()
    later = await builder.usage_rules(valid_from=(day + 7 * DAY).isoformat())
    own = await builder.usage_rules(site_id=site.id, owner=None)
    assert [row.number for row in (first, second, later, own)] == [1, 2, 3, 1]
    house = builder.house

    async def in_force(site_id: UUID, on: Any) -> UUID | None:
        found = await house.read(queries.usage_rules_for, site_id, on)
        return found.id if found else None

    assert await in_force(site.id, day) == own.id
    assert await in_force(other.id, day) == second.id
    assert await in_force(other.id, day + 7 * DAY) == later.id
    assert await in_force(other.id, day - DAY) is None


async def test_publish_usage_rules__many_at_once(builder: Builder) -> None:
    """Twelve at once: numbers without gaps, none twice."""
    house, day = builder.house, today(builder.house.now()).isoformat()
    said = DraftUsageRules.model_validate({"owner": "county", "text": {"fi": "Siisti."}, "valid_from": day})
    drafts = [await house.run(commands.draft_usage_rules, said) for _ in range(12)]
    published = await asyncio.gather(*(house.run(commands.publish_usage_rules, draft.id) for draft in drafts))
    assert sorted(row.number for row in published) == list(range(1, 13))


async def test_publish_usage_rules__not_into_the_past(builder: Builder) -> None:
    said = {"owner": "county", "text": {"fi": "Siisti."}, "valid_from": "2020-01-01"}
    row = await builder.house.run(commands.draft_usage_rules, DraftUsageRules.model_validate(said))
    with pytest.raises(Refused, match="in_past"):
        await builder.house.run(commands.publish_usage_rules, row.id)


async def test_add_holidays__closed_where_nothing_else_was_said(builder: Builder) -> None:
    """Fifteen days a year; a day with an override of its own keeps it; the second time nothing is added."""
    made = await builder.everything()
    eve = date(2027, 12, 24)
    late = [{"starts": "10:00", "ends": "12:00"}]
    await builder.hours(made.site, valid_from=eve, valid_until=eve + DAY, override=True, rules=late)
    body = AddHolidays.model_validate({"site_id": made.site.id, "purpose": "use", "year": 2027})
    assert await builder.house.run(commands.add_holidays, body) == HolidaysOut(added=14, kept=1)
    assert await builder.house.run(commands.add_holidays, body) == HolidaysOut(added=0, kept=15)
    found = (await builder.house.read(queries.hours_of, [made.room.id], eve - DAY, eve + 2 * DAY))[made.room.id].use
    assert [(span.state.value, span.ends_at - span.starts_at) for span in found] == [
        ("open", timedelta(hours=14)), ("open", timedelta(hours=2)), ("closed", timedelta(days=1)),
    ]
    assert await builder.house.run(commands.add_holidays, body.model_copy(update={"year": 2100})) == HolidaysOut(added=15, kept=0)
    assert await builder.house.read(names_of, date(2100, 12, 6)) == [
        {"fi": "Itsenäisyyspäivä", "sv": "Självständighetsdagen", "en": "Independence Day"}
    ]


async def names_of(db: Reads, day: date) -> Sequence[dict[str, str]]:
    """What the periods are called that begin then."""
    return await db.all(select(col(HoursPeriod.name)).where(col(HoursPeriod.valid_from) == day))


async def test_add_hours__refusals(builder: Builder) -> None:
    await builder.areas()
    site, other = await builder.site(), await builder.site("Toinen")
    space = await builder.space(site, published=False)
    night = {"starts": "20:00", "ends": "02:00"}
    with pytest.raises(Refused) as no:
        await builder.hours(site, space, purpose="opening", valid_from="2027-03-02", valid_until="2027-03-02",
                            rules=[night, night | {"ends_next_day": True}, {"starts": "08:00", "ends": "09:00", "ends_next_day": True}])
    assert codes(no) == [
        ("hours.days_out_of_order", "/valid_until"), ("hours.opening_of_site", "/purpose"),
        ("hours.times_out_of_order", "/rules/0/ends"), ("hours.longer_than_a_day", "/rules/2/ends"),
    ]
    with pytest.raises(Refused, match="space_elsewhere"):
        await builder.hours(other, space)
