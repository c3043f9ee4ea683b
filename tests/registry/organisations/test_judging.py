"""Non-profit assessments, definitions of a sote organisation, and holding organisations against them."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.registry.conftest import Api
from tests.registry.organisations.test_register_many import entry

from chassis import clock
from chassis.testing import House
from chassis.values import today
from registry.organisations import commands
from registry.organisations.domain.kinds import Field, Kind, LegalForm
from registry.organisations.schemas import EvaluateMany, PublishDefinition, Register

TESTS = {"for_common_good": True, "not_for_a_closed_circle": True, "no_private_gain": True}
WHY = {"grounds": "Säännöt ja tilinpäätös."}


def definition(number: int, term: str = "county-2025", **asks: Any) -> dict[str, Any]:
    return {"number": number, "term": term, "kinds": ["organisation"], "fields": ["carers"], **WHY, **asks}


async def test_assess__stands_with_its_grounds_and_earlier_ones_stay(api: Api) -> None:
    made = await api.registered()
    url = f"/v1/organisations/{made['id']}/assess-non-profit"
    first = await api.post(url, {**TESTS, "no_private_gain": False, "assessed_on": "2026-01-05", **WHY})
    assert first.json()["non_profit_status"] == "not_non_profit"
    day = today(clock.now())
    until = (day + timedelta(days=400)).isoformat()
    second = await api.post(url, {**TESTS, "assessed_on": day.isoformat(), "valid_until": until, **WHY})
    assert (second.json()["non_profit_status"], second.json()["non_profit_until"]) == ("non_profit", until)
    judged = (await api.get(f"/v1/organisations/{made['id']}/history")).json()["assessments"]
    assert [each["outcome"] for each in judged] == ["non_profit", "not_non_profit"]
    assert await api.house.said(UUID(made["id"])) == ["OrganisationRegistered", "NonProfitAssessed", "NonProfitAssessed"]
    assert [o["id"] for o in (await api.get("/v1/organisations", non_profit="true")).json()["items"]] == [made["id"]]
    assert (await api.get("/v1/organisations", non_profit="false")).json()["items"] == []


async def test_assess__one_that_has_run_out_does_not_count(api: Api) -> None:
    made = await api.registered()
    body = {**TESTS, "assessed_on": "2020-01-01", "valid_until": "2021-01-01", **WHY}
    assert (await api.post(f"/v1/organisations/{made['id']}/assess-non-profit", body)).status_code == 200
    assert (await api.get("/v1/organisations", non_profit="true")).json()["items"] == []
    wrong = await api.post(f"/v1/organisations/{made['id']}/assess-non-profit", {
        **TESTS, "assessed_on": "2999-01-01", "valid_until": "2998-01-01", **WHY,
    })
    assert {e["pointer"] for e in wrong.json()["errors"]} == {"/assessed_on", "/valid_until"}


async def test_publish_definition__one_in_force_at_a_time_numbered_without_gaps(api: Api) -> None:
    made = await api.post("/v1/sote-definitions", definition(1))
    assert (made.json()["valid_from"], made.json()["valid_until"]) == ("2025-06-01", "2029-06-01")
    again = await api.post("/v1/sote-definitions", definition(1))
    assert {e["code"] for e in again.json()["errors"]} == {
        "registry.sote_definition.version", "registry.sote_definition.overlaps",
    }
    assert {e["pointer"] for e in again.json()["errors"]} == {"/number", "/valid_from"}
    empty = await api.post("/v1/sote-definitions", definition(2, "county-2022", kinds=[], fields=[]))
    assert empty.json()["code"] == "registry.sote_definition.empty"
    unknown = await api.post("/v1/sote-definitions", definition(2, "county-1999"))
    assert unknown.json()["code"] == "registry.council_term.unknown"
    back = await api.post("/v1/sote-definitions", definition(2, valid_from="2028-01-01", valid_until="2028-01-01"))
    assert back.json()["code"] == "registry.sote_definition.ends_first"
    assert (await api.post("/v1/sote-definitions", definition(2, "county-2022"))).status_code == 201
    listed = (await api.get("/v1/sote-definitions")).json()["items"]
    assert [each["number"] for each in listed] == [1, 2]
    assert (await api.get(f"/v1/sote-definitions/{listed[0]['id']}")).json() == listed[0]
    assert (await api.post("/v1/sote-definitions", definition(3), headers=api.anybody)).status_code == 403


async def test_publish_definition__at_once_one_wins(api: Api) -> None:
    answers = await asyncio.gather(*(api.post("/v1/sote-definitions", definition(1)) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]


async def test_evaluate__needs_a_definition_and_names_what_failed(api: Api) -> None:
    sote = await api.registered("Omaiset ry", kind="organisation", legal_form="association", fields=["carers"])
    other = await api.registered("Pesis ry", kind="organisation", legal_form="association", fields=["sport"])
    unsaid = await api.registered("Joku ry", kind="organisation", legal_form="association")
    none = await api.post(f"/v1/organisations/{sote['id']}/evaluate-sote")
    assert (none.status_code, none.json()["code"]) == (409, "registry.sote_definition.none_in_force")
    await api.post("/v1/sote-definitions", definition(1))
    for one, status in ((sote, "sote"), (other, "not_sote"), (unsaid, "undetermined")):
        answer = await api.post(f"/v1/organisations/{one['id']}/evaluate-sote")
        assert (answer.json()["sote_status"], answer.json()["sote_definition_version"]) == (status, 1)
    said = (await api.house.outbox(UUID(other["id"])))[-2]
    assert b'"failed":["field"]' in (said.value or b"")
    listed = (await api.get("/v1/organisations", sote_status="sote")).json()["items"]
    assert [o["id"] for o in listed] == [sote["id"]]


async def test_evaluate_one__fifty_at_once_one_event(coordinator: House) -> None:
    await coordinator.run(commands.publish_sote_definition, PublishDefinition.model_validate(definition(1)))
    made = await coordinator.run(commands.register, Register(
        name_fi="Omaiset ry", kind=Kind.ORGANISATION, legal_form=LegalForm.ASSOCIATION, fields=[Field.CARERS]
    ))
    rows = await asyncio.gather(*(coordinator.run(commands.evaluate_sote_status, made.id) for _ in range(50)))
    assert {row.sote_status.value for row in rows} == {"sote"}
    assert (await coordinator.said(made.id)).count("SoteStatusChanged") == 1


async def test_evaluate_all__fifty_at_once_each_is_done_once(coordinator: House) -> None:
    await coordinator.run(commands.publish_sote_definition, PublishDefinition.model_validate(definition(1)))
    await coordinator.run(commands.register_many, [entry(n) for n in range(300)])
    found = await asyncio.gather(
        *(coordinator.run(commands.evaluate_sote_statuses, EvaluateMany(limit=10)) for _ in range(50))
    )
    assert sum(each.changed for each in found) == 300
    assert (await coordinator.said()).count("SoteStatusChanged") == 300
    last = await coordinator.run(commands.evaluate_sote_statuses, EvaluateMany(limit=10))
    assert (last.evaluated, last.changed, last.remaining) == (0, 0, 0)


async def test_evaluate_all__again_after_a_change_that_matters(api: Api) -> None:
    await api.post("/v1/sote-definitions", definition(1))
    made = await api.registered("Omaiset ry", kind="organisation", legal_form="association", fields=["carers"])
    url = "/v1/organisations/evaluate-sote"
    assert (await api.post(url, {})).json() == {"evaluated": 1, "changed": 1, "remaining": 0}
    headers = {**api.coordinator, "If-Match": '"2"'}
    changed = await api.http.patch(f"/v1/organisations/{made['id']}", json={"locality": "Oulu"}, headers=headers)
    assert (await api.post(url, {})).json() == {"evaluated": 0, "changed": 0, "remaining": 0}
    headers["If-Match"] = changed.headers["etag"]
    await api.http.patch(f"/v1/organisations/{made['id']}", json={"fields": ["sport"]}, headers=headers)
    assert (await api.post(url, {})).json() == {"evaluated": 1, "changed": 1, "remaining": 0}
    got = (await api.get(f"/v1/organisations/{made['id']}")).json()
    assert got["sote_status"] == "not_sote"
