"""What both walks have settled beforehand, and what they know so far."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from typing_extensions import override

from chassis.values import DAY, today
from yhdyspinta_local.demonstration.meetings import weekday
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.grant import story
from yhdyspinta_local.walks.grant.story import Plan

FIRST, SECOND = 0, 1
"""Of the two associations: what happens, happens to the first; the second goes on. representative_a and _b act for them."""


@dataclass
class Story(story.Story):
    """One walk. `organisations` are two, made up; `applications` is one, of the first of them."""

    to_prepare: int = 20
    to_submit: int = 5
    liaison: str = ""
    """Address of the liaison of the area, confirmed in this walk."""
    days: tuple[date, date] = (date.min, date.min)
    """Of the two bookings."""
    space_id: str = ""
    booked: list[str] = field(default_factory=list)
    """Ids of both bookings."""
    group_id: str = ""
    """The working group in which the first has two seats."""
    sat: list[str] = field(default_factory=list)
    """Ids of both seats."""
    cause: str = ""
    """Id of the fact that the first ended, as grants names it."""
    seen: dict[str, Answer] = field(default_factory=dict)

    @override
    def __post_init__(self) -> None:
        """What the seed settles: a sum, and days that lie weeks ahead."""
        sought = Plan.of(self.seed).sought[FIRST]
        self.plan = Plan({FIRST: sought}, {FIRST: sought * 3 // 5})
        first = weekday(today(self.began) + (30 + self.seed % 20) * DAY)
        self.days = first, weekday(first + 7 * DAY)

    @property
    def first(self) -> str:
        return self.organisation_id(FIRST)

    @property
    def second(self) -> str:
        return self.organisation_id(SECOND)

    @property
    def application(self) -> str:
        """Where it is."""
        return f"grants/v1/applications/{self.applications[FIRST]}"

    def is_ours(self, data: Any) -> bool:
        """Whether an event is about what this walk made."""
        organisations = {one["id"] for one in self.organisations}
        return (
            (data.get("organisation_id") in organisations and "structure" not in data and "booking_id" not in data and "call" not in data)
            or data.get("booking_id") in self.booked
            or data.get("structure", {}).get("structure_id") == self.group_id
            or data.get("application_id") in self.applications.values()
        )
