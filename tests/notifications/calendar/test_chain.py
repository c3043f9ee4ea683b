"""From the topic of forums to a mail server, through the real worker process; and what a kill and a replay leave of it."""

import asyncio

import pytest
from tests.notifications.calendar.conftest import LEAD, LINK, Meeting, entry_of
from tests.notifications.worker import Line, killed

from chassis.testing import Parts, soon


@pytest.fixture
async def line(meeting: Meeting, parts: Parts) -> Line:
    more = {"YHDYSPINTA_SMTP_URL": meeting.post.sink.url, "YHDYSPINTA_MAIL_SENDER": "ei-vastauksia@pohde.example"}
    made = Line(meeting.post.house, parts, "127.0.0.1:1", more)
    await made.make_topics()
    await meeting.post.execute("INSERT INTO notifications.listener_group (consumer, effective_from) VALUES "
                               "('notifications.invitations', now() - interval '1 hour')")  # fmt: skip
    await meeting.post.organisation(LEAD)
    return made


async def arrived(meeting: Meeting, count: int) -> None:
    async def enough() -> bool:
        return await meeting.post.states() == ["sent"] * count

    await soon(enough, within=40)


async def test_worker__killed_and_everything_read_again_tells_each_once(meeting: Meeting, line: Line) -> None:
    """Invited; the worker dies; moved and cancelled meanwhile; then all of it once more for a group that knows no positions."""
    records = [
        meeting.record("ParticipantsInvited", organisations=(LEAD,), remote_link=LINK),
        meeting.record("CalendarChanged", organisations=(LEAD,), calendar_sequence=1, cancelled=False, remote_link=LINK),
        meeting.record("CalendarChanged", organisations=(LEAD,), calendar_sequence=2, cancelled=True),
    ]
    worker = await line.started()
    await line.produce(records[:1])
    await arrived(meeting, 1)
    await killed(worker)
    await line.produce(records[1:])
    async with line.working():
        await arrived(meeting, 3)
    await meeting.post.execute("DELETE FROM notifications.position")
    again = Line(line.house, line.parts, line.inside, line.more)
    await again.make_topics()
    async with again.working():
        await again.produce(records)
        late = meeting.record("CalendarChanged", organisations=(LEAD,), calendar_sequence=1, cancelled=False)
        await again.produce([late])

        async def heard() -> bool:
            return await meeting.post.rows("SELECT max(sequence) FROM notifications.position") == [(4,)]

        await soon(heard, within=40)
        await asyncio.sleep(1)
    said = sorted((read.sequence, method) for method, read in (entry_of(message) for _, message in meeting.post.sink.got))
    assert said == [(0, "REQUEST"), (1, "REQUEST"), (2, "CANCEL")]
    assert set(meeting.post.sink.ids.values()) == {1}
