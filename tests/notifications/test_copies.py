"""Copies of registry: what is read, who a merged organisation is now, and that the code and the schema agree."""

import json
from uuid import UUID

from tests.notifications.conftest import Desk

from chassis.copying import Copying
from chassis.events import Event
from chassis.migrate.draft import missing_in
from chassis.outbox import new_id
from chassis.testing import House, Parts, record
from notifications.copies import queries
from notifications.copies.handlers import COPIES
from notifications.main import SERVICE
from registry.events.examples import EXAMPLES

ORGANISATION = "fi.yhdyspinta.registry.Organisation.state.v1"


def copying(house: House) -> Copying:
    return Copying("notifications", COPIES, house.database, SERVICE.house, "pohde")


async def known(house: House, id: UUID, name: str, sequence: int = 1, successor: UUID | None = None) -> None:
    state = {"id": str(id), "names": {"fi": name}, "status": "merged" if successor else "active"}
    payload = json.dumps(state | {"successor_id": str(successor) if successor else None}).encode()
    await copying(house).take([record(ORGANISATION, id, sequence, payload, topic="registry.organisation.state")])


async def test_copies__read_registrys_own_examples(desk: Desk) -> None:
    states: dict[str, Event] = {example.topic + ".state": example for example in EXAMPLES if ".state" in example.ce_type()}
    for copy in COPIES:
        example = states[copy.of]
        assert example.ce_type() == copy.reads.type
        await copying(desk.house).take([
            record(example.ce_type(), new_id(), 1, example.model_dump_json(by_alias=True).encode(), topic=copy.of)
        ])
        assert await desk.rows(f"SELECT count(*) FROM {copy.table.fullname}") == [(1,)]
    assert await desk.rows("SELECT count(*) FROM notifications.parked") == [(0,)]
    found = await desk.house.read(queries.areas, ["564", "000"])
    assert [(code, area.name_sv) for code, area in found.items()] == [("564", "Uleåborg")]


async def test_copies__late_doubled_and_erased(desk: Desk) -> None:
    id = new_id()
    for sequence, name in ((2, "uusi"), (1, "vanha"), (2, "uusi")):
        await known(desk.house, id, name, sequence)
    assert await desk.rows("SELECT names->>'fi', sequence FROM notifications.organisation_copy") == [("uusi", 2)]
    await copying(desk.house).take([record(ORGANISATION, id, 3, None, topic="registry.organisation.state")])
    assert await desk.house.read(queries.organisation, id) is None


async def test_organisation__a_merged_one_is_its_successor(desk: Desk) -> None:
    a, b, c = new_id(), new_id(), new_id()
    await known(desk.house, c, "C")
    await known(desk.house, b, "B", successor=c)
    await known(desk.house, a, "A", successor=b)
    found = await desk.house.read(queries.organisations, [a, b, c, new_id()])
    assert {id: row.names["fi"] for id, row in found.items()} == {a: "C", b: "C", c: "C"}
    await known(desk.house, a, "A", 2)  # undone
    undone = await desk.house.read(queries.organisation, a)
    assert undone is not None
    assert undone.names == {"fi": "A", "sv": None, "en": None}


async def test_migrations__agree_with_the_code(desk: Desk, parts: Parts) -> None:
    assert await missing_in(SERVICE, parts.admin) == ""
