"""Composition: who is missing and who is too many; what becomes of seats when a structure closes. STR-06, STR-23."""

from tests.forums import some
from tests.forums.desk import Desk, pointers
from tests.forums.structures.seating import WHY, defined, named


async def test_composition__seven_groups_of_the_council(desk: Desk) -> None:
    council = await some.structure(desk.house, some.COUNCIL)
    path = f"structures/{council.id}/composition"
    first = await desk.seen(path)
    assert len(first["groups"]) == 7
    assert sum(group["missing"] for group in first["groups"]) == 6
    assert first["complete"] is False
    for group in [each["group"] for each in first["groups"]]:
        seat = await defined(desk, group)
        await desk.done(f"seats/{seat}/fill", named(since="2026-06-01"))
    assert (await desk.seen(path))["complete"] is True
    assert (await desk.seen(path, on="2026-05-31"))["complete"] is False


async def test_composition__missing_and_over_against_the_numbers_that_were_said(desk: Desk) -> None:
    council = await some.structure(desk.house, some.COUNCIL)
    for _ in range(2):
        await desk.done(f"seats/{await defined(desk)}/fill", named())
    deputy = await defined(desk, "officials", deputy_of=await defined(desk, "officials"))
    await desk.done(f"seats/{deputy}/fill", named())
    path = f"structures/{council.id}/compose"
    wrong = {"groups": [{"group": "anglers", "least": 1}, {"group": "parishes", "least": 3, "most": 2}], "grounds": WHY}
    assert pointers(await desk.post(path, wrong)) == {"/groups/0/group": "group_unknown", "/groups/1/most": "composition_order"}
    await desk.done(path, {"groups": [{"group": "parishes", "least": 1, "most": 1}, {"group": "officials", "least": 3}], "grounds": WHY})
    found = {each["group"]: each for each in (await desk.seen(f"structures/{council.id}/composition"))["groups"]}
    assert found["parishes"]["over"] == 1
    assert (found["officials"]["missing"], found["officials"]["deputies"], found["officials"]["filled"]) == (3, 1, 0)


async def test_close__its_seats_become_free(desk: Desk) -> None:
    hyr = await some.structure(desk.house, "hyr")
    now, later = await defined(desk, "organisations", "hyr"), await defined(desk, "organisations", "hyr")
    await desk.done(f"seats/{now}/fill", named(since="2026-01-01"))
    await desk.done(f"seats/{later}/fill", named(since="2099-01-01"))
    await desk.done(f"structures/{hyr.id}/close", {"grounds": WHY, "no_successor_because": "Loppui."})
    assert (await desk.seen(f"seats/{now}"))["vacated_because"] == "structure_closed"
    assert (await desk.seen(f"seats/{later}"))["next"] is None
    assert await desk.house.said(hyr.id) == [
        "StructureEstablished", "SeatFilled", "SeatFilled", "SeatVacated", "SeatVacated", "StructureClosed",
    ]
    assert (await desk.post(f"seats/{now}/fill", named())).status_code == 409
    assert (await desk.post(f"structures/{hyr.id}/seats", {"group": "organisations", "grounds": WHY})).status_code == 409
