"""Every command of the registry and of notifications once, with the example of the document, in an order that works."""

import json
from datetime import timedelta
from uuid import UUID

from tests.contracts import walks_feeds, walks_mail, walks_recipients
from tests.contracts.client import Client, Headers
from tests.journeys.said import snapshot
from tests.notifications.conftest import said
from tests.notifications.receiver import Receiver

from chassis import clock
from chassis.clockwork import Clockwork
from chassis.copying import Copying
from chassis.hearing import Hearing
from chassis.outbox import new_id
from notifications.webhooks.handlers import LISTENER
from registry.events.examples import EXAMPLES as SAID
from registry.events.organisation import OrganisationState
from registry.main import SERVICE as REGISTRY

ONE, TWO = "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01", "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e02"
"""The organisations of the examples."""
PERSON = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09")
"""Somebody who asks to act for the first."""
TWICE = ("Suomen Hyötytuuli Oy", "Suomen Tuulihyöty Oy")
"""Two names, each borne by two bodies: two candidate pairs."""
IDS = ("0857240-9", "0219018-6", "0888571-2", "0100870-9")


async def areas(client: Client) -> None:
    """A health centre comes, moves nowhere, a municipality moves and ends; a further council term."""
    oulu = (await client.do("resolve_area", code="564"))["area"]
    assert oulu["name_fi"] == "Oulu"
    made = await client.do("add_area")
    await client.do("get_area", id=made["id"])
    listed = await client.do("list_areas", kind="municipality", limit=200)
    ids = {item["code"]: item["id"] for item in listed["items"]}
    assert (await client.do("move_area", id=ids["009"]))["placements"][-1]["parent"] == "lakeus"
    assert (await client.do("abolish_area", id=ids["009"]))["successor"] == "564"
    table = client.document.operation("import_population").example["file"]
    assert (await client.do("import_population", files={"file": ("population.csv", table)}))["changed"] == 1
    term = await client.do("open_council_term")
    await client.do("get_council_term", id=term["id"])
    await client.do("list_council_terms")
    await client.do("list_sote_domains")


async def organisations(client: Client) -> None:
    """One is registered, described, judged, paused, ended and brought back; another becomes part of it and stands apart again."""
    one = await client.do("register_organisation")
    id, client.known[ONE] = one["id"], one["id"]
    changed = await client.do("update_organisation", id=id, etag=one["etag"])
    assert (changed["locality"], changed["name_fi"]) == ("Oulu", one["name_fi"])
    await client.do("set_organisation_operating_area", id=id)
    await client.do("report_organisation_workforce", id=id)
    assert (await client.do("assess_organisation_non_profit", id=id))["non_profit_status"] == "non_profit"
    definition = await client.do("publish_sote_definition")
    await client.do("get_sote_definition", id=definition["id"])
    await client.do("list_sote_definitions")
    assert (await client.do("evaluate_sote_status", id=id))["sote_status"] == "sote"
    await client.do("evaluate_sote_statuses")
    assert (await client.do("pause_organisation", id=id))["status"] == "paused"
    assert (await client.do("resume_organisation", id=id))["status"] == "active"
    assert (await client.do("dissolve_organisation", id=id))["status"] == "dissolved"
    assert (await client.do("revert_organisation_dissolution", id=id))["status"] == "active"
    two = await client.api.http.post("/v1/organisations", json={"name_fi": "Toinen ry"}, headers=client.headers)
    client.known[TWO] = two.json()["id"]
    await client.do("merge_organisations", id=id)
    assert (await client.do("undo_organisation_merge", id=client.known[TWO]))["status"] == "active"
    group = {"name_fi": "Naapuriapu", "legal_form": "unregistered_group"}
    made = (await client.api.http.post("/v1/organisations", json=group, headers=client.headers)).json()
    assert (await client.do("erase_organisation", id=made["id"]))["id"] == made["id"]
    for name in ("get_organisation", "get_organisation_history", "list_organisation_sources", "list_organisation_workforce"):
        await client.do(name, id=id)
    await client.do("list_organisations", q="omaisyhdistys", count="exact")
    await client.do("count_organisations", by="municipality", year=2020)
    await client.do("count_organisations_by_year", first=1985, last=1990)


async def people(client: Client) -> None:
    """A role is given, deputised, prolonged, ended; somebody asks to act for an organisation, three times."""
    role = await client.do("assign_role")
    await client.do("get_role_assignment", id=role["id"])
    await client.do("name_deputy", id=role["id"])
    await client.do("prolong_role", id=role["id"])
    assert (await client.do("end_role", id=role["id"]))["valid_until"] is not None
    await client.do("list_role_assignments")
    await client.do("list_role_types")
    await client.do("list_liaison_gaps")
    person = client.api.as_(PERSON, "professional")
    asked = await client.do("ask_to_represent", who=person)
    await client.do("withdraw_representation", id=asked["id"], who=person)
    asked = await client.do("ask_to_represent", who=person)
    await client.do("refuse_representation", id=asked["id"])
    asked = await client.do("ask_to_represent", who=person)
    await client.do("get_representation_request", id=asked["id"], who=person)
    assert (await client.do("approve_representation", id=asked["id"], etag=asked["etag"]))["assignment_id"] is not None
    await client.do("list_representation_requests")
    await client.do("get_me", who=person)
    await client.do("get_access_matrix")


async def imports(client: Client) -> None:
    """The bundled copy is asked for; a file is tried, taken up, and the two pairs that it brings are decided."""
    await client.do("list_import_sources")
    records = [{"id": id, "name": TWICE[number // 2]} for number, id in enumerate(IDS)] + [{"id": "0100873-4", "name": "Väärä ry"}]
    file = {"files": ("organisations.json", json.dumps(records))}
    job = await client.do("start_import", files=file)
    await work(client)
    await client.do("get_import", id=job["id"])
    await client.do("list_import_rows", id=job["id"])
    await client.do("list_import_rejections", id=job["id"])
    pairs = (await client.do("list_duplicates", state="open"))["items"]
    await client.do("get_duplicate", id=pairs[0]["id"])
    client.known[ONE] = pairs[0]["one"]["id"]
    assert (await client.do("confirm_duplicate", id=pairs[0]["id"]))["state"] == "same"
    assert (await client.do("reject_duplicate", id=pairs[1]["id"]))["state"] == "apart"
    tried = await client.api.http.post(
        "/v1/imports", data={"source": "fi-transparency-register"}, files=file, headers=client.headers
    )
    await work(client)
    await client.do("apply_import", id=tried.json()["id"])
    await given_up(client, tried.json()["id"])
    await client.do("resume_import", id=tried.json()["id"])
    await work(client)
    await client.do("start_bundled_import", source="fi-transparency-register")
    await client.do("list_imports")


async def work(client: Client) -> None:
    """The worker's round."""
    await Clockwork("registry", REGISTRY.house, client.api.database, timers=REGISTRY.timers).run_timers()


async def given_up(client: Client, id: str) -> None:
    """As if the import had failed: only then there is anything to resume."""
    await client.api.execute("UPDATE registry.import SET status = 'failed' WHERE id = :id", id=id)


async def registry(client: Client) -> None:
    """All of it."""
    await areas(client)
    await organisations(client)
    await people(client)
    await imports(client)


async def notifications(client: Client, receiver: Receiver) -> None:
    """An endpoint is registered, changed, tested, replayed to, given another secret, stopped, started and removed."""
    example = client.document.operation("register_webhook").example
    now, day = clock.now(), timedelta(days=1)
    client.known |= {
        example["url"]: receiver.url("/hook"),
        "2027-03-01T10:00:00Z": (now - day).isoformat(),
        "2027-03-02T10:00:00Z": (now + day).isoformat(),
    }
    made = await client.do("register_webhook")
    id = made["id"]
    hearing = Hearing("notifications", LISTENER, client.api.database, client.document.service.house, "pohde")
    await hearing.hear(said(new_id()))
    assert made["secret"].startswith("whsec_")
    await client.do("list_webhooks")
    await client.do("change_webhook", id=id, etag=made["etag"])
    sent = await client.do("test_webhook", id=id)
    await client.do("list_webhook_deliveries", id=id)
    await client.do("get_webhook_delivery", id=id, delivery_id=sent["id"])
    await client.do("resend_webhook_delivery", id=id, delivery_id=sent["id"])
    assert (await client.do("replay_webhook", id=id))["waiting"] == 1
    await client.do("rotate_webhook_secret", id=id)
    assert (await client.do("disable_webhook", id=id))["status"] == "disabled"
    assert (await client.do("enable_webhook", id=id))["status"] == "active"
    await client.do("get_webhook", id=id)
    assert len((await client.do("list_events", types="registry.*"))["items"]) == 1
    await client.do("remove_webhook", id=id)
    await walks_recipients.recipients(client)
    await walks_mail.mail(client)
    await walks_feeds.feeds(client)


async def copies(client: Client, who: Headers) -> None:
    """The organisation of the registry's own example, as the service has heard of it."""
    service = client.document.service
    (example,) = (one for one in SAID if isinstance(one, OrganisationState))
    await Copying(service.name, service.copies, client.api.database, service.house, "pohde").take([snapshot(example)])
    assert [item["id"] for item in (await client.do("list_organisations", who=who))["items"]] == [str(example.id)]
    await client.do("get_organisation", id=example.id, who=who)
