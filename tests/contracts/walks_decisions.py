"""Every command of decisions once, with the example of the document, from the proposal to the published results."""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.contracts.client import Client, Headers
from tests.contracts.walks_applications import ASSESSOR, WRITER, joint
from tests.contracts.walks_grants import APPLICANT, hear
from tests.grants.decisions.cases import decision_served
from tests.journeys.said import assignment

from chassis import clock
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.testing import record
from grants.applications.errands import keep_documents_in
from grants.decisions.handlers import SERVICE_OF_DECISIONS

DECIDER = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e34")
APPLICATION = "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e13"
"""The application of the examples."""


async def decisions(client: Client, application_id: str, call_id: str) -> None:
    """One is granted and reviewed, one refused, one not taken up; then everybody may read who got what."""
    await hear(client, assignment(DECIDER, "decider", "call", call_id))
    assessor, decider, writer = (client.api.as_(id) for id in (ASSESSOR, DECIDER, WRITER))
    with tempfile.TemporaryDirectory() as folder:
        keep_documents_in(Path(folder))
        others = [await joint(client, writer) for _ in range(2)]
    first = await proposed(client, application_id, assessor)
    edited = await client.do("edit_proposal", id=first["id"], etag=first["etag"], who=assessor)
    taken = await client.do("withdraw_proposal", id=first["id"], etag=edited["etag"], who=assessor)
    assert taken["status"] == "withdrawn"
    one = await proposed(client, application_id, assessor)
    sums = await client.do("suppose_distribution", id=call_id, who=assessor)
    assert sums["supposed"] == {"amount": "32000.00", "currency": "EUR"}
    assert len((await client.do("list_proposals", id=call_id, who=decider))["items"]) == 1
    granted = await client.do("grant_application", id=one["id"], etag=one["etag"], who=decider)
    assert (granted["status"], granted["section"]) == ("granted", 1)
    for id, name, status in zip(
        others, ("refuse_application", "dismiss_application"), ("refused", "inadmissible"), strict=True
    ):
        other = await proposed(client, id, assessor)
        assert (await client.do(name, id=other["id"], etag=other["etag"], who=decider))["status"] == status
    await client.do("get_decision", id=one["id"], who=writer)
    assert "<h1>" in await client.do("get_decision_document", id=one["id"], who=writer)
    assert len((await client.do("list_decisions", call_id=call_id, who=decider))["items"]) == 4
    await reviewed(client, one["id"], application_id, writer, decider)
    await published(client, call_id)
    await client.do("list_tasks", assignee="me")


async def proposed(client: Client, application_id: str, assessor: Headers) -> Any:
    client.known[APPLICATION] = application_id
    return await client.do("propose_decision", who=assessor)


async def reviewed(client: Client, id: str, application_id: str, writer: Headers, decider: Headers) -> None:
    """Served, asked about, changed, served again."""
    await served(client, id, application_id)
    assert await client.do("list_decision_deadlines", id=id, who=writer) != "[]"
    request = await client.do("register_review_request", id=id, who=writer)
    await client.do("list_review_requests", decision_id=id, who=writer)
    read = await client.do("get_review_request", id=request["id"], who=decider)
    changed = await client.do("decide_review", id=request["id"], etag=read["etag"], who=decider)
    assert (changed["status"], changed["section"]) == ("changed", 4)
    assert "<h1>" in await client.do("get_review_document", id=request["id"], who=writer)
    await served(client, request["id"], application_id)
    assert await client.do("list_review_deadlines", id=request["id"], who=writer) != "[]"


async def served(client: Client, id: str, application_id: str) -> None:
    """Notifications says so."""
    service, proof = client.document.service, new_id()
    payload = decision_served(proof, UUID(application_id), UUID(id), APPLICANT, date(2027, 4, 23))
    hearing = Hearing(service.name, SERVICE_OF_DECISIONS, client.api.database, service.house, "pohde")
    said = record("fi.yhdyspinta.notifications.DecisionServed.v1", proof, 1, payload, topic="notifications.proof")
    assert (await hearing.hear(said)).value == "applied"


async def published(client: Client, call_id: str) -> None:
    """The call has closed."""
    over = clock.now() - timedelta(minutes=1)
    await client.api.execute("UPDATE grants.call SET closes_at = :over WHERE id = :id", over=over, id=call_id)
    etag = (await client.do("get_call", id=call_id))["etag"]
    assert (await client.do("publish_results", id=call_id, etag=etag))["applications"] == 3
    assert len((await client.do("list_results", id=call_id))["items"]) == 3
