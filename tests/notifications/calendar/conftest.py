"""Mail to who is invited: as in deliveries, with the listener of invitations."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from tests.notifications.calendar.reading import Read, agreed
from tests.notifications.deliveries.conftest import LEAD, PARTNER, Post, fact
from tests.notifications.deliveries.sink import Sink

from chassis import clock
from chassis.clockwork import Clockwork
from chassis.dispatcher import Result
from chassis.envelope import Record
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.testing import House
from forums.events.examples import EXAMPLES
from notifications.adapters.smtp import OFFICE
from notifications.deliveries import errands
from notifications.deliveries.errands import BULK, MAIL
from notifications.invitations.handlers import LISTENER
from notifications.links import DESK, Sender
from notifications.main import SERVICE

LINK = "https://kokous.example/j/123?p=salaisuus"
__all__ = ["LEAD", "LINK", "PARTNER"]


@dataclass
class Meeting:
    """A meeting that forums invites to, moves and cancels."""

    post: Post
    id: UUID
    invitation: UUID
    said: int = 0
    """Facts of the invitation so far."""
    last: Record | None = None

    async def invite(self, **more: Any) -> Result:
        return await self._say("ParticipantsInvited", more)

    async def change(self, sequence: int, *, cancelled: bool = False, **more: Any) -> Result:
        return await self._say("CalendarChanged", {"calendar_sequence": sequence, "cancelled": cancelled, "because": "Este.", **more})

    async def _say(self, name: str, more: dict[str, Any]) -> Result:
        self.last = self.record(name, **more)
        return await self.post.hear(self.last)

    def record(self, name: str, **more: Any) -> Record:
        """The next fact of the invitation, as the relay of forums sends it."""
        self.said += 1
        starts = (clock.now() + timedelta(days=30)).astimezone(UTC).replace(microsecond=0)
        values = {
            "meeting_id": self.id, "invitation_id": self.invitation, "starts_at": starts, "ends_at": starts + timedelta(hours=2),
            "persons": (), "organisations": (), **more,
        }
        (example,) = [one for one in EXAMPLES if type(one).__name__ == name]
        return fact(example.model_copy(update=values), key=self.invitation, sequence=self.said)

    async def sent(self) -> list[tuple[str, EmailMessage]]:
        """What has gone out since the last look, by recipient."""
        await self.post.send_all()
        found, self.post.sink.got = sorted(self.post.sink.got, key=lambda one: one[0]), []
        return found


def file_of(message: EmailMessage) -> bytes:
    """The calendar part; the attachment is the same, and the part's header says its method."""
    (part,) = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    (attached,) = message.iter_attachments()
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert attached.get_content_type() == "application/ics"
    assert str(attached.get_filename()).endswith(".ics")
    assert attached.get_payload(decode=True) == content
    method, _ = agreed(content)
    assert part["Content-Type"].params["method"] == method
    assert [each.defects for each in message.walk()] == [[] for _ in message.walk()]
    return content


def entry_of(message: EmailMessage) -> tuple[str, Read]:
    method, (read,) = agreed(file_of(message))
    return method, read


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    made = Sink()
    await made.start()
    yield made
    await OFFICE.close()
    await made.stop()


@pytest.fixture
def meeting(notifications: House, sink: Sink) -> Meeting:
    errands.may_send(sink.url, address="ei-vastauksia@pohde.example", name="Pohjois-Pohjanmaan hyvinvointialue", seconds=5)
    DESK.open(Sender("Pohjois-Pohjanmaan hyvinvointialue", "jarjestot@pohde.example", "https://pohde.example/api/notifications", b"k" * 32))
    database = notifications.database
    hearing = Hearing("notifications", LISTENER, database, SERVICE.house, "pohde")
    clockwork = Clockwork(
        "notifications", SERVICE.house, database, timers=SERVICE.timers, jobs=SERVICE.clock, errands=[MAIL, BULK]
    )
    return Meeting(Post(notifications, sink, hearing, clockwork), new_id(), new_id())
