"""A wish before its space, its hours and everybody else: what stands against it, read in one go."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.problems import Reason, Refused
from chassis.work import Reads
from facilities.bookings import problems as p
from facilities.bookings.domain import rules as rules_of
from facilities.bookings.domain.plans import Ground, Planned, how_many, judge, of_series, of_times
from facilities.bookings.domain.rules import Wish
from facilities.bookings.domain.times import NOTHING_MORE, Around, Occurrence
from facilities.bookings.queries.facts import holder, picture
from facilities.bookings.schemas import Move, Wanted
from facilities.spaces import queries as spaces
from facilities.spaces.domain.lifecycle import Status
from facilities.spaces.domain.rules import Leaf
from facilities.spaces.tables import Space


@dataclass(frozen=True, slots=True)
class Judged:
    """What stands against a wish."""

    space: Space
    leaves: Sequence[Leaf]
    general: list[Reason]
    """Against all of it."""
    planned: Sequence[Planned]

    @property
    def reasons(self) -> list[Reason]:
        """All of them."""
        return [*self.general, *(reason for each in self.planned for reason in each.reasons)]

    @property
    def possible(self) -> list[Occurrence]:
        """The occurrences against which nothing stands."""
        return [each.possible for each in self.planned if each.possible is not None]


def planned(body: Wanted | Move) -> list[Planned]:
    """The times that are wanted: single ones, or a series."""
    single = of_times(each.occurrence() for each in body.occurrences)
    series = body.series if isinstance(body, Wanted) else None
    if bool(single) == (series is not None):
        raise Refused([p.TIMES_OR_SERIES.at("/occurrences")])
    found = single if series is None else of_series(series.series())
    if wrong := list(how_many(found)):
        raise Refused(wrong)
    return found


def wish(body: Wanted, *, staff: bool) -> Wish:
    """What is wanted beside the times."""
    return Wish(
        organisation_id=body.organisation_id,
        visitor=body.visitor is not None,
        persons=body.persons,
        free_use=frozenset(body.free_use),
        staff=staff,
    )


async def wanted_space(db: Reads, id: UUID) -> Space:
    """The space that is wanted; drafts are for their owners."""
    found = await db.maybe(select(Space).where(spaces.visible(db.actor), col(Space.id) == id))
    if found is None:
        raise Refused([p.SPACE_UNKNOWN.at("/space_id")])
    return found


async def judged(
    db: Reads, space: Space, asked: Wish, plan: Sequence[Planned], *, around: Around = NOTHING_MORE, but: UUID | None = None
) -> Judged:
    """Everything that stands against it. `but`: a booking whose own rows are no hindrance."""
    times = [each.times for each in plan if each.times is not None]
    rules = spaces.rules_of(space)
    general = [
        *rules_of.offered(published=space.status is Status.PUBLISHED, bookable=space.bookable),
        *rules_of.use(asked, rules, len(plan)),
    ]
    if asked.organisation_id is not None and times:
        general += rules_of.holder(await holder(db, asked.organisation_id), rules_of.last_day(times))
    seen = await picture(db, space.id, times) if times else None
    if seen is None:
        return Judged(space, (), general, plan)
    kept = rules_of.as_given(rules) if asked.again else rules
    ground = Ground(kept, seen.spans(county=asked.county), seen.leaves, around=around, staff=asked.staff)
    others = [row for row in seen.taken if row.holder != str(but)]
    return Judged(space, seen.leaves, general, judge(plan, replace(ground, taken=others), db.now))
