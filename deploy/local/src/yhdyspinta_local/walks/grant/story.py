"""What the walk has settled beforehand, and what it knows so far."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Self

from chassis.values import Money
from yhdyspinta_local.walks import story
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.webhooks import Endpoint

JOINT, WHOLE, PART, REFUSED, PART_TOO, WHOLE_TOO, COMPLETED, WITHDRAWN, LATE, INELIGIBLE = range(10)
"""The ten applications by what becomes of them. The lead of each is the organisation of the same number; the joint one's partner
is `PARTNER`. The completed one is decided last: it meets the end of the appropriation."""
PARTNER: Final = WHOLE_TOO
TEN: Final = range(10)
IN_TIME: Final = (JOINT, WHOLE, PART, REFUSED, PART_TOO, WHOLE_TOO, COMPLETED, WITHDRAWN)
"""Those that are received."""
DECIDED: Final = (JOINT, WHOLE, PART, REFUSED, PART_TOO, WHOLE_TOO, COMPLETED)
"""In the order in which they are decided."""
SHARES: Final = (6000, 4000)
"""Of lead and partner, in hundredths of a per cent."""


@dataclass(frozen=True)
class Plan:
    """Sums in cents, made from the seed."""

    sought: Mapping[int, int]
    granted: Mapping[int, int]
    """Of each that is decided; 0 refuses. That of the last one is the exact remainder."""

    @classmethod
    def of(cls, seed: int) -> Self:
        chance = random.Random(seed)
        sought = {number: chance.randrange(800_000, 4_000_000) for number in TEN}

        def part(number: int) -> int:
            return sought[number] * chance.randrange(40, 90) // 100

        granted = {
            number: 0 if number == REFUSED else part(number) if number in {PART, PART_TOO, COMPLETED} else sought[number]
            for number in DECIDED
        }
        return cls(sought, granted)

    @property
    def budget(self) -> int:
        """What this walk may give: to the cent."""
        return sum(self.granted.values())


@dataclass
class Story(story.Story):
    """One walk. Steps fill it in; what is not there yet raises AttributeError, as no step comes before its turn."""

    to_prepare: int = 75
    """Requests between the announcement of the call and its opening."""
    to_submit: int = 30
    """Requests between the opening and the end."""
    plan: Plan = field(init=False)
    organisations: list[dict[str, Any]] = field(default_factory=list)
    """The ten, as the register shows them."""
    term: str = ""
    """Code of the council term of today."""
    subscriber: str = ""
    """Id of the person who asked to be told of calls."""
    guideline_id: str = ""
    appropriation: Answer = field(init=False)
    """Before anything of it was granted in this walk."""
    endpoint: Endpoint = field(init=False)
    call: Answer = field(init=False)
    opens_at: datetime = field(init=False)
    closes_at: datetime = field(init=False)
    applications: dict[int, str] = field(default_factory=dict)
    """Ids by number."""
    cases: dict[int, str] = field(default_factory=dict)
    """Case numbers of those that were received."""
    decisions: dict[int, str] = field(default_factory=dict)
    review: str = ""
    """Id of the request for review."""

    def __post_init__(self) -> None:
        """What the seed settles."""
        self.plan = Plan.of(self.seed)

    def represents(self, number: int) -> str:
        """Who acts for the organisation of this number."""
        return "representative_a" if number % 2 == 0 else "representative_b"

    def applications_of(self, name: str) -> set[str]:
        """Ids of the applications that a persona leads or takes part in."""
        mine = {id for number, id in self.applications.items() if self.represents(number) == name}
        return mine | {self.applications[JOINT]} if name == self.represents(PARTNER) and JOINT in self.applications else mine

    def organisation_id(self, number: int) -> str:
        return str(self.organisations[number]["id"])

    def name(self, number: int) -> str:
        return str(self.organisations[number]["name"])

    @property
    def address(self) -> str:
        """Of the subscriber; another one in each walk."""
        return f"ammattilainen+{self.tag}@esimerkki.invalid"

    @property
    def call_id(self) -> str:
        return str(self.call["id"])

    @property
    def ours(self) -> set[str]:
        """Ids of all that this walk made, as tasks name their subjects."""
        return {self.call_id, *self.applications.values(), *self.decisions.values(), self.review, str(self.appropriation["id"])}


def decimal(cents: int) -> str:
    """`1200.00`: as HTTP writes money."""
    return f"{cents // 100}.{cents % 100:02}"


def in_euros(cents: int) -> str:
    """As people read it in Finnish."""
    return str(Money(cents=cents))
