"""Add, change and remove periods of hours."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import col

from chassis import holidays
from chassis.problems import refuse_if_any
from chassis.values import DAY
from chassis.work import UnitOfWork
from facilities.access import Permission
from facilities.spaces.domain.hours import Purpose, minutes_of, period_objections
from facilities.spaces.problems import OPENING_OF_SITE, SPACE_ELSEWHERE
from facilities.spaces.schemas import AddHolidays, AddHours, EditHours, HolidaysOut, RuleBody
from facilities.spaces.tables import HoursPeriod, Site, Space


async def add_hours(uow: UnitOfWork, body: AddHours) -> HoursPeriod:
    """A further period of hours, ordinary or instead of the ordinary ones (aukioloajan lisääminen). FAC-09, F14."""
    site = await uow.target(Site, body.site_id, may=Permission.SPACE_WRITE)
    await _refuse_space_elsewhere(uow, body)
    period = HoursPeriod(
        id=uow.new_id(),
        site_id=site.id,
        space_id=body.space_id,
        centre=site.centre,
        owner_municipality=site.owner_municipality,
        purpose=body.purpose,
        **_columns(body, whole=True),
    )
    _refuse_what_is_wrong(period)
    return uow.add(period)


async def edit_hours(uow: UnitOfWork, id: UUID, body: EditHours) -> HoursPeriod:
    """Change a period of hours."""
    period = await uow.target(HoursPeriod, id, may=Permission.SPACE_WRITE, lock=True)
    for name, value in _columns(body).items():
        setattr(period, name, value)
    _refuse_what_is_wrong(period)
    return period


async def remove_hours(uow: UnitOfWork, id: UUID) -> None:
    """Take a period of hours away."""
    period = await uow.target(HoursPeriod, id, may=Permission.SPACE_WRITE, lock=True)
    await uow.execute(delete(HoursPeriod).where(col(HoursPeriod.id) == period.id))


async def add_holidays(uow: UnitOfWork, body: AddHolidays) -> HolidaysOut:
    """The public holidays of a year as overrides of a day each (pyhäpäivien lisääminen). Again it changes nothing. F14."""
    site = await uow.target(Site, body.site_id, may=Permission.SPACE_WRITE, lock=True)
    await _refuse_space_elsewhere(uow, body)
    days = holidays.names(body.year)
    if body.space_id is not None and body.purpose is Purpose.OPENING:
        refuse_if_any([OPENING_OF_SITE.at("/purpose")])
    known = set(await uow.all(select(col(HoursPeriod.valid_from)).where(
        col(HoursPeriod.site_id) == site.id,
        col(HoursPeriod.space_id).is_not_distinct_from(body.space_id),
        col(HoursPeriod.purpose) == body.purpose,
        col(HoursPeriod.override),
        col(HoursPeriod.valid_until) - col(HoursPeriod.valid_from) == 1,
    )))
    new = [(day, name) for day, name in days.items() if day not in known]
    for day, name in new:
        uow.add(HoursPeriod(
            id=uow.new_id(),
            site_id=site.id,
            space_id=body.space_id,
            centre=site.centre,
            owner_municipality=site.owner_municipality,
            purpose=body.purpose,
            name=name._asdict(),
            valid_from=day,
            valid_until=day + DAY,
            override=True,
            state=body.state,
            rules=[],
        ))
    return HolidaysOut(added=len(new), kept=len(days) - len(new))


async def _refuse_space_elsewhere(uow: UnitOfWork, body: AddHours | AddHolidays) -> None:
    if body.space_id is None:
        return
    there = select(col(Space.id)).where(col(Space.id) == body.space_id, col(Space.site_id) == body.site_id)
    if await uow.maybe(there) is None:
        refuse_if_any([SPACE_ELSEWHERE.at("/space_id")])


def _refuse_what_is_wrong(period: HoursPeriod) -> None:
    spans = [(rule["starts"], rule["ends"], rule["next_day"]) for rule in period.rules]
    of_space = period.space_id is not None
    refuse_if_any(period_objections(period.valid_from, period.valid_until, spans, period.purpose, of_space=of_space))


def _columns(body: EditHours, *, whole: bool = False) -> dict[str, Any]:
    """What was sent, as the columns hold it."""
    sent = body.model_dump(exclude={"site_id", "space_id", "purpose"}, exclude_unset=not whole)
    if "name" in sent:
        sent["name"] = {key: value for key, value in (sent["name"] or {}).items() if value is not None}
    if "rules" in sent:
        sent["rules"] = [_stored(rule) for rule in body.rules]
    return sent


def _stored(rule: RuleBody) -> dict[str, Any]:
    return {
        "weekdays": sorted(set(rule.weekdays)),
        "starts": minutes_of(rule.starts),
        "ends": minutes_of(rule.ends),
        "next_day": rule.ends_next_day,
        "state": rule.state.value if rule.state else None,
    }
