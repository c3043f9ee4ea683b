"""Every command on recipients, subscriptions and templates once, with the example of the document, in an order that works."""

import json
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col
from tests.contracts.client import Client
from tests.journeys.said import heard, snapshot
from tests.notifications.post import SENDER

from chassis import clock
from chassis.access import actor_of
from chassis.outbox import new_id
from chassis.testing import House
from notifications.links import DESK
from notifications.recipients.commands.confirming import suppress
from notifications.recipients.domain.addressee import Why
from notifications.recipients.tables import Recipient
from notifications.templates.domain import TEMPLATES
from registry.events.examples import EXAMPLES as SAID
from registry.events.organisation import OrganisationState


async def recipients(client: Client) -> None:
    """A person and an organisation get addresses, confirm them, say what they want, and want nothing more."""
    before = DESK.sender
    DESK.open(SENDER)
    try:
        await _mine(client)
        await _organisations(client)
        await _templates(client)
    finally:
        DESK.open(before)


async def _mine(client: Client) -> None:
    person = UUID(int=new_id().int)
    who = client.api.as_(person)
    assert (await client.do("enter_my_address", who=who))["verified_at"] is None
    async with client.api.database.sessions() as session:
        asked = select(col(Recipient.asked_id), col(Recipient.asked_at)).where(col(Recipient.id) == person)
        asked_id, asked_at = (await session.execute(asked)).one()
    assert asked_id is not None
    assert asked_at is not None
    link = SENDER.confirm(person, asked_id, asked_at).rpartition("/")[2]
    assert "<form" in await client.do("show_confirmation", link=link, who={})
    await client.do("confirm_address", link=link, who={})
    assert (await client.do("get_my_address", who=who))["verified_by"] == "link"
    await client.do("list_topics", who=who)
    said = await client.do("say_subscription", who=who)
    assert (said["recipient_id"], said["wanted"]) == (str(person), True)
    link = SENDER.unsubscribe(person, "news", clock.now()).rpartition("/")[2]
    assert "<form" in await client.do("show_unsubscription", link=link, who={})
    await client.do("unsubscribe", link=link, who={})
    assert not (await client.do("get_subscription", id=said["id"], who=who))["wanted"]
    assert len((await client.do("list_subscriptions", who=who))["items"]) == 1


async def _organisations(client: Client) -> None:
    (example,) = (one for one in SAID if isinstance(one, OrganisationState))
    id, staff = example.id, client.api.coordinator
    service = client.document.service
    house = House(service, client.api.database, client.api.app.state.desk.settings, actor_of(service.name))
    await heard(house, snapshot(example))
    made = await client.do("enter_address_of_organisation", organisation_id=id, who=staff)
    assert made["postal"]["locality"] == "Oulu"
    changed = await client.do("change_recipient", id=id, etag=made["etag"], who=staff)
    assert changed["language"] == "en"
    assert (await client.do("verify_recipient", id=id, who=staff))["verified_at"] is not None
    await house.run(suppress, id, Why.HARD_BOUNCE)
    assert (await client.do("get_recipient", id=id, who=staff))["suppressed"] == "hard_bounce"
    assert (await client.do("lift_recipient_suppression", id=id, who=staff))["suppressed"] is None
    assert str(id) in {item["id"] for item in (await client.do("list_recipients", who=staff))["items"]}
    await client.do("remove_recipient", id=id, who=staff)


async def _templates(client: Client) -> None:
    staff = client.api.coordinator
    assert len(json.loads(await client.do("list_templates", who=staff))) == len(TEMPLATES)
    assert (await client.do("preview_template", name="grant_call_opened", who=staff))["unsubscribable"]
