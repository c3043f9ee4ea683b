"""Working groups: a mandate, a term, named members. STR-24."""

from typing import Any
from uuid import UUID

from tests.forums import some
from tests.forums.desk import Desk, pointers
from tests.forums.structures.seating import WHY

from chassis.outbox import new_id


def group_of(*people: UUID, **others: Any) -> dict[str, Any]:
    return {
        "key": "principles-2030", "names": {"fi": "Periaatetyöryhmä"}, "mandate": "Valmistelee periaatteet.", "grounds": WHY,
        "term": {"from": "2026-01-01", "until": "2030-01-01"}, "members": [{"person": str(person)} for person in people], **others,
    }


async def test_working_group__mandate_term_and_named_members(desk: Desk) -> None:
    council, association = await some.structure(desk.house, some.COUNCIL), await some.association(desk.house)
    members = [{"person": str(new_id())}, {"person": str(new_id()), "organisation_id": str(association.id)}]
    answer = await desk.post(f"structures/{council.id}/working-groups", group_of(members=members))
    made = answer.json()
    assert answer.headers["location"] == f"/v1/structures/{made['id']}"
    assert (made["kind"], made["parent_id"], made["mandate"]) == ("working_group", str(council.id), "Valmistelee periaatteet.")
    assert (made["term_from"], made["term_until"]) == ("2026-01-01", "2030-01-01")
    seats = (await desk.seen("seats", structure_id=made["id"]))["items"]
    assert [(seat["holder"]["organisation_id"], seat["holder"]["until"]) for seat in seats] == [
        (None, "2030-01-01"), (str(association.id), "2030-01-01"),
    ]
    assert (await desk.seen(f"structures/{made['id']}/composition"))["complete"] is True
    assert await desk.house.said(UUID(made["id"])) == ["StructureEstablished", "SeatFilled", "SeatFilled"]
    listed = await desk.seen("structures", parent_id=council.id)
    assert {item["code"] for item in listed["items"]} == {"grant-principles-group", f"{some.COUNCIL}:principles-2030"}


async def test_working_group__refusals(desk: Desk) -> None:
    council, person = await some.structure(desk.house, some.COUNCIL), new_id()
    path = f"structures/{council.id}/working-groups"
    members = [{"person": str(person)}, {"person": str(person), "organisation_id": str(new_id())}]
    answer = await desk.post(path, group_of(members=members, cooperation_areas=["x"], term={"from": "2020-01-01", "until": "2021-01-01"}))
    assert pointers(answer) == {
        "/cooperation_areas/0": "cooperation_area_unknown", "/members/1/person": "two_seats",
        "/members/1/organisation_id": "organisation_unfit", "/term/until": "term_over",
    }
    made = await desk.done(path, group_of(person))
    assert await desk.refused(path, group_of(person)) == (409, {"established_already"})
    assert await desk.refused(f"structures/{made['id']}/working-groups", group_of(person)) == (409, {"not_set_up_here"})
    close = {"grounds": WHY, "no_successor_because": "Loppui."}
    assert await desk.refused(f"structures/{council.id}/close", close) == (409, {"has_groups"})
    await desk.done(f"structures/{made['id']}/close", close)
    assert (await desk.post(path, group_of(person), who="area_liaison")).status_code == 403
