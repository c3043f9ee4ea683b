"""Every command about meetings once, with the example of the document, in an order that works."""

from datetime import timedelta
from typing import Any

from tests.contracts.client import Client

from chassis import clock
from chassis.values import DAY, today
from forums.meetings.examples import ITEM, STRUCTURE


async def _begun(client: Client, id: str) -> None:
    """The meeting has begun."""
    then = clock.now() - timedelta(minutes=1)
    await client.api.execute("UPDATE forums.meeting SET starts_at = :then WHERE id = :id", then=then, id=id)


async def scheduled(client: Client) -> dict[str, Any]:
    """A meeting of the forum is planned, scheduled, moved, and its people are invited."""
    forum = (await client.do("list_structures", q="järjestöfoorumi"))["items"][0]["id"]
    begins = clock.now() + timedelta(days=30)
    times = {"2027-03-10T11:00:00Z": begins, "2027-03-10T13:00:00Z": begins + timedelta(hours=2)}
    client.known |= {str(STRUCTURE): forum, **{shown: at.isoformat() for shown, at in times.items()}}
    made = await client.do("draft_meeting")
    await client.do("change_meeting", id=made["id"], etag=made["etag"])
    assert (await client.do("schedule_meeting", id=made["id"]))["schedule_version"] == 1
    assert (await client.do("reschedule_meeting", id=made["id"]))["schedule_version"] == 2
    assert (await client.do("invite_participants", id=made["id"]))["status"] == "invited"
    await client.do("get_meeting", id=made["id"])
    assert len((await client.do("list_meetings", status="invited"))["items"]) == 1
    return dict(made)


async def registrations(client: Client, id: str) -> None:
    """Seats are reserved, confirmed, and left."""
    made = await client.do("register", id=id)
    assert (await client.do("confirm_registration", id=made["id"]))["status"] == "seated"
    await client.do("get_registration", id=made["id"])
    assert len((await client.do("list_registrations", id=id))["items"]) == 1
    assert (await client.do("leave", id=made["id"]))["status"] == "left"


async def agenda(client: Client, id: str) -> None:
    """It is written and published."""
    draft = await client.do("get_agenda_draft", id=id)
    written = await client.do("write_agenda", id=id, etag=draft["etag"])
    assert (await client.do("publish_agenda", id=id, etag=written["etag"]))["number"] == 1
    shown = await client.do("get_agenda", id=id)
    client.known[str(ITEM)] = shown["items"][0]["id"]


async def minutes(client: Client, id: str) -> None:
    """They are written, open for remarks, approved, corrected."""
    made = await client.do("write_minutes", id=id)
    await client.do("rewrite_minutes", id=made["id"], etag=made["etag"])
    await client.do("open_minutes_for_remarks", id=made["id"])
    await client.do("remark_on_minutes", id=made["id"])
    over = today(clock.now()) - DAY
    await client.api.execute("UPDATE forums.minutes SET remarks_until = :over WHERE id = :id", over=over, id=made["id"])
    etag = (await client.do("get_minutes", id=made["id"]))["etag"]
    assert (await client.do("approve_minutes", id=made["id"], etag=etag))["status"] == "approved"
    assert len((await client.do("correct_minutes", id=made["id"]))["corrections"]) == 1


async def meetings(client: Client) -> None:
    """All of it."""
    made = await scheduled(client)
    await registrations(client, made["id"])
    await agenda(client, made["id"])
    await _begun(client, made["id"])
    assert (await client.do("hold_meeting", id=made["id"]))["attendance"]["parish"] == 3
    await minutes(client, made["id"])
    year = today(clock.now()).year
    assert (await client.do("count_meetings", year=year))["meetings"] == 1
    await client.do("list_meeting_cadences", year=year)
    other = await client.do("draft_meeting")
    assert (await client.do("cancel_meeting", id=other["id"]))["status"] == "cancelled"
