"""Who may sit where: one seat for one person, one person in one seat; what a composition lacks. Pure. M8, STR-06."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from chassis.problems import Reason
from forums.structures.domain.groups import Group
from forums.structures.problems import ORGANISATION_UNFIT, SEAT_TAKEN, TERM_OVER, TWO_SEATS, WRONG_KIND


class Held(Protocol):
    """A time for which somebody holds a seat, half-open days."""

    @property
    def seat_id(self) -> UUID: ...
    @property
    def person(self) -> UUID: ...
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """An appointment that is wanted."""

    seat_id: UUID
    person: UUID
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who would be represented, as it is now."""

    id: UUID
    kind: str
    status: str


@dataclass(frozen=True, slots=True)
class Represents:
    """Whether somebody is represented, and who that is if it is known."""

    asked: bool
    organisation: Organisation | None

    @property
    def fit(self) -> bool:
        """Nobody is, or one that has not ended."""
        return not self.asked or (self.organisation is not None and self.organisation.status not in {"dissolved", "merged"})


@dataclass(frozen=True, slots=True)
class Filling:
    """How one group of a composition is filled."""

    group: Group
    seats: int
    filled: int
    deputies: int

    @property
    def missing(self) -> int:
        return max(0, self.group.least - self.filled)

    @property
    def over(self) -> int:
        return 0 if self.group.most is None else max(0, self.filled - self.group.most)


def overlaps(one: Held | Wanted, other: Held | Wanted) -> bool:
    """Whether the two times share a day; a time without days shares none."""
    begins = max(one.since, other.since)
    ends = min(each for each in (one.until, other.until, date.max) if each is not None)
    return begins < ends


def objections(
    wanted: Wanted, group: Group, represents: Represents, held: Sequence[Held], *, today: date
) -> Iterator[Reason]:
    """Everything that speaks against an appointment, at once. Nobody is refused for who they are: only for time and place."""
    if not represents.fit:
        yield ORGANISATION_UNFIT.at("/organisation_id")
    elif represents.organisation is not None and group.kinds and represents.organisation.kind not in group.kinds:
        yield WRONG_KIND.at("/organisation_id", group=group.code, kinds=", ".join(group.kinds))
    if wanted.until is not None and wanted.until <= max(today, wanted.since):
        yield TERM_OVER.at("/until")
        return
    at_the_time = [each for each in held if overlaps(wanted, each)]
    if any(each.seat_id == wanted.seat_id for each in at_the_time):
        yield SEAT_TAKEN.at("/since")
    if any(each.person == wanted.person and each.seat_id != wanted.seat_id for each in at_the_time):
        yield TWO_SEATS.at("/person")
