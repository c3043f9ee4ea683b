"""Kinds of grant and the library of criteria are data; principles of support."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest
from tests.grants import some
from tests.grants.desk import Desk, codes, pointers
from tests.grants.guidelines.test_guidelines import BODIES, published

from chassis.database import plain_url
from chassis.testing import Parts, address
from chassis.values import today
from grants.guidelines import queries

PILOT = {
    "code": "pilot", "names": {"fi": "Kokeiluavustus"}, "purpose": {"fi": "Uuden kokeiluun."}, "way": "call", "mandatory": ["prevention"],
}
PRINCIPLES = {
    "council_term": some.TERM, "title": {"fi": "Periaatteet"}, "text": "Hyvinvointialue tukee täydentävää.", "agreed_on": "2026-01-15",
    "agreed_by": BODIES, "valid_from": "2026-02-01",
}


@pytest.fixture
async def pilot(desk: Desk, parts: Parts, grants_database: str) -> AsyncIterator[dict[str, Any]]:
    """A third kind of grant, gone afterwards: kinds and criteria are reference data of the other tests."""
    yield await desk.made("grant-kinds", PILOT)
    admin = await asyncpg.connect(plain_url(address(parts.admin, grants_database)))
    await admin.execute(
        "SET session_replication_role = replica; DELETE FROM grants.grant_kind WHERE code = 'pilot';"
        "UPDATE grants.criterion SET mandatory_for = mandatory_for - 'pilot'"
    )
    await admin.close()


async def test_grant_kinds__exactly_two(desk: Desk) -> None:
    listed = (await desk.get("grant-kinds", who="stranger")).json()["items"]
    assert [(one["code"], one["way"]) for one in listed] == [("operating", "call"), ("partnership", "negotiation")]
    assert all(one["names"]["sv"] and one["purpose"]["sv"] for one in listed)
    assert (await desk.get("grant-kinds/rescue")).status_code == 404


async def test_criteria__library(desk: Desk) -> None:
    library = {one["code"]: one for one in (await desk.get("criteria", who="stranger", limit=200)).json()["items"]}
    assert {"self_reliance", "prevention", "peer_support", "integration", "welfare_plan_goals", "low_threshold", "ihimiset_service"} <= set(library)
    assert {code for code, one in library.items() if "operating" in one["mandatory_for"]} == set(some.MANDATORY)
    mandatory = (await desk.get("criteria", mandatory_for="partnership")).json()["items"]
    assert {one["code"] for one in mandatory} == {*some.MANDATORY, "cofunded"}
    assert all(one["source"] for one in library.values())
    assert (await desk.get("criteria", format="csv")).text.count("\r\n") == len(library) + 1


async def test_third_kind__needs_no_code(desk: Desk, pilot: dict[str, Any]) -> None:
    """A row and a guideline: then a call for it opens. GRC-25."""
    assert pilot["way"] == "call"
    assert codes(await desk.post("grant-kinds", PILOT)) == {"known"}
    guideline = await published(desk, kind="pilot", criteria=[{"code": "prevention", "weight": 1, "text": "?"}])
    money = {"year": 2027, "kind": "pilot", "amount": {"amount": "1000.00"}, "grounds": "Talousarvio"}
    await desk.made("appropriations", money, who="finance")
    now = desk.house.now()
    call = await desk.made("calls", {
        "kind": "pilot", "year": 2027, "title": {"fi": "Kokeilut"}, "guideline_id": guideline["id"], "form_schema": some.FORM,
        "opens_at": now.isoformat(), "closes_at": (now + timedelta(days=1)).isoformat(), "case_number": "PPH/2027/7",
    })
    answer = await desk.post(f"calls/{call['id']}/publish", etag=call["etag"])
    assert (answer.status_code, answer.json()["open"]) == (200, True), answer.text


async def test_third_kind__its_own_mandatory_criteria(desk: Desk, pilot: dict[str, Any]) -> None:
    assert [one["code"] for one in (await desk.get("criteria", mandatory_for=pilot["code"])).json()["items"]] == ["prevention"]


async def test_add_grant_kind__refusals(desk: Desk) -> None:
    answer = await desk.post("grant-kinds", PILOT | {"mandatory": ["prevention", "nonsense"]})
    assert pointers(answer) == {"/mandatory/1": "criterion_unknown"}
    assert codes(await desk.post("grant-kinds", PILOT | {"code": "operating"})) == {"known"}
    assert (await desk.post("grant-kinds", PILOT, who="finance")).status_code == 403
    assert (await desk.post("grant-kinds", PILOT | {"way": "lottery"})).status_code == 422


async def test_record_principles__in_force_for_the_term(desk: Desk) -> None:
    made = await desk.made("principles", PRINCIPLES)
    assert (made["valid_from"], made["valid_until"]) == ("2026-02-01", "2029-06-01")
    house = desk.house

    async def title(on: date) -> str | None:
        found = await house.read(queries.principles_in_force, on)
        return None if found is None else found.title["fi"]

    assert [await title(date(2026, 1, 31)), await title(date(2026, 2, 1)), await title(date(2029, 5, 31))] == [None, "Periaatteet", "Periaatteet"]
    assert await title(date(2029, 6, 1)) is None
    await desk.made("principles", PRINCIPLES | {"title": {"fi": "Uudet"}, "agreed_on": "2026-06-01", "valid_from": "2026-07-01"})
    assert [await title(date(2026, 6, 30)), await title(date(2026, 7, 1))] == ["Periaatteet", "Uudet"]
    assert len((await desk.get("principles", on="2026-06-30", who="stranger")).json()["items"]) == 1
    assert len((await desk.get("principles", who="stranger")).json()["items"]) == 2


async def test_record_principles__all_reasons_at_once(desk: Desk) -> None:
    tomorrow = (today(desk.house.now()) + timedelta(days=1)).isoformat()
    wrong = PRINCIPLES | {"agreed_on": tomorrow, "agreed_by": BODIES[:1], "valid_from": "2024-01-01", "valid_until": "2023-01-01"}
    answer = await desk.post("principles", wrong)
    assert answer.status_code == 422
    assert pointers(answer) == {
        "/agreed_on": "agreed_to_come", "/agreed_by": "body_missing", "/valid_until": "order", "/valid_from": "outside_term",
    }
    assert codes(await desk.post("principles", PRINCIPLES | {"council_term": "county-1999"})) == {"term_unknown"}
    assert (await desk.post("principles", PRINCIPLES, who="decider")).status_code == 403
