"""Every command of forums once, with the example of the document, in an order that works."""

from tests.contracts import walks, walks_meetings
from tests.contracts.client import Client
from tests.contracts.walks_grants import hear

from chassis import clock
from chassis.access import actor_of
from chassis.outbox import new_id
from chassis.work import Cause
from forums.structures.commands import load_reference
from registry.events.area import AreaState
from registry.events.organisation import Names, OrganisationState

ONE = "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01"
"""The organisation of the examples."""


async def structures(client: Client) -> None:
    """The county's structures are loaded; one is established, changed, composed, has a working group, and is closed."""
    id = new_id()
    now, cause = clock.now(), Cause(id, "forums.structures.load", id)
    async with client.api.database.unit(actor=actor_of("forums"), cause=cause, now=now) as unit:
        await load_reference(unit)
    await hear(client, AreaState(id=new_id(), code="koillismaa", kind="service_area", name_fi="Koillismaa"))
    made = await client.do("establish_structure")
    assert (made["code"], made["level"]) == ("service-area-meeting:koillismaa", "service_area")
    changed = await client.do("change_structure", id=made["id"], etag=made["etag"])
    assert changed["cadence"]["per_year_max"] == 4
    await client.do("get_structure", id=made["id"])
    await client.do("get_structure_audience", id=made["id"])
    assert (await client.do("close_structure", id=made["id"]))["status"] == "closed"
    for name in ("list_structure_templates", "list_cooperation_areas", "list_agenda_item_types"):
        await client.do(name)


async def seats(client: Client) -> None:
    """The council is composed; a seat of it is filled, vacated, withdrawn; a working group is set up."""
    council = (await client.do("list_structures", kind="representative"))["items"][0]["id"]
    parish = OrganisationState(
        id=new_id(), kind="parish", legal_form="parish", status="active", names=Names(fi="Esimerkkikunnan seurakunta")
    )
    await hear(client, parish)
    client.known[ONE] = str(parish.id)
    await client.do("compose_structure", id=council)
    seat = await client.do("define_seat", id=council)
    assert (await client.do("fill_seat", id=seat["id"]))["holder"]["organisation_id"] == str(parish.id)
    await client.do("get_seat", id=seat["id"])
    assert not (await client.do("check_composition", id=council))["complete"]
    assert (await client.do("vacate_seat", id=seat["id"]))["vacated_because"] == "resigned"
    assert (await client.do("withdraw_seat", id=seat["id"]))["withdrawn_on"] is not None
    await client.do("list_seats", structure_id=council)
    assert (await client.do("set_up_group", id=council))["parent_id"] == council


async def convenors(client: Client) -> None:
    """A network of which one organisation is the convenor."""
    network = (await client.do("list_structures", q="kokemustoiminnan"))["items"][0]["id"]
    assert (await client.do("appoint_convenors", id=network))["convenor"]["missing"] == 0


async def forums(client: Client) -> None:
    """All of it."""
    await walks.copies(client, client.headers)
    await structures(client)
    await seats(client)
    await convenors(client)
    await walks_meetings.meetings(client)
