"""Every command of facilities once, with the example of the document, in an order that works."""

from uuid import UUID

from tests.contracts import walks
from tests.contracts.client import Client
from tests.contracts.walks_grants import hear

from chassis import clock
from chassis.clockwork import Clockwork
from chassis.values import today
from facilities.imports.sources import bundled
from facilities.main import SERVICE
from facilities.spaces.examples import HALL, SITE, SPACE
from registry.events.area import AreaState, Placement

_PLACE = (Placement(parent="pohde", valid_from=None, valid_until=None),)


async def sites(client: Client) -> None:
    """A site is taken up and changed; what is known of it is listed."""
    oulu = AreaState(id=UUID(int=0xA1), code="564", kind="municipality", name_fi="Oulu", placements=_PLACE)
    await hear(client, oulu)
    site = await client.do("add_site")
    client.known[str(SITE)] = site["id"]
    assert (await client.do("edit_site", id=site["id"], etag=site["etag"]))["street"] == "Esimerkkitie 3"
    await client.do("get_site", id=site["id"])
    assert len((await client.do("list_sites", q="terveysasema", accessibility="lift", count="exact"))["items"]) == 1
    assert len(await walked(client, "list_features")) == 11


async def walked(client: Client, name: str) -> list[object]:
    """A list that is not in pages."""
    await client.do(name)
    found: list[object] = (await client.api.http.get(client.document.operation(name).path, headers=client.headers)).json()
    return found


async def hours_and_rules(client: Client) -> None:
    """Use hours, changed, and some that are taken away; a version of the usage rules comes out."""
    period = await client.do("add_hours")
    await client.do("edit_hours", id=period["id"], etag=period["etag"])
    await client.do("get_hours", id=period["id"])
    await client.do("list_hours", purpose="use")
    assert (await client.do("add_holidays"))["added"] == 15
    await client.do("remove_hours", id=(await client.do("add_hours"))["id"])
    client.known["2099-01-01"] = today(clock.now()).isoformat()
    draft = await client.do("draft_usage_rules")
    edited = await client.do("edit_usage_rules", id=draft["id"], etag=draft["etag"])
    assert (await client.do("publish_usage_rules", id=draft["id"], etag=edited["etag"]))["number"] == 1
    await client.do("get_usage_rules", id=draft["id"])
    await client.do("list_usage_rules", owner="county")


async def spaces(client: Client) -> str:
    """A space is drafted, changed, moved and offered; another is withdrawn. The id of the one on offer."""
    space = await client.do("add_space")
    client.known |= {str(SPACE): space["id"], str(HALL): space["id"]}
    edited = await client.do("edit_space", id=space["id"], etag=space["etag"])
    assert edited["capacity"] == 14
    moved = await client.do("move_space", id=space["id"], etag=edited["etag"])
    assert (await client.do("publish_space", id=space["id"], etag=moved["etag"]))["status"] == "published"
    await client.do("get_space", id=space["id"])
    await client.do("get_space_hours", id=space["id"])
    await client.do("get_space_usage_rules", id=space["id"])
    another = await client.do("add_space")
    await client.do("publish_space", id=another["id"], etag=another["etag"])
    assert (await client.do("withdraw_space", id=another["id"]))["status"] == "withdrawn"
    listed = await client.do("list_spaces", features="coffee_making", capacity=10)
    assert [item["id"] for item in listed["items"]] == [space["id"]]
    return str(space["id"])


async def imports(client: Client) -> None:
    """A file is tried and then taken; the bundled copy of another source is asked for."""
    await client.do("list_import_sources")
    job = await client.do("start_import", files={"file": ("gm_libraries.csv", bundled("uk-trafford"))})
    await work(client)
    assert (await client.do("get_import", id=job["id"]))["counts"]["create"] == 141
    await client.do("list_import_rows", id=job["id"], outcome="create")
    await client.do("list_import_rejections", id=job["id"])
    await client.do("apply_import", id=job["id"])
    await work(client)
    await client.do("start_bundled_import", source="fi-lipas")
    await work(client)
    await client.do("list_imports")


async def work(client: Client) -> None:
    """The worker's round."""
    await Clockwork("facilities", SERVICE.house, client.api.database, timers=SERVICE.timers).run_timers()


async def facilities(client: Client) -> str:
    """Copies, sites, hours, usage rules, spaces, imports; the id of a space on offer."""
    await walks.copies(client, client.headers)
    await sites(client)
    await hours_and_rules(client)
    id = await spaces(client)
    await imports(client)
    return id
