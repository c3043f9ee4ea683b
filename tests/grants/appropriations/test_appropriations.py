"""Appropriations: set by finance, changed with grounds, never below what was granted; what is committed only the trigger moves."""

import asyncio
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.grants import some
from tests.grants.desk import Desk, codes

from chassis.database import plain_url

BODY = {"year": 2027, "kind": "operating", "amount": {"amount": "1000.00", "currency": "EUR"}, "grounds": "Talousarvio 14 §"}


async def made(desk: Desk, **others: Any) -> dict[str, Any]:
    return await desk.made("appropriations", BODY | others, who="finance")


async def granted(desk: Desk, id: str, cents: int) -> None:
    """Something was granted out of it: moved as the trigger moves it, by the owner."""
    owner = await asyncpg.connect(plain_url(desk.house.settings.database_owner_url))
    try:
        await owner.execute("UPDATE grants.appropriation SET committed_cents = $1, version = version + 1 WHERE id = $2", cents, id)
    finally:
        await owner.close()


async def test_set_appropriation__by_finance(desk: Desk) -> None:
    one = await made(desk)
    assert (one["amount"], one["committed"], one["remaining"]) == (
        {"amount": "1000.00", "currency": "EUR"}, {"amount": "0.00", "currency": "EUR"}, {"amount": "1000.00", "currency": "EUR"},
    )
    for who in ("coordinator", "decider", "stranger"):
        assert (await desk.post("appropriations", BODY, who=who)).status_code == 403
    answer = await desk.post("appropriations", BODY, who="finance")
    assert (answer.status_code, codes(answer)) == (409, {"known"})
    assert codes(await desk.post("appropriations", BODY | {"kind": "rescue"}, who="finance")) == {"kind_unknown"}


async def test_set_appropriation__asks_for_a_key(desk: Desk) -> None:
    answer = await desk.post("appropriations", BODY, who="finance", key=False)
    assert answer.status_code == 400


@pytest.mark.parametrize("body", [
    {"amount": {"amount": "-1.00"}}, {"amount": {"amount": "1"}}, {"amount": 100}, {"year": 2022}, {"grounds": ""}, {"committed_cents": 5},
    {"amount": {"amount": "1.00", "currency": "SEK"}},
])
async def test_set_appropriation__bodies(desk: Desk, body: dict[str, Any]) -> None:
    assert (await desk.post("appropriations", BODY | body, who="finance")).status_code == 422


async def test_set_appropriation__ten_at_once(desk: Desk) -> None:
    answers = await asyncio.gather(*(desk.post("appropriations", BODY, who="finance") for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"grants.appropriation.known"}


async def test_change_appropriation__not_below_what_was_granted(desk: Desk) -> None:
    one = await made(desk)
    await granted(desk, one["id"], 400_00)
    seen = await desk.get(f"appropriations/{one['id']}", who="stranger")
    assert (seen.json()["committed"]["amount"], seen.json()["remaining"]["amount"], seen.headers["etag"]) == ("400.00", "600.00", '"2"')
    path, why = f"appropriations/{one['id']}", {"grounds": "Talousarviomuutos"}
    assert (await desk.patch(path, why | {"amount": {"amount": "500.00"}}, one["etag"], who="finance")).status_code == 412
    less = await desk.patch(path, why | {"amount": {"amount": "399.99"}}, '"2"', who="finance")
    assert (less.status_code, codes(less)) == (409, {"below_committed"})
    assert "400,00" in less.json()["errors"][0]["detail"]
    just = await desk.patch(path, why | {"amount": {"amount": "400.00"}}, '"2"', who="finance")
    assert (just.status_code, just.json()["remaining"]["amount"], just.headers["etag"]) == (200, "0.00", '"3"')
    assert (await desk.patch(path, why | {"amount": {"amount": "900.00"}}, '"3"', who="coordinator")).status_code == 403
    assert (await desk.patch(path, {"amount": {"amount": "900.00"}}, '"3"', who="finance")).status_code == 422
    grounds = await desk.api.scalar("SELECT grounds FROM grants.audit WHERE subject = 'appropriation' ORDER BY id DESC LIMIT 1")
    assert grounds == "Talousarviomuutos"


@pytest.mark.parametrize("sql", [
    "UPDATE grants.appropriation SET committed_cents = 0",
    "UPDATE grants.appropriation SET year = 2030",
    "DELETE FROM grants.appropriation",
    "TRUNCATE grants.appropriation CASCADE",
    "ALTER TABLE grants.appropriation DISABLE TRIGGER ALL",
])
async def test_raw_sql__the_service_cannot_touch_what_is_committed(desk: Desk, sql: str) -> None:
    one = await made(desk)
    await granted(desk, one["id"], 400_00)
    async with desk.house.database.sessions() as session:
        with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
            await session.execute(text(sql))
    assert (await desk.get(f"appropriations/{one['id']}")).json()["committed"]["amount"] == "400.00"


async def test_raw_sql__begins_untouched(desk: Desk) -> None:
    await desk.api.execute(
        "INSERT INTO grants.appropriation (id, version, year, kind, amount_cents, committed_cents) "
        "VALUES ('00000000-0000-4000-8000-0000000000aa', 1, 2028, 'operating', 100, 77)"
    )
    assert await desk.api.scalar("SELECT committed_cents FROM grants.appropriation WHERE year = 2028") == 0
    with pytest.raises(DBAPIError, match="ck_appropriation_within"):
        await desk.api.execute("UPDATE grants.appropriation SET amount_cents = -1")


async def test_list_appropriations(desk: Desk) -> None:
    await made(desk)
    await made(desk, year=2028)
    await made(desk, kind="partnership")
    listed = (await desk.get("appropriations", who="stranger")).json()["items"]
    assert [(one["year"], one["kind"]) for one in listed] == [(2027, "operating"), (2027, "partnership"), (2028, "operating")]
    assert len((await desk.get("appropriations", year=2027, kind="operating")).json()["items"]) == 1
    lines = (await desk.get("appropriations", format="csv")).text.splitlines()
    assert "remaining.amount" in lines[0]
    assert len(lines) == 4
    assert some.PEOPLE["finance"].hex not in "".join(lines)
