"""Every command of grants once, with the example of the document, in an order that works."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from tests.contracts import walks
from tests.contracts.client import Client, Headers
from tests.journeys.said import assignment, snapshot

from chassis import clock
from chassis.copying import Copying
from chassis.values import HELSINKI, today
from registry.events.council_term import CouncilTermState

APPLICANT = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
"""The organisation of the examples."""
OFFICER, REPRESENTATIVE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e31"), UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09")
GUIDELINE, OPENS, CLOSES = "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e11", "2027-01-11T06:00:00Z", "2027-02-26T10:00:00Z"
"""The guideline and the window of the examples."""


async def hear(client: Client, *said: Any) -> None:
    """The registry says so, and the copies take it."""
    service = client.document.service
    await Copying(service.name, service.copies, client.api.database, service.house, "pohde").take([snapshot(each) for each in said])


def finance(client: Client) -> Headers:
    return client.api.as_(OFFICER, "finance")


async def rules(client: Client) -> None:
    """A further kind of grant; a guideline comes out, principles are recorded, money is set aside."""
    term = {"code": "county-2025", "kind": "county_council", "valid_from": date(2025, 6, 1), "valid_until": date(2029, 6, 1)}
    await hear(client, CouncilTermState(id=UUID(int=0xC2), **term))
    client.known["2027-01-01"] = today(clock.now()).isoformat()
    assert (await client.do("add_grant_kind"))["code"] == "pilot"
    assert (await client.do("get_grant_kind", code="pilot"))["way"] == "call"
    assert len((await client.do("list_grant_kinds"))["items"]) == 3
    await client.do("list_criteria", mandatory_for="operating")
    drafted = await client.do("draft_guideline")
    id = client.known[GUIDELINE] = drafted["id"]
    edited = await client.do("edit_guideline", id=id, etag=drafted["etag"])
    assert (await client.do("publish_guideline", id=id, etag=edited["etag"]))["number"] == 1
    await client.do("get_guideline", id=id)
    await client.do("list_guidelines", kind="operating")
    principles = await client.do("record_principles")
    await client.do("get_principles", id=principles["id"])
    await client.do("list_principles")
    money = await client.do("set_appropriation", who=finance(client))
    changed = await client.do("change_appropriation", id=money["id"], etag=money["etag"], who=finance(client))
    assert changed["remaining"]["amount"] == "650000.00"
    await client.do("get_appropriation", id=money["id"])
    await client.do("list_appropriations", year=2027)


async def call(client: Client) -> str:
    """One call is taken back before it opens; another is open. A question about it is answered."""
    now, hour = clock.now(), timedelta(hours=1)
    client.known |= {OPENS: (now + hour).isoformat(), CLOSES: (now + 24 * hour).isoformat()}
    first = await announced(client)
    assert (await client.do("cancel_call", id=first["id"]))["status"] == "cancelled"
    midnight = datetime.combine(today(now), time(), HELSINKI)  # the guideline came out today
    client.known[OPENS] = max(midnight, now - hour).isoformat()
    second = await announced(client)
    assert second["open"]
    await client.do("get_call", id=second["id"])
    assert len((await client.do("list_calls"))["items"]) == 2
    await hear(client, assignment(REPRESENTATIVE, "representative", "organisation", APPLICANT))
    asked = await client.do("ask_call_question", id=second["id"], who=client.api.as_(REPRESENTATIVE))
    assert (await client.do("answer_question", id=asked["id"]))["answer"] is not None
    await client.do("get_question", id=asked["id"], who=client.api.as_(REPRESENTATIVE))
    assert len((await client.do("list_call_questions", id=second["id"]))["items"]) == 1
    return str(second["id"])


async def announced(client: Client) -> Any:
    """A call with the terms of the example."""
    drafted = await client.do("draft_call")
    edited = await client.do("edit_call", id=drafted["id"], etag=drafted["etag"])
    return await client.do("publish_call", id=drafted["id"], etag=edited["etag"])


async def grants(client: Client) -> str:
    """Copies, rules, money and calls; the id of an open call."""
    await walks.copies(client, client.headers)
    await rules(client)
    return await call(client)
