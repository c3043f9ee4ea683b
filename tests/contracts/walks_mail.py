"""What is sent, and what becomes of it: every operation about mail, notices, letters and proofs once."""

from datetime import date, timedelta
from uuid import UUID

from tests.contracts.client import Client

from chassis import clock
from chassis.clockwork import Clockwork
from chassis.events import Event
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.testing import record
from chassis.values import today
from grants.events.examples import EXAMPLES
from notifications.deliveries.domain.reports import EXAMPLE
from notifications.deliveries.handlers import LISTENER

LEAD = "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01"
"""Of the examples of grants; its partner has no address."""


async def mail(client: Client) -> None:
    """A call opens, an application comes in, it is decided; one mail comes back, one letter is posted."""
    service, staff = client.document.service, client.api.coordinator
    hearing = Hearing("notifications", LISTENER, client.api.database, service.house, "pohde")
    await client.api.execute(
        "INSERT INTO notifications.recipient (id, version, sequence, kind, organisation_id, address, language, consented_at,"
        " consented_by, verified_at, verified_by, created_at) VALUES (:id, 1, 1, 'organisation', :id, 'lead@example.invalid', 'fi',"
        " now(), 'person:x', now(), 'link', now()) ON CONFLICT (id) DO UPDATE SET address = excluded.address, muted_at = NULL,"
        " consented_at = now(), consented_by = 'person:x', verified_at = now(), verified_by = 'link', asked_id = NULL", id=UUID(LEAD),
    )
    for name in ("GrantCallOpened", "ApplicationSubmitted", "GrantApproved"):
        (example,) = [one for one in EXAMPLES if type(one).__name__ == name]
        later = {"closes_at": clock.now() + timedelta(days=9)} if name == "GrantCallOpened" else {}
        await hear(hearing, example.model_copy(update=later))
    await Clockwork("notifications", service.house, client.api.database, timers=service.timers).run_timers()
    (notice,) = (await client.do("list_notices", who=staff))["items"]
    await client.do("get_notice", who=staff, id=notice["id"])
    sent = (await client.do("list_deliveries", who=staff, organisation_id=LEAD))["items"][0]
    await client.do("get_delivery", who=staff, id=sent["id"])
    assert "PPH/2027/41-1" in (await client.do("get_delivery_message", who=staff, id=sent["id"]))["text"]
    report = EXAMPLE.replace("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e91", sent["id"])
    assert (await client.do("report_bounce", who=staff, files={"file": ("report.eml", report)}))["status"] == "bounced"
    assert (await client.do("retry_delivery", who=staff, id=sent["id"]))["status"] == "queued"
    tasks = (await client.do("list_postal_tasks", who=staff, status="open"))["items"]
    (task,) = [one for one in tasks if one["decision_id"] and one["organisation_id"] != LEAD]
    await client.do("get_postal_task", who=staff, id=task["id"])
    await client.do("get_postal_task_letter", who=staff, id=task["id"])
    client.known[date(2027, 4, 21).isoformat()] = today(clock.now()).isoformat()
    assert (await client.do("record_posting", who=staff, id=task["id"]))["status"] == "posted"
    assert [proof["way"] for proof in (await client.do("list_proofs", who=staff))["items"]] == ["letter"]


async def hear(hearing: Hearing, event: Event) -> None:
    key = new_id()
    await hearing.hear(record(event.ce_type(), key, 1, event.model_dump_json().encode(), topic=event.topic))
