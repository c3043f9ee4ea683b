"""One site, the hours of one space, the features; lists of periods and of usage rules."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from chassis.paging import Items, Listing, paged
from chassis.problems import NOT_FOUND
from chassis.values import DAY, today
from chassis.work import Reads
from facilities.access import Permission
from facilities.spaces.domain.features import features
from facilities.spaces.domain.hours import Purpose
from facilities.spaces.domain.kinds import OwnerKind
from facilities.spaces.domain.lifecycle import RulesStatus
from facilities.spaces.problems import DAYS_OUT_OF_ORDER, HOURS_TOO_FAR
from facilities.spaces.queries.hours import hours_of
from facilities.spaces.queries.shown import shown_feature, shown_hours, shown_spans, shown_usage_rules
from facilities.spaces.queries.spaces import space
from facilities.spaces.queries.usage_rules import usage_rules_for
from facilities.spaces.schemas import DaySpans, FeatureOut, HoursOut, UsageRulesOut
from facilities.spaces.tables import HoursPeriod, Site, UsageRules

PERIOD_KEYS = {"valid_from": col(HoursPeriod.valid_from)}
RULES_KEYS = {"valid_from": col(UsageRules.valid_from), "number": col(UsageRules.number)}
MOST_DAYS = 62
WEEK = timedelta(days=7)


async def site(reads: Reads, id: UUID) -> Site:
    """One site."""
    return await reads.one(select(Site).where(col(Site.id) == id))


async def all_features(reads: Reads) -> list[FeatureOut]:
    """The features that a space may have, in the order of the plan."""
    del reads
    return [shown_feature(feature) for feature in features().values()]


async def space_hours(reads: Reads, id: UUID, from_: date | None, until: date | None) -> DaySpans:
    """The hours of a space in real time; a week from today where no days are asked for. FAC-09."""
    await space(reads, id)
    first = from_ or today(reads.now)
    last = until or first + WEEK
    if last <= first:
        raise DAYS_OUT_OF_ORDER()
    if last - first > MOST_DAYS * DAY:
        raise HOURS_TOO_FAR(days=MOST_DAYS)
    found = (await hours_of(reads, [id], first, last))[id]
    return DaySpans(space_id=id, from_=first, until=last, **shown_spans(found))


async def space_usage_rules(reads: Reads, id: UUID) -> UsageRules:
    """The version that a booking made now would name; 404 where none is in force. FAC-01."""
    found = await usage_rules_for(reads, (await space(reads, id)).site_id, today(reads.now))
    if found is None:
        raise NOT_FOUND()
    return found


async def periods(
    reads: Reads, page: Listing, site_id: UUID | None, space_id: UUID | None, purpose: Purpose | None
) -> Items[HoursOut]:
    """Periods of hours, those without a beginning last."""
    asked = {"site_id": site_id, "space_id": space_id, "purpose": purpose}
    rows = select(HoursPeriod).filter_by(**{name: value for name, value in asked.items() if value is not None})
    return await paged(reads, rows, page, keys=PERIOD_KEYS, id=col(HoursPeriod.id), show=shown_hours)


async def versions(
    reads: Reads, page: Listing, site_id: UUID | None, owner: OwnerKind | None, status: RulesStatus | None
) -> Items[UsageRulesOut]:
    """Versions of usage rules that the caller may see."""
    asked = {"site_id": site_id, "owner": owner, "status": status}
    mine = or_(col(UsageRules.status) == RulesStatus.PUBLISHED, reads.actor.sees(Permission.SPACE_WRITE, UsageRules))
    rows = select(UsageRules).where(mine).filter_by(**{name: value for name, value in asked.items() if value is not None})
    return await paged(reads, rows, page, keys=RULES_KEYS, id=col(UsageRules.id), show=shown_usage_rules)


async def period(reads: Reads, id: UUID) -> HoursPeriod:
    """One period of hours."""
    return await reads.one(select(HoursPeriod).where(col(HoursPeriod.id) == id))
