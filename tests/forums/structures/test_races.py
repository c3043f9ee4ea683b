"""Many at once: one seat, one person, one area, the last place of a group; what the database itself refuses. M8."""

import asyncio

import pytest
from tests.forums import some
from tests.forums.desk import Desk, codes
from tests.forums.structures.seating import WHY, defined, named

from chassis.outbox import new_id


@pytest.mark.parametrize("round", range(3))
async def test_race__one_seat_two_appointments_one_wins(desk: Desk, round: int) -> None:
    seat = await defined(desk)
    answers = await asyncio.gather(*(desk.post(f"seats/{seat}/fill", named()) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert {code for answer in answers if answer.status_code == 409 for code in codes(answer)} == {"taken"}
    assert await desk.api.scalar("SELECT count(*) FROM forums.holding") == 1


async def test_race__one_person_two_seats_one_wins(desk: Desk) -> None:
    seats, person = [await defined(desk) for _ in range(6)], new_id()
    answers = await asyncio.gather(*(desk.post(f"seats/{seat}/fill", named(person)) for seat in seats))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5


async def test_race__the_last_seat_of_a_group(desk: Desk) -> None:
    council = await some.structure(desk.house, some.COUNCIL)
    await desk.done(f"structures/{council.id}/compose", {"groups": [{"group": "parishes", "least": 1, "most": 2}], "grounds": WHY})
    body = {"group": "parishes", "grounds": WHY}
    answers = await asyncio.gather(*(desk.post(f"structures/{council.id}/seats", body) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409, 409, 409]


async def test_race__one_area_two_establishments_one_wins(desk: Desk) -> None:
    body = {"template": "service-area-meeting", "scope": "oulu", "grounds": WHY}
    answers = await asyncio.gather(*(desk.post("structures", body) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5


async def test_database__refuses_two_holders_whatever_statement_is_sent(desk: Desk) -> None:
    seat = await some.seated(desk.house, "colleague")
    for column, value in (("seat_id", str(seat)), ("person", str(some.PEOPLE["colleague"]))):
        other = {"seat_id": str(await some.seat(desk.house)), "person": str(new_id()), column: value}
        sql = (
            "INSERT INTO forums.holding (id, version, structure_id, seat_id, person, areas, since, told) "
            "SELECT gen_random_uuid(), 1, structure_id, CAST(:seat_id AS uuid), CAST(:person AS uuid), areas, since, false FROM forums.holding LIMIT 1"
        )
        with pytest.raises(Exception, match="ex_holding"):
            await desk.api.execute(sql, **other)
