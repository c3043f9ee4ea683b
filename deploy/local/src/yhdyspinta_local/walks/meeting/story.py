"""What the walk has settled beforehand, and what it knows so far."""

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Self

from chassis.values import DAY, today
from yhdyspinta_local.demonstration.meetings import weekday
from yhdyspinta_local.walks import story
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.webhooks import Endpoint

FIXED: Final = frozenset({(1, 1), (1, 6), (5, 1), (12, 6), (12, 25), (12, 26)})
"""Month and day of holidays that are the same each year."""
SEATED: Final = (("regional_council", "representative_a"), ("domain_networks", "representative_b"), ("local_liaisons", "municipality_officer"))
"""Who sits in the council, for which group."""
MAILED: Final = ("representative_a", "representative_b", "municipality_officer", "centre_liaison")
"""Who gives an address."""


@dataclass(frozen=True)
class Plan:
    """Days, made from the seed: far enough from each other, none of them a holiday but the one that shall be."""

    council: date
    moved: date
    """To which the council moves."""
    local: date
    holiday: date
    """On which a meeting is planned by mistake."""
    attendance: dict[str, int]

    @classmethod
    def of(cls, seed: int, on: date) -> Self:
        chance = random.Random(seed)
        council = weekday(on + chance.randrange(30, 60) * DAY)
        moved = weekday(council + 7 * DAY)
        local = weekday(moved + 7 * DAY)
        holiday = next(day for n in range(7, 373) if ((day := on + n * DAY).month, day.day) in FIXED)
        attendance = {"organisation": chance.randrange(5, 30), "parish": chance.randrange(1, 5), "county": chance.randrange(1, 8)}
        return cls(council, moved, local, holiday, attendance)


@dataclass
class Story(story.Story):
    """One walk. Steps fill it in; what is not there yet raises AttributeError, as no step comes before its turn."""

    plan: Plan = field(init=False)
    organisations: dict[str, str] = field(default_factory=dict)
    """Whom representative_a and representative_b act for: ids."""
    addresses: dict[str, str] = field(default_factory=dict)
    """Of personas, confirmed in this walk."""
    endpoint: Endpoint = field(init=False)
    site_id: str = ""
    spaces: dict[str, Any] = field(default_factory=dict)
    """Ids by short name: hall, north, south, room."""
    in_the_way: str = ""
    """Somebody else's booking of one half of the hall."""
    afterwards: str = ""
    """The booking that takes the room which a cancelled meeting left."""
    council_id: str = ""
    local_id: str = ""
    area_id: str = ""
    network_id: str = ""
    """Structures."""
    meetings: dict[str, Answer] = field(default_factory=dict)
    """council, local, area: each as it was seen last."""
    guests: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Addresses of those who are invited, by meeting."""
    registrations: dict[str, str] = field(default_factory=dict)
    agenda: Answer = field(init=False)
    """The newest published one of the meeting that is held."""
    minutes: Answer = field(init=False)
    approved: list[str] = field(default_factory=list)
    """Meetings of earlier days of which the minutes were approved now."""

    def __post_init__(self) -> None:
        """What the seed settles, as seen from today."""
        self.plan = Plan.of(self.seed, today(self.began))

    def id(self, name: str) -> str:
        return str(self.meetings[name]["id"])

    def is_ours(self, data: Any) -> bool:
        """Whether an event is about something that this walk made."""
        return (
            data.get("meeting_id") in {answer["id"] for answer in self.meetings.values()}.union(self.approved)
            or data.get("booking_id") in {self.in_the_way, self.afterwards}
            or data.get("structure", {}).get("structure_id") == self.network_id
        )
