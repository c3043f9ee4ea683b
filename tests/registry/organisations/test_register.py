"""Taking up organisations."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from tests.registry.conftest import Api

from chassis.problems import Refused
from chassis.testing import House
from registry.organisations import commands
from registry.organisations.domain.identifiers import Scheme
from registry.organisations.schemas import IdentifierBody, Register

OMAISET = {
    "kind": "organisation",
    "legal_form": "association",
    "name_fi": "Oulun Seudun Omaishoitajat ry",
    "name_sv": "Uleåborgsnejdens Närståendevårdare rf",
    "identifiers": [
        {"scheme": "business_id", "value": "FI 0219018 6"},
        {"scheme": "association_register_number", "value": "123.456"},
    ],
    "home_municipality": "564",
    "fields": ["carers", "older_people", "carers"],
    "groups": ["carers"],
    "founded_on": "1994-05-12",
    "website": "https://omaiset.example",
    "operating_area": {"area_class": "several_municipalities", "municipalities": ["564", "425"]},
}


async def test_register__shown_announced_and_read_again(api: Api) -> None:
    answer = await api.post("/v1/organisations", OMAISET)
    assert answer.status_code == 201, answer.text
    made, etag = answer.json(), answer.headers["etag"]
    assert answer.headers["location"].endswith(made["id"])

    assert made["identifiers"] == [
        {"scheme": "association_register_number", "value": "123456"}, {"scheme": "business_id", "value": "0219018-6"},
    ]
    assert made["fields"] == ["carers", "older_people"]
    assert made["operating_area"] == {"area_class": "several_municipalities", "municipalities": ["425", "564"]}
    assert made["status"] == "active"
    got = await api.get(f"/v1/organisations/{made['id']}")
    assert got.status_code == 200
    assert (got.json(), got.headers["etag"]) == (made, etag)

    id = UUID(made["id"])
    assert await api.house.said(id) == ["OrganisationRegistered", "OperatingAreaChanged"]
    state = (await api.house.outbox(id))[-1]
    assert state.topic == "registry.organisation.state"
    assert b'"municipalities":["425","564"]' in (state.value or b"")
    sources = (await api.get(f"/v1/organisations/{made['id']}/sources")).json()
    assert {each["source"] for each in sources} == {"person"}
    assert "name_fi" in {each["field"] for each in sources}
    assert "industry" not in {each["field"] for each in sources}


async def test_register__group_without_any_number(api: Api) -> None:
    made = await api.registered("Kempeleen kävelyporukka", kind="organisation", legal_form="unregistered_group")
    assert made["identifiers"] == []


@pytest.mark.parametrize(("kind", "form"), [("parish", "parish"), ("external_party", "company"), ("external_party", "public_body")])
async def test_register__parish_and_external_party(api: Api, kind: str, form: str) -> None:
    made = await api.registered("Ylä-Kempele", kind=kind, legal_form=form)
    assert (made["kind"], made["legal_form"]) == (kind, form)


async def test_register__every_reason_at_once(api: Api) -> None:
    answer = await api.post("/v1/organisations", {
        "kind": "organisation",
        "legal_form": "company",
        "home_municipality": "999",
        "founded_on": "2999-01-01",
        "operating_area": {"area_class": "municipality", "municipalities": ["998", "564"]},
    })
    assert answer.status_code == 422
    assert {(e["code"], e["pointer"]) for e in answer.json()["errors"]} == {
        ("registry.organisation.name_missing", "/name_fi"),
        ("registry.organisation.kind_and_form", "/legal_form"),
        ("registry.organisation.municipality_unknown", "/home_municipality"),
        ("registry.organisation.founded_in_future", "/founded_on"),
        ("registry.organisation.area_class_mismatch", "/operating_area/area_class"),
        ("registry.organisation.municipality_unknown", "/operating_area/municipalities/1"),
    }


@pytest.mark.parametrize(("written", "code"), [
    ({"scheme": "business_id", "value": "0219018-7"}, "registry.identifier.check_digit"),
    ({"scheme": "business_id", "value": "x"}, "registry.identifier.malformed"),
])
async def test_register__identifier_that_cannot_be(api: Api, written: dict[str, Any], code: str) -> None:
    answer = await api.post("/v1/organisations", {"name_fi": "A ry", "identifiers": [written]})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_register__identifier_is_held(api: Api) -> None:
    first = await api.registered("Ensimmäinen ry", identifiers=[{"scheme": "business_id", "value": "0219018-6"}])
    answer = await api.post(
        "/v1/organisations", {"name_fi": "Toinen ry", "identifiers": [{"scheme": "business_id", "value": "02190186"}]}
    )
    assert answer.status_code == 409
    assert answer.json()["code"] == "registry.identifier.held"
    assert "Ensimmäinen ry" in answer.json()["detail"]
    assert answer.json()["errors"][0]["pointer"] == "/identifiers/0"
    assert first["id"] in answer.text


async def test_register__same_identifier_at_once_one_wins(coordinator: House) -> None:
    same = IdentifierBody(scheme=Scheme.BUSINESS_ID, value="0219018-6")
    body = [Register(name_fi=f"Yhdistys {n} ry", identifiers=[same]) for n in range(8)]
    answers = await asyncio.gather(*(coordinator.run(commands.register, each) for each in body), return_exceptions=True)
    assert sum(not isinstance(answer, BaseException) for answer in answers) == 1
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 7
    for each in refused:
        assert [reason.problem.code for reason in each.reasons] == ["registry.identifier.held"]
        assert each.reasons[0].values["holder"].startswith("Yhdistys ")
    assert (await coordinator.said()).count("OrganisationRegistered") == 1


async def test_register__identity_code_is_never_kept(api: Api) -> None:
    answer = await api.post("/v1/organisations", {"name_fi": "Yhdistys ry", "description": "Sihteeri 131052-308T."})
    assert answer.status_code == 422
    assert "131052" not in answer.text


async def test_register__liaison_only_in_own_area(api: Api) -> None:
    liaison = await api.assign("liaison", "area_liaison", "area", "lakeus")
    there = await api.post("/v1/organisations", {"name_fi": "Limingan ry", "home_municipality": "425"}, headers=liaison)
    assert there.status_code == 201
    elsewhere = await api.post("/v1/organisations", {"name_fi": "Oulun ry", "home_municipality": "564"}, headers=liaison)
    assert elsewhere.status_code == 403
    nowhere = await api.post("/v1/organisations", {"name_fi": "Ei missään ry"}, headers=liaison)
    assert nowhere.status_code == 403
