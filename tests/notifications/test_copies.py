"""Copies of registry and forums: what is read, who a merged organisation is now, and that the code and the schema agree."""

from tests.chassis.edge.conftest import Api
from tests.journeys import reads
from tests.journeys.said import heard, organisation, snapshot
from tests.notifications.conftest import Desk

from chassis.copying import Copying
from chassis.events import Event
from chassis.migrate.draft import missing_in
from chassis.outbox import new_id
from chassis.testing import House, Parts, record
from forums.events.examples import EXAMPLES as OF_FORUMS
from notifications.copies import queries
from notifications.copies.handlers import COPIES
from notifications.main import SERVICE
from registry.events.examples import EXAMPLES

ORGANISATION = "fi.yhdyspinta.registry.Organisation.state.v1"


def copying(house: House) -> Copying:
    return Copying("notifications", COPIES, house.database, SERVICE.house, "pohde")


async def test_copies__read_the_owners_own_examples(desk: Desk) -> None:
    states: dict[str, Event] = {example.topic + ".state": example for example in (*EXAMPLES, *OF_FORUMS) if ".state" in example.ce_type()}
    for copy in COPIES:
        example = states[copy.of]
        assert example.ce_type() == copy.reads.type
        await copying(desk.house).take([
            record(example.ce_type(), new_id(), 1, example.model_dump_json(by_alias=True).encode(), topic=copy.of)
        ])
        assert await desk.rows(f"SELECT count(*) FROM {copy.table.fullname}") == [(1,)]
    assert await desk.rows("SELECT count(*) FROM notifications.parked") == [(0,)]


async def test_get_organisation__merged(notifications: House, api: Api) -> None:
    await reads.merged_ones_move(notifications, api)


async def test_organisations__permissions(notifications: House, api: Api) -> None:
    await reads.permissions_hold(notifications, api)


async def test_list_organisations__pages(notifications: House, api: Api) -> None:
    await reads.lists_page_in_finnish_order(notifications, api)


async def test_copies__late_doubled_and_erased(notifications: House) -> None:
    id = new_id()
    for sequence, name in ((2, "uusi"), (1, "vanha"), (2, "uusi")):
        await heard(notifications, snapshot(organisation(name, id), sequence))
    assert (await notifications.read(queries.present, [id]))[id].names["fi"] == "uusi"
    await copying(notifications).take([record(ORGANISATION, id, 3, None, topic="registry.organisation.state")])
    assert await notifications.read(queries.present, [id]) == {}


async def test_migrations__agree_with_the_code(desk: Desk, parts: Parts) -> None:
    assert await missing_in(SERVICE, parts.admin) == ""
