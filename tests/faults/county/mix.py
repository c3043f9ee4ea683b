"""What people do all day, drawn from a seed: registrations, updates, applications, decisions, bookings, meetings."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final

from tests.faults.county.beginnings import GROUNDS, Known, tomorrow
from tests.faults.county.client import Client

from chassis.values import HELSINKI
from yhdyspinta_local.demonstration import grants as words

PEOPLE: Final = 6
"""Who do something at the same time."""
PAUSE: Final = 0.15
"""Seconds between two things that one of them does."""
DAYS: Final = 40
"""In which rooms are wanted: few enough that some are taken."""


@dataclass
class Mix:
    """The driver."""

    client: Client
    known: Known
    services: Collection[str]
    seed: int
    people: int = PEOPLE
    rest: float = PAUSE
    tries: Sequence[int] = (1, 1, 4, 8)
    """How often something unknown is asked for again, drawn anew each time, so that some of it stays unknown."""
    unexpected: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        parts: Mapping[str, list[Callable[[], Awaitable[None]]]] = {
            "registry": [self.register, self.rename, self.pause],
            "grants": [self.apply, self.apply, self.decide],
            "facilities": [self.book, self.book, self.cancel],
            "forums": [self.meet, self.move_or_call_off],
        }
        self._does = [one for name, all_of_it in parts.items() if name in self.services for one in all_of_it]
        self._named = 0

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """While this lasts, people do things."""
        tasks = [asyncio.create_task(self._one(random.Random(self.dice.random()))) for _ in range(self.people)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            self.unexpected += [repr(one) for one in ended if not isinstance(one, asyncio.CancelledError)]

    async def _one(self, dice: random.Random) -> None:
        while True:
            await dice.choice(self._does)()
            await asyncio.sleep(dice.uniform(0, 2 * self.rest))

    async def ask(self, who: str, service: str, path: str, body: Any = None, *, what: str, event: str, method: str = "POST", etag: str = "") -> Any:
        """The answer's body where it was done, else nothing."""
        tries = self.dice.choice(self.tries)
        answer = await self.client.attempt(who, service, method, path, body, what=what, event=event, etag=etag, tries=tries)
        return answer.json() if answer is not None and answer.is_success else None

    async def version(self, who: str, service: str, path: str) -> str:
        """The ETag, as somebody has it who has just looked; nothing where nobody answers."""
        seen = await self.client.read(who, service, path)
        return seen.headers.get("etag", "") if seen is not None and seen.is_success else ""

    def name(self, what: str) -> str:
        self._named += 1
        return f"{what} {self._named} ry"

    async def register(self) -> None:
        body = {"name_fi": self.name("Yhdistys"), "kind": "organisation", "legal_form": "association"}
        made = await self.ask("coordinator", "registry", "organisations", body, what="register", event="OrganisationRegistered")
        if made:
            self.known.organisations.append(made["id"])

    async def rename(self) -> None:
        if self.known.organisations:
            path = f"organisations/{self.dice.choice(self.known.organisations[-20:])}"
            if etag := await self.version("coordinator", "registry", path):
                body = {"name_fi": self.name("Nimi")}
                await self.ask(
                    "coordinator", "registry", path, body, what="update", event="OrganisationUpdated", method="PATCH", etag=etag
                )

    async def pause(self) -> None:
        """And on again."""
        if self.known.organisations:
            path = f"organisations/{self.dice.choice(self.known.organisations[-20:])}"
            body = {"grounds": GROUNDS}
            if await self.ask("coordinator", "registry", f"{path}/pause", body, what="pause", event="OrganisationPaused"):
                await self.ask("coordinator", "registry", f"{path}/resume", what="resume", event="OrganisationResumed")

    async def apply(self) -> None:
        """Begun, written, submitted; what was not answered well is not gone on with."""
        who, start = "representative_a", {
            "call_id": self.known.call, "lead_id": self.dice.choice(self.known.associations), "activity_title": self.name("Toiminta"),
        }
        draft = await self.ask(who, "grants", "applications", start, what="begin application", event="")
        if not draft:
            return
        path = f"applications/{draft['id']}"
        written = words.written("1000.00", "2000.00")
        if await self.ask(who, "grants", path, written, what="write application", event="", method="PATCH", etag=f'"{draft["version"]}"'):
            etag = await self.version(who, "grants", path)
            done = etag and await self.ask(
                who, "grants", f"{path}/submit", what="submit application", event="ApplicationSubmitted", etag=etag
            )
            if done:
                self.known.applications.append(draft["id"])

    async def decide(self) -> None:
        if not self.known.applications:
            return
        application = self.known.applications.pop(0)
        body = {"application_id": application, "amount": words.euros("800.00"), "grounds": GROUNDS}
        proposed = await self.ask("assessor", "grants", "decisions", body, what="propose", event="")
        if proposed:
            path, granted = f"decisions/{proposed['id']}", {"amount": words.euros("700.00"), "grounds": GROUNDS}
            if etag := await self.version("decider", "grants", path):
                await self.ask("decider", "grants", f"{path}/grant", granted, what="decide", event="GrantApproved", etag=etag)

    def _times(self) -> tuple[datetime, datetime]:
        day, hour = tomorrow(self.dice.randrange(2, DAYS)), self.dice.randrange(8, 20)
        begins = datetime.combine(day, time(hour), HELSINKI)
        return begins, begins + timedelta(hours=self.dice.choice((1, 2)))

    async def book(self) -> None:
        begins, ends = self._times()
        times = [{"starts_at": begins.isoformat(), "ends_at": ends.isoformat()}]
        body = {"space_id": self.dice.choice(self.known.rooms), "purpose": self.name("Ryhmä"), "occurrences": times}
        made = await self.ask("coordinator", "facilities", "bookings", body, what="book", event="BookingConfirmed")
        if made:
            self.known.bookings.append(made["id"])

    async def cancel(self) -> None:
        if self.known.bookings:
            id = self.known.bookings.pop(self.dice.randrange(len(self.known.bookings)))
            path, body = f"bookings/{id}/cancel", {"grounds": GROUNDS}
            await self.ask("coordinator", "facilities", path, body, what="cancel booking", event="BookingCancelled")

    def _setting(self) -> dict[str, Any]:
        begins, ends = self._times()
        room = {"space_id": self.dice.choice(self.known.rooms), "persons": 10}
        return {"starts_at": begins.isoformat(), "ends_at": ends.isoformat(), "mode": "in_person", "room": room}

    async def meet(self) -> None:
        body = {"structure_id": self.known.structure, "title": {"fi": self.name("Kokous")}}
        made = await self.ask("coordinator", "forums", "meetings", body, what="plan meeting", event="")
        if made:
            path = f"meetings/{made['id']}/schedule"
            if await self.ask("coordinator", "forums", path, self._setting(), what="schedule meeting", event="MeetingScheduled"):
                self.known.meetings.append(made["id"])

    async def move_or_call_off(self) -> None:
        if not self.known.meetings:
            return
        id = self.dice.choice(self.known.meetings)
        if self.dice.random() < 0.7:
            body, path = {**self._setting(), "because": GROUNDS}, f"meetings/{id}/reschedule"
            await self.ask("coordinator", "forums", path, body, what="move meeting", event="MeetingRescheduled")
        else:
            self.known.meetings.remove(id)
            path = f"meetings/{id}/cancel"
            await self.ask("coordinator", "forums", path, {"because": GROUNDS}, what="call off", event="MeetingCancelled")
