"""Every command of bookings once, with the example of the document, in an order that works."""

import json
from datetime import date, timedelta
from uuid import UUID

from tests.contracts.client import Client
from tests.contracts.walks_grants import hear

from chassis import clock
from chassis.hearing import Hearing
from chassis.testing import record
from chassis.values import DAY, today
from facilities.bookings.examples import ORGANISATION, OTHER
from facilities.bookings.handlers import ENDED
from facilities.spaces.domain.hours import moment
from registry.events.examples import EXAMPLES as SAID
from registry.events.organisation import OrganisationState

_TIMES = (("2027-03-02T15:00:00Z", 0, 17), ("2027-03-02T17:00:00Z", 0, 19), ("2027-03-09T15:00:00Z", 7, 17), ("2027-03-09T17:00:00Z", 7, 19))
"""The times of the examples: day after the first Tuesday, hour of the wall clock."""


async def bookings(client: Client, space_id: str) -> None:
    """One is held, confirmed, moved, refused, brought back, taken over and cancelled; at another somebody is there."""
    (example,) = (one for one in SAID if isinstance(one, OrganisationState))
    await hear(client, example.model_copy(update={"id": OTHER}))
    first = max(today(clock.now()) + 14 * DAY, date(2027, 3, 2))
    tuesday = first + (2 - first.isoweekday()) % 7 * DAY
    client.known |= {shown: moment(tuesday + day * DAY, hour * 60).isoformat() for shown, day, hour in _TIMES}
    assert "possible" in await client.do("preview_booking")
    held = await client.do("book_space")
    id = held["id"]
    assert (held["status"], (await client.do("confirm_booking", id=id))["status"]) == ("held", "confirmed")
    assert (await client.do("move_booking", id=id))["version"] == 3
    assert (await client.do("refuse_booking", id=id))["status"] == "refused"
    assert (await client.do("restore_booking", id=id))["status"] == "confirmed"
    await told(client, "OrganisationDissolved", ORGANISATION, 1, dissolved_on="2026-11-01")
    assert (await client.do("take_over_booking", id=id))["organisation_id"] == str(OTHER)
    assert (await client.do("cancel_booking", id=id))["status"] == "cancelled"
    await told(client, "OrganisationDissolutionReverted", ORGANISATION, 2)
    await client.do("get_booking", id=id)
    await there(client)
    assert len((await client.do("list_bookings", space_id=space_id, status="confirmed"))["items"]) == 1
    for name, of in (("get_booking_calendar", id), ("get_space_calendar", space_id)):
        assert (await client.do(name, id=of)).startswith("BEGIN:VCALENDAR")
    await free(client, space_id)


async def there(client: Client) -> None:
    """As if its time had come."""
    id = (await client.do("book_space"))["id"]
    await client.do("confirm_booking", id=id)
    now = clock.now()
    times = json.dumps({"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=1)).isoformat()})
    sql = "UPDATE facilities.booking SET occurrences = jsonb_build_array(occurrences -> 0 || CAST(:times AS jsonb)) WHERE id = :id"
    await client.api.execute(sql, times=times, id=id)
    assert (await client.do("check_in_booking", id=id))["occurrences"][0]["checked_in_at"] is not None


async def free(client: Client, space_id: str) -> None:
    """A time is blocked and given back; what is free is asked for."""
    blocked = await client.do("block_time")
    await client.do("get_blocked_time", id=blocked["id"])
    assert len((await client.do("list_blocked_times", space_id=space_id))["items"]) == 1
    await client.do("unblock_time", id=blocked["id"])
    assert len((await client.do("get_availability", space_id=space_id))["spaces"]) == 1
    assert await client.do("get_first_free", minutes=60, space_id=space_id) is not None
    assert (await client.do("list_space_use", space_id=space_id))["items"][0]["asked_hours"] > 0


async def told(client: Client, what: str, id: UUID, sequence: int, **more: str) -> None:
    """The registry says so of an organisation."""
    service = client.document.service
    hearing = Hearing(service.name, ENDED, client.api.database, service.house, "pohde")
    value = json.dumps({"organisation_id": str(id), **more}).encode()
    said = record(f"fi.yhdyspinta.registry.{what}.v1", id, sequence, value, topic="registry.organisation")
    assert (await hearing.hear(said)).value == "applied"
