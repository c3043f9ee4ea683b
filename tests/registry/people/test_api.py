"""Roles over HTTP: lists, gaps, who am I, and the grammar of the API."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from tests.chassis.edge.conftest import Api
from tests.registry.people.conftest import KUUSAMO, OULU, People, hold

from chassis import clock
from chassis.outbox import new_id
from chassis.values import today


async def post(api: Api, path: str, body: Any, headers: dict[str, str], **more: str) -> Any:
    return await api.http.post(path, json=body, headers=headers | more)


async def given(api: Api, role: str, kind: str, id: str, **others: Any) -> dict[str, Any]:
    body = {"subject": str(new_id()), "role": role, "scope_kind": kind, "scope_id": id, **others}
    answer = await post(api, "/v1/role-assignments", body, api.coordinator)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def ids(api: Api, query: str, headers: dict[str, str] | None = None) -> list[str]:
    answer = await api.http.get(f"/v1/role-assignments{query}", headers=headers or api.coordinator)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_assign__created_and_read(people: People, api: Api) -> None:
    made = await given(api, "municipality_officer", "municipality", OULU, time_share=20, duties="Kokoaa järjestöfoorumin")
    answer = await api.http.get(f"/v1/role-assignments/{made['id']}", headers=api.coordinator)
    assert (answer.status_code, answer.json(), answer.headers["etag"]) == (200, made, '"1"')
    refused = await post(
        api, "/v1/role-assignments",
        {"subject": str(new_id()), "role": "municipality_officer", "scope_kind": "municipality", "scope_id": OULU},
        api.coordinator, **{"Accept-Language": "en"},
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "registry.assignment.held_for_now")
    assert str(clock.now().year) in refused.json()["detail"]
    unknown = await post(api, "/v1/role-assignments", {"role": "x", "names": "Anna"}, api.coordinator)
    assert unknown.status_code == 422


async def test_assign__an_identity_code_is_refused(people: People, api: Api) -> None:
    body = {"subject": str(new_id()), "role": "municipality_officer", "scope_kind": "municipality", "scope_id": OULU}
    answer = await post(api, "/v1/role-assignments", body | {"mandate": "Hoitaa 131052-308T asiaa"}, api.coordinator)
    assert (answer.status_code, "131052" in answer.text) == (422, False)


async def test_list__filters(people: People, api: Api) -> None:
    soon = (clock.now() + timedelta(days=20)).isoformat()
    town = await given(api, "municipality_officer", "municipality", OULU, valid_until=soon)
    other = await given(api, "municipality_officer", "municipality", KUUSAMO)
    later = await given(api, "area_liaison", "area", "oulu", valid_from=(clock.now() + timedelta(days=40)).isoformat())
    assert await ids(api, "?role=municipality_officer") == [town["id"], other["id"]]
    assert await ids(api, f"?scope_kind=municipality&scope_id={OULU}") == [town["id"]]
    assert await ids(api, f"?subject={other['subject']}") == [other["id"]]
    day, then = today(clock.now()), today(clock.now() + timedelta(days=50))
    assert await ids(api, f"?on={day}") == [town["id"], other["id"]]
    assert await ids(api, f"?on={then}") == [other["id"], later["id"]]
    assert await ids(api, "?expires_within=30") == [town["id"]]
    assert await ids(api, "?expires_within=10") == []
    assert (await api.http.get("/v1/role-assignments?name=x", headers=api.coordinator)).status_code == 422


async def test_list__ones_own_and_the_own_scope__reads_of_others_are_audited(people: People, api: Api) -> None:
    town = await given(api, "municipality_officer", "municipality", OULU)
    await given(api, "municipality_officer", "municipality", KUUSAMO)
    holder, liaison, stranger = UUID(town["subject"]), new_id(), new_id()
    await hold(people, liaison, "area_liaison", "area", "oulu")
    assert await ids(api, "", api.as_(holder)) == [town["id"]]
    assert await ids(api, "", api.as_(liaison)) == [town["id"]]
    assert await ids(api, "", api.as_(stranger)) == []
    missing = await api.http.get(f"/v1/role-assignments/{town['id']}", headers=api.as_(stranger))
    assert missing.status_code == 404
    async with people.house.database.sessions() as session:
        rows = await session.execute(text("SELECT actor, subject_id FROM registry.audit WHERE action = 'read'"))
        assert {tuple(row) for row in rows} == {(f"person:{liaison}", str(holder))}


async def test_deputy__has_a_place_of_its_own(people: People, api: Api) -> None:
    holder = await given(api, "area_liaison", "area", "oulu")
    answer = await post(api, f"/v1/role-assignments/{holder['id']}/name-deputy", {"subject": str(new_id())}, api.coordinator)
    assert (answer.status_code, answer.headers["location"]) == (201, f"/v1/role-assignments/{answer.json()['id']}")
    assert answer.json()["deputy_of"] == holder["id"]
    ended = await post(api, f"/v1/role-assignments/{holder['id']}/end", {"grounds": "Siirtyi"}, api.coordinator)
    assert (ended.status_code, ended.json()["status"]) == (200, "ended")
    again = await post(api, f"/v1/role-assignments/{holder['id']}/end", {"grounds": "Siirtyi"}, api.coordinator)
    assert (again.status_code, again.json()["state"]) == (409, "ended")


async def test_gaps__scopes_without_a_holder_today(people: People, api: Api) -> None:
    async def gap(role: str) -> dict[str, Any]:
        answer = await api.http.get("/v1/liaison-gaps", headers=api.as_(new_id()))
        assert answer.status_code == 200, answer.text
        return next(each for each in answer.json()["gaps"] if each["role"] == role)

    assert {r: (await gap(r))["scopes"] for r in ("coordinator", "domain_liaison", "area_liaison", "municipality_officer")} == {
        "coordinator": 1, "domain_liaison": 6, "area_liaison": 6, "municipality_officer": 30,
    }
    made = await given(api, "area_liaison", "area", "oulu")
    await given(api, "area_liaison", "area", "lakeus", valid_from=(clock.now() + timedelta(days=1)).isoformat())
    found = await gap("area_liaison")
    assert (found["held"], len(found["missing"])) == (1, 5)
    assert {"scope_id": "lakeus", "name_fi": "Lakeus", "deputies": 0} in found["missing"]
    await post(api, f"/v1/role-assignments/{made['id']}/name-deputy", {"subject": str(new_id())}, api.coordinator)
    await post(api, f"/v1/role-assignments/{made['id']}/end", {"grounds": "Eläke"}, api.coordinator)
    assert {"scope_id": "oulu", "name_fi": "Oulu", "deputies": 1} in (await gap("area_liaison"))["missing"]


async def test_me__roles_and_permissions_that_hold_now(people: People, api: Api) -> None:
    liaison = new_id()
    await hold(people, liaison, "area_liaison", "area", "oulu")
    me = (await api.http.get("/v1/me", headers=api.as_(liaison))).json()
    role = {"role": "area_liaison", "scope_kind": "area", "scope_id": "oulu"}
    assert (me["id"], me["actor"], me["roles"]) == (str(liaison), f"person:{liaison}", [role])
    approve = next(each for each in me["permissions"] if each["permission"] == "registry.people.approve")
    assert approve == {"permission": "registry.people.approve", "everywhere": False, "within": [role]}
    assert "registry.people.assign" not in {each["permission"] for each in me["permissions"]}
    boss = (await api.http.get("/v1/me", headers=api.coordinator)).json()
    assert boss["roles"] == [{"role": "coordinator", "scope_kind": "county", "scope_id": ""}]
    assert {"permission": "registry.people.assign", "everywhere": True, "within": []} in boss["permissions"]
    assert (await api.http.get("/v1/me")).status_code == 401


async def test_matrix_and_role_types(people: People, api: Api) -> None:
    rules = (await api.http.get("/v1/access/matrix", headers=api.as_(new_id()))).json()["rules"]
    assert {"permission": "registry.people.approve", "role": "area_liaison", "within": "area"} in rules
    assert len(rules) == sum(map(len, people.house.service.permissions.values()))
    types = (await api.http.get("/v1/role-types", headers=api.as_(new_id()))).json()
    assert next(t for t in types if t["role"] == "coordinator")["scope_kinds"] == ["county"]


async def test_request__from_asking_to_acting(people: People, api: Api) -> None:
    person, liaison = new_id(), new_id()
    await hold(people, liaison, "area_liaison", "area", "oulu")
    body = {"organisation_id": str(people.oulu), "capacity": "elected", "grounds": "Hallituksen puheenjohtaja"}
    asked = await post(api, "/v1/representation-requests", body, api.as_(person))
    assert (asked.status_code, asked.headers["location"]) == (201, f"/v1/representation-requests/{asked.json()['id']}")
    again = await post(api, "/v1/representation-requests", body, api.as_(person))
    assert again.json() == asked.json()
    url = f"/v1/representation-requests/{asked.json()['id']}"
    yes = {"grounds": "Rekisteriote"}
    assert (await post(api, f"{url}/approve", yes, api.as_(liaison))).status_code == 428
    assert (await post(api, f"{url}/approve", yes, api.as_(liaison), **{"If-Match": '"9"'})).status_code == 412
    assert (await post(api, f"{url}/approve", yes, api.as_(person), **{"If-Match": '"1"'})).status_code == 403
    approved = await post(api, f"{url}/approve", yes, api.as_(liaison), **{"If-Match": '"1"'})
    assert (approved.status_code, approved.json()["status"], approved.headers["etag"]) == (200, "approved", '"2"')
    twice = await post(api, f"{url}/approve", yes, api.as_(liaison), **{"If-Match": '"2"'})
    assert (twice.status_code, twice.json()["state"]) == (409, "approved")
    assert await ids(api, "?role=representative", api.as_(person)) == [approved.json()["assignment_id"]]
    pending = await api.http.get("/v1/representation-requests?status=pending", headers=api.coordinator)
    assert pending.json()["items"] == []
