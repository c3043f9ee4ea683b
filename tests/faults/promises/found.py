"""What a check found: how much it compared, and what breaks a promise, in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

PROMISES: Final[Mapping[str, str]] = {
    "C1": "every acknowledged change stands once, a refused one not at all, an unknown one at most once, events included",
    "C2": "outbox and row: every number once, none missing, none without its row",
    "C3": "topic and outbox: every event under read_committed, none else, in order; the last state is the row",
    "C4": "effects: every event once in every listener, every copy equal to its owner",
    "C5": "sums: money granted and left, no room given twice, every meeting answered, every mail once",
    "C6": "at rest in time: outboxes empty, every position at the end, parked only what was poisoned",
    "C7": "no server error but 503, which says when to come again",
}
FIRST: Final = 3
"""Counter-examples of one kind that are shown."""


@dataclass
class Found:
    """Compared so much, and this is wrong."""

    compared: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def compare(self, what: str, number: int = 1) -> None:
        self.compared[what] += number

    def holds(self, promise: str, complaints: Iterable[str]) -> None:
        """Nothing speaks against it, or this."""
        if against := list(complaints):
            self.wrong.setdefault(promise, []).extend(against)

    @property
    def broken(self) -> Sequence[str]:
        """The promises that are broken."""
        return sorted(self.wrong)

    @property
    def wrong_in_short(self) -> Mapping[str, Sequence[str]]:
        """The first counter-examples of each promise."""
        return {promise: against[:FIRST] for promise, against in self.wrong.items()}

    def said(self) -> str:
        """In lines: what was compared, and the first counter-examples."""
        lines = [f"compared: {', '.join(f'{number:,} {what}' for what, number in self.compared.items())}"]
        for promise in self.broken:
            against = self.wrong[promise]
            lines += [f"{promise} broken {len(against)} times: {PROMISES.get(promise, 'what the experiment itself asks')}", *(f"  {one}" for one in against[:FIRST])]
        return "\n".join(lines)
