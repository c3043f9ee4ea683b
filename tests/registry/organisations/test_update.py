"""Changing what is said of organisations."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from tests.registry.conftest import Api

from chassis import clock
from chassis.testing import House
from registry.organisations import commands
from registry.organisations.schemas import Register, Update


async def patched(api: Api, made: dict[str, Any], body: dict[str, Any], **headers: str) -> httpx.Response:
    sent = {**api.coordinator, "If-Match": made["etag"], **headers}
    return await api.http.patch(f"/v1/organisations/{made['id']}", json=body, headers=sent)


async def test_update__what_is_not_sent_stays_null_removes(api: Api) -> None:
    made = await api.registered(description="Tukea omaisille", locality="Oulu", website="https://a.example")
    answer = await patched(api, made, {"description": None, "locality": "Oulu", "website": "https://b.example"})
    assert answer.status_code == 200
    assert (answer.json()["description"], answer.json()["locality"], answer.json()["website"]) == (None, "Oulu", "https://b.example")
    assert answer.headers["etag"] == '"2"'
    last = (await api.house.outbox(UUID(made["id"])))[-2]
    assert b'{"field":"description","before":"Tukea omaisille","after":null}' in (last.value or b"")
    assert b'"locality"' not in (last.value or b"")


async def test_update__nothing_changed_says_nothing(api: Api) -> None:
    made = await api.registered(fields=["carers"])
    answer = await patched(api, made, {"fields": ["carers"], "name_fi": "Oulun Omaiset ry"})
    assert (answer.status_code, answer.headers["etag"]) == (200, made["etag"])
    assert await api.house.said() == ["OrganisationRegistered"]


async def test_update__if_match(api: Api) -> None:
    made = await api.registered()
    url = f"/v1/organisations/{made['id']}"
    assert (await api.http.patch(url, json={"locality": "X"}, headers=api.coordinator)).status_code == 428
    assert (await patched(api, made, {"locality": "X"})).status_code == 200
    stale = await patched(api, made, {"locality": "Y"})
    assert stale.status_code == 412
    assert stale.json()["current"]["locality"] == "X"
    assert (await patched(api, made, {"status": "dissolved"})).status_code == 422


async def test_update__former_name_is_kept_with_its_days_and_found(api: Api) -> None:
    made = await api.registered("Oulun Invalidien Yhdistys ry")
    changed = await patched(api, made, {"name_fi": "Oulun Seudun Liikuntavammaiset ry"})
    assert changed.json()["name"] == "Oulun Seudun Liikuntavammaiset ry"
    names = (await api.get(f"/v1/organisations/{made['id']}/history")).json()["names"]
    assert [(n["version"], n["text"], n["valid_until"] is None) for n in names] == [
        (1, "Oulun Seudun Liikuntavammaiset ry", True), (2, "Oulun Invalidien Yhdistys ry", False),
    ]
    for q in ("invalidien yhdistys", "liikuntavammaiset", "Oulun Invaliden Yhdistyksen"):
        assert [o["id"] for o in (await api.get("/v1/organisations", q=q)).json()["items"]][:1] == [made["id"]], q


async def test_update__name_given_and_changed_on_one_day_leaves_no_trace(api: Api) -> None:
    made = await api.registered("Alku ry")
    slip = await patched(api, made, {"name_fi": "Virhe ry"})
    await patched(api, {**made, "etag": slip.headers["etag"]}, {"name_fi": "Oikea ry"})
    names = (await api.get(f"/v1/organisations/{made['id']}/history")).json()["names"]
    assert [n["text"] for n in names] == ["Oikea ry", "Alku ry"]
    assert (await api.get("/v1/organisations", q="virhe")).json()["items"] == []


async def test_update__without_any_name_is_refused(api: Api) -> None:
    made = await api.registered("Suomeksi ry", name_sv="På svenska rf")
    answer = await patched(api, made, {"name_fi": None})
    assert answer.json()["name"] == "På svenska rf"
    none = await patched(api, {**made, "etag": answer.headers["etag"]}, {"name_sv": None})
    assert (none.status_code, none.json()["code"]) == (422, "registry.organisation.name_missing")


async def test_update__identifiers_given_up_are_free_for_others(api: Api) -> None:
    mine = [{"scheme": "business_id", "value": "0219018-6"}]
    made = await api.registered("Ensin ry", identifiers=mine)
    other = await api.registered("Sitten ry")
    taken = await patched(api, other, {"identifiers": mine})
    assert taken.status_code == 409
    assert made["id"] in taken.json()["detail"]
    assert (await patched(api, made, {"identifiers": []})).status_code == 200
    assert (await patched(api, other, {"identifiers": mine})).status_code == 200
    twice = await patched(api, {**other, "etag": '"2"'}, {"identifiers": [*mine, {"scheme": "business_id", "value": "0857240-9"}]})
    assert (twice.status_code, twice.json()["code"]) == (422, "registry.identifier.twice")


@pytest.mark.parametrize(("role", "kind", "scope", "status"), [
    ("representative", "organisation", "own", 200),
    ("representative", "organisation", "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01", 403),
    ("municipality_officer", "municipality", "564", 200),
    ("municipality_officer", "municipality", "425", 403),
    ("area_liaison", "area", "oulu", 200),
    ("area_liaison", "area", "lakeus", 403),
    ("centre_liaison", "centre", "tuira", 403),
    ("assessor", "call", "x", 403),
])
async def test_update__who_may(api: Api, role: str, kind: str, scope: str, status: int) -> None:
    made = await api.registered(home_municipality="564")
    who = await api.assign("representative", role, kind, made["id"] if scope == "own" else scope)
    assert (await patched(api, made, {"locality": "Oulu"}, **who)).status_code == status


@pytest.mark.parametrize(("body", "status"), [
    ({"kind": "parish", "legal_form": "parish"}, 403),
    ({"legal_form": "other"}, 403),
    ({"identifiers": [{"scheme": "business_id", "value": "0857240-9"}]}, 403),
    ({"identifiers": []}, 403),
    ({"supports_others": "county"}, 403),
    ({"name_fi": "Oulun Omaiset ja Läheiset ry", "fields": ["carers"], "is_service_producer": True}, 200),
    ({"kind": "organisation", "identifiers": [{"scheme": "business_id", "value": "FI02190186"}], "locality": "Oulu"}, 200),
])
async def test_update__a_representative_does_not_say_what_the_county_says(api: Api, body: dict[str, Any], status: int) -> None:
    known = {"kind": "organisation", "legal_form": "association"}
    made = await api.registered(identifiers=[{"scheme": "business_id", "value": "0219018-6"}], home_municipality="564", **known)
    who = await api.assign("representative", "representative", "organisation", made["id"])
    answer = await patched(api, made, body, **who)
    assert answer.status_code == status
    if status == 403:
        assert {each["code"] for each in answer.json()["errors"]} == {"registry.organisation.said_by_county"}
        assert {each["pointer"] for each in answer.json()["errors"]} == {f"/{field}" for field in body}
        officer = await api.assign("officer", "municipality_officer", "municipality", "564")
        assert (await patched(api, made, body, **officer)).status_code == 200


async def test_update__a_seat_that_was_abolished_since_keeps_nothing_else_from_changing(api: Api) -> None:
    made = await api.registered(home_municipality="425")
    async with api.house.database.sessions() as session:
        await session.execute(text("UPDATE registry.organisation SET home_municipality = '999' WHERE id = :id"), {"id": made["id"]})
        await session.commit()
    changed = await patched(api, made, {"description": "Vertaistukea"})
    assert (changed.status_code, changed.json().get("home_municipality")) == (200, "999")
    again = {"If-Match": changed.headers["etag"]}
    assert (await patched(api, made, {"home_municipality": "564"}, **again)).status_code == 200
    back = await patched(api, made, {"home_municipality": "999"}, **{"If-Match": '"3"'})
    assert back.json()["code"] == "registry.organisation.municipality_unknown"


async def test_everybody_reads__only_after_sign_in(api: Api) -> None:
    made = await api.registered()
    assert (await api.http.get(f"/v1/organisations/{made['id']}")).status_code == 401
    assert (await api.get(f"/v1/organisations/{made['id']}")).status_code == 200
    assert (await api.get("/v1/organisations/01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")).status_code == 404


async def test_update__at_once_nothing_is_lost(coordinator: House) -> None:
    made = await coordinator.run(commands.register, Register(name_fi="Yhdistys ry"))
    fields = ("locality", "industry", "description", "name_sv", "name_en")
    changes = [Update.model_validate({field: f"Arvo {n}"}) for n, field in enumerate(fields)]
    await asyncio.gather(*(coordinator.run(commands.update, made.id, change) for change in changes))
    assert await coordinator.said(made.id) == ["OrganisationRegistered"] + ["OrganisationUpdated"] * 5
    sequences = [r.sequence for r in await coordinator.outbox(made.id) if not r.topic.endswith(".state")]
    assert sequences == [1, 2, 3, 4, 5, 6]


async def test_operating_area__apart_from_the_seat_and_whose_liaison_answers(api: Api) -> None:
    made = await api.registered(home_municipality="564")
    url = f"/v1/organisations/{made['id']}/set-operating-area"
    area = {"area_class": "several_municipalities", "municipalities": ["425", "244", "425"]}
    answer = await api.post(url, area)
    assert answer.json()["operating_area"] == {"area_class": "several_municipalities", "municipalities": ["244", "425"]}
    assert answer.json()["home_municipality"] == "564"
    assert (await api.post(url, area)).headers["etag"] == answer.headers["etag"]
    assert await api.house.said(UUID(made["id"])) == ["OrganisationRegistered", "OperatingAreaChanged"]
    wrong = await api.post(url, {"area_class": "country", "municipalities": ["564"]})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "registry.organisation.area_class_mismatch")
    liaison = await api.assign("liaison", "area_liaison", "area", "lakeus")
    assert (await patched(api, {**made, "etag": '"2"'}, {"locality": "Liminka"}, **liaison)).status_code == 200


async def test_workforce__second_report_replaces_the_first(api: Api) -> None:
    made = await api.registered(founded_on="2001-01-01")
    url = f"/v1/organisations/{made['id']}"
    for people in ("2.55", "0"):
        answer = await api.post(f"{url}/report-workforce", {"year": 2024, "person_years": people, "volunteers": 12})
        assert answer.status_code == 200, answer.text
    assert (await api.get(f"{url}/workforce")).json() == [
        {"year": 2024, "person_years": "0.0", "volunteers": 12, "by_volunteers_only": True}
    ]
    wrong = await api.post(f"{url}/report-workforce", {"year": 1999, "person_years": "-1", "volunteers": -1})
    assert {e["pointer"] for e in wrong.json()["errors"]} == {"/year", "/person_years", "/volunteers"}
    future = await api.post(f"{url}/report-workforce", {"year": clock.now().year + 1, "person_years": "1", "volunteers": 0})
    assert future.json()["code"] == "registry.workforce.year_in_future"
