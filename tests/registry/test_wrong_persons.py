"""Every command of the registry, asked for by everybody who may not: 401, 403 where one may read it, 404 where one may not."""

import re
from typing import Any, Final

import pytest
from fastapi.routing import APIRoute
from tests.registry.conftest import Api
from tests.registry.imports.conftest import finnish
from tests.registry.imports.test_api import send, work

from chassis.outbox import new_id
from registry.main import SERVICE

WHY: Final = {"grounds": "Kokouksen päätös 3 §"}
ANOTHER: Final = "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01"
TESTS: Final = {"for_common_good": True, "not_for_a_closed_circle": True, "no_private_gain": True, "assessed_on": "2026-01-01"}
NOBODYS: Final = {
    "professional": ("professional", None, None),
    "assessor": ("assessor", None, None),
    "finance": ("finance", None, None),
    "representative of another": ("representative", "organisation", ANOTHER),
    "officer of another municipality": ("municipality_officer", "municipality", "425"),
    "liaison of another area": ("area_liaison", "area", "lakeus"),
    "liaison of another centre": ("centre_liaison", "centre", "x"),
    "regional system": ("regional_system", None, None),
}
"""Who has nothing to do with an association in Oulu: a role, and for what."""
EDITS: Final[dict[str, Any]] = {
    "PATCH /v1/organisations/{organisation}": {"locality": "Oulu"},
    "POST /v1/organisations/{organisation}/set-operating-area": {"area_class": "country"},
    "POST /v1/organisations/{organisation}/report-workforce": {"year": 2025, "person_years": "1", "volunteers": 1},
}
"""What the own representative, the officer of the municipality and the centre's liaison may do besides."""
COMMANDS: Final[dict[str, tuple[set[int], Any]]] = {
    "POST /v1/organisations": ({403}, {"name_fi": "Uusi ry", "home_municipality": "564"}),
    "POST /v1/organisations/evaluate-sote": ({403}, {}),
    **{path: ({403}, body) for path, body in EDITS.items()},
    "POST /v1/organisations/{organisation}/pause": ({403}, WHY),
    "POST /v1/organisations/{organisation}/resume": ({403}, None),
    "POST /v1/organisations/{organisation}/dissolve": ({403}, {"dissolved_on": "2026-01-01", **WHY}),
    "POST /v1/organisations/{organisation}/revert-dissolution": ({403}, WHY),
    "POST /v1/organisations/{organisation}/merge": ({403}, {"from_ids": [ANOTHER], **WHY}),
    "POST /v1/organisations/{organisation}/undo-merge": ({403}, WHY),
    "POST /v1/organisations/{organisation}/erase": ({403}, WHY),
    "POST /v1/organisations/{organisation}/assess-non-profit": ({403}, {**TESTS, **WHY}),
    "POST /v1/organisations/{organisation}/evaluate-sote": ({403}, None),
    "POST /v1/sote-definitions": ({403}, {"number": 1, "term": "county-2025", "kinds": ["organisation"], **WHY}),
    "POST /v1/areas": ({403}, {"code": "x", "kind": "health_centre", "name_fi": "Keskus", "parent": "564", "valid_from": "2026-01-01"}),
    "POST /v1/areas/population": ({403}, b"code;year;population\n564;2021;209551\n"),
    "POST /v1/areas/{area}/move": ({403}, {"parent": "lakeus", "valid_from": "2027-01-01", **WHY}),
    "POST /v1/areas/{area}/abolish": ({403}, {"successor": "425", "valid_until": "2027-01-01", **WHY}),
    "POST /v1/council-terms": (
        {403}, {"code": "county-2033", "kind": "county_council", "valid_from": "2033-06-01", "valid_until": "2037-06-01"}
    ),
    "POST /v1/role-assignments": (
        {403}, {"subject": ANOTHER, "role": "representative", "scope_kind": "organisation", "scope_id": "{organisation}"}
    ),
    "POST /v1/role-assignments/{assignment}/name-deputy": ({404}, {"subject": ANOTHER}),
    "POST /v1/role-assignments/{assignment}/prolong": ({404}, {"valid_until": "2099-01-01T00:00:00Z"}),
    "POST /v1/role-assignments/{assignment}/end": ({404}, WHY),
    "POST /v1/representation-requests/{request}/approve": ({404}, WHY),
    "POST /v1/representation-requests/{request}/refuse": ({404}, WHY),
    "POST /v1/representation-requests/{request}/withdraw": ({404}, None),
    "POST /v1/imports": ({403}, None),
    "POST /v1/imports/bundled/{source}": ({403}, {"mode": "dry_run"}),
    "POST /v1/imports/{import}/apply": ({404}, None),
    "POST /v1/imports/{import}/resume": ({404}, None),
    "POST /v1/duplicates/{duplicate}/confirm": ({404}, WHY),
    "POST /v1/duplicates/{duplicate}/reject": ({404}, WHY),
}
"""Each command and what it answers to those."""
OPEN: Final = {"POST /v1/representation-requests"}
"""Any person may ask."""


@pytest.fixture
async def things(api: Api) -> dict[str, str]:
    """One of each, all of an association in Oulu."""
    made = await api.registered(home_municipality="564")
    asked = {"organisation_id": made["id"], "capacity": "elected", **WHY}
    request = (await api.post("/v1/representation-requests", asked, headers=api.as_("representative"))).json()
    given = {"subject": str(new_id()), "role": "representative", "scope_kind": "organisation", "scope_id": made["id"]}
    assignment = (await api.post("/v1/role-assignments", given)).json()
    pair = ({"id": "0857240-9", "name": "Suomen Hyötytuuli Oy"}, {"id": "0219018-6", "name": "Suomen Hyötytuuli Oy"})
    place = (await send(api, finnish(*pair), mode="apply")).headers["location"]
    await work(api)
    duplicate = (await api.http.get("/v1/duplicates", headers=api.coordinator)).json()["items"][0]
    area = (await api.http.get("/v1/areas", params={"parent": "oulu"}, headers=api.coordinator)).json()["items"][0]
    return {
        "organisation": made["id"], "request": request["id"], "assignment": assignment["id"], "import": place.rpartition("/")[2],
        "duplicate": duplicate["id"], "area": area["id"], "source": "fi-transparency-register",
    }


async def asked(api: Api, things: dict[str, str], command: str, body: Any, headers: dict[str, str]) -> int:
    method, _, path = command.format_map(things).partition(" ")
    sent = {**headers, "If-Match": '"1"'} if method == "PATCH" or path.endswith("/approve") else headers
    if path == "/v1/imports":
        return (await send(api, finnish(), headers=headers)).status_code
    if isinstance(body, bytes):
        return (await api.http.request(method, path, files={"file": ("a.csv", body)}, headers=headers)).status_code
    filled = {k: v.format_map(things) if isinstance(v, str) else v for k, v in body.items()} if body else body
    return (await api.http.request(method, path, json=filled, headers=sent)).status_code


async def what_is_said(api: Api) -> int:
    return len(await api.house.outbox())


async def test_commands__each_refused_to_each_wrong_person(api: Api, things: dict[str, str]) -> None:
    before, wrong = await what_is_said(api), []
    for who, (role, kind, scope) in NOBODYS.items():
        headers = await api.assign("professional", role, kind, scope) if kind and scope else api.as_("officer", role)
        for command, (expected, body) in COMMANDS.items():
            status = await asked(api, things, command, body, headers)
            if status not in expected:
                wrong.append((who, command, status))
    for command, (_, body) in COMMANDS.items():
        if (status := await asked(api, things, command, body, {"Accept": "*/*"})) != 401:
            wrong.append(("nobody", command, status))
    assert wrong == []
    assert await what_is_said(api) == before


async def test_commands__of_its_own_a_representative_only_edits(api: Api, things: dict[str, str]) -> None:
    headers = await api.assign("liaison", "representative", "organisation", things["organisation"])
    seen = {"POST /v1/representation-requests/{request}/approve", "POST /v1/representation-requests/{request}/refuse"}
    for command, (expected, body) in COMMANDS.items():
        status = await asked(api, things, command, body, headers)
        if command in EDITS:
            assert status == 200, command
        elif "role-assignments/" in command:
            assert status == 403, command  # sees who else acts for it
        else:
            assert status in expected | ({404} if command in seen else set()), (command, status)


def test_commands__none_is_left_out() -> None:
    known = [route for router in SERVICE.routes for route in router.routes if isinstance(route, APIRoute)]
    routes = [(method, route.path) for route in known for method in route.methods or ()]
    listed = {re.sub(r"\{\w+\}", "*", f"{method} {path}") for method, path in routes if method not in {"GET", "HEAD"}}
    assert listed == {re.sub(r"\{\w+\}", "*", command) for command in {*COMMANDS, *OPEN}}
