"""Calls as the coordinator makes them, with the clock in the test's hand."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.grants import some
from tests.grants.conftest import Calendar
from tests.grants.desk import Desk

from chassis.testing import House
from grants.appropriations.tables import Appropriation
from grants.guidelines.tables import Guideline

NOON = datetime(2027, 1, 4, 10, 0, tzinfo=UTC)
"""When the tests begin: a Monday."""
OPENS, CLOSES = datetime(2027, 1, 11, 6, 0, tzinfo=UTC), datetime(2027, 2, 26, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@dataclass
class Office:
    """The coordinator at work: a guideline and money are there, and it is `NOON`."""

    desk: Desk
    calendar: Calendar
    guideline: Guideline
    appropriation: Appropriation

    @property
    def house(self) -> House:
        """Commands by the test's clock."""
        return replace(self.desk.house, clock=self.calendar.now)

    def draft(self, **others: Any) -> dict[str, Any]:
        """A body that can be published at `NOON`; an instant is sent as its text."""
        body = {
            "kind": "operating", "year": 2027, "title": {"fi": "Toiminta-avustus 2027"}, "guideline_id": str(self.guideline.id),
            "opens_at": OPENS, "closes_at": CLOSES, "form_schema": some.FORM, "attachments": some.ATTACHMENTS,
            "case_number": "PPH/2027/41", **others,
        }
        return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in body.items()}

    async def drafted(self, **others: Any) -> dict[str, Any]:
        return await self.desk.made("calls", self.draft(**others))

    async def published(self, **others: Any) -> dict[str, Any]:
        made = await self.drafted(**others)
        answer = await self.desk.post(f"calls/{made['id']}/publish", etag=made["etag"])
        assert answer.status_code == 200, answer.text
        return {**answer.json(), "etag": answer.headers["etag"]}

    async def seen(self, id: str, at: datetime) -> tuple[str, bool]:
        """State and openness as anybody sees them at that moment."""
        self.calendar.at(at)
        answer = (await self.desk.get(f"calls/{id}", who="stranger")).json()
        return answer["status"], answer["open"]

    async def work(self, at: datetime) -> int:
        """A worker that was started at that moment."""
        self.calendar.at(at)
        return await self.calendar.worker(self.desk.house)

    async def said(self, id: str) -> list[str]:
        return await self.desk.house.said(UUID(id))


@pytest.fixture
async def office(desk: Desk, calendar: Calendar) -> Office:
    calendar.at(NOON)
    guideline = await some.guideline(desk.house)
    return Office(desk, calendar, guideline, await some.appropriation(desk.house))
