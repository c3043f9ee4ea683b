"""An unregistered group is erased: over HTTP, on the real database; and no word of it is left in any table."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.registry.conftest import Api, Calendar
from tests.registry.erasures.conftest import Everywhere

from chassis import clock
from chassis.dispatcher import Result
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.testing import House
from chassis.values import today
from registry.imports import commands as imports
from registry.imports.domain.job import Mode
from registry.imports.schemas import Confirm
from registry.main import SERVICE
from registry.people.commands import assignments
from registry.people.domain.representation import Capacity
from registry.people.domain.role_types import ScopeKind
from registry.people.handlers import LISTENER
from registry.people.schemas import Assign

WHY = {"grounds": "Ryhmän pyyntö"}
WORD = "Aatamilanmäe"
GROUP = {
    "kind": "organisation", "legal_form": "unregistered_group", "name_fi": f"{WORD}n talkooporukka", "name_sv": f"{WORD}s talkogäng",
    "description": f"{WORD}n naapurit", "website": f"https://{WORD.lower()}.example", "locality": WORD, "home_municipality": "564",
}


async def group(api: Api) -> dict[str, Any]:
    return await api.registered(**{"name": GROUP["name_fi"], **{name: value for name, value in GROUP.items() if name != "name_fi"}})


async def erased(api: Api, made: dict[str, Any], **others: Any) -> Any:
    return await api.post(f"/v1/organisations/{made['id']}/erase", WHY, **others)


async def described(api: Api) -> dict[str, Any]:
    """A group about which all has been said that can be."""
    made = await group(api)
    id, keyed = made["id"], {"headers": {**api.coordinator, "idempotency-key": "1"}}
    renamed = await api.http.patch(
        f"/v1/organisations/{id}", json={"name_fi": f"{WORD}n uusi porukka"}, headers={**api.coordinator, "if-match": made["etag"]}
    )
    assert renamed.status_code == 200
    await api.post(f"/v1/organisations/{id}/report-workforce", {"year": 2025, "person_years": "0.0", "volunteers": 7})
    assessed = {
        "for_common_good": True, "not_for_a_closed_circle": True, "no_private_gain": True, "assessed_on": "2026-02-01",
        "grounds": f"{WORD}n toiminta",
    }
    assert (await api.post(f"/v1/organisations/{id}/assess-non-profit", assessed)).status_code == 200
    assert (await api.post(f"/v1/organisations/{id}/pause", {"grounds": "Porukka lepää"}, **keyed)).status_code == 200
    assert (await api.post(f"/v1/organisations/{id}/resume")).status_code == 200
    return made


async def test_erase__nothing_is_left_but_that_it_was(api: Api, everywhere: Everywhere) -> None:
    made = await described(api)
    before = await everywhere.has(WORD)
    assert {f"registry.{table}" for table in ("organisation", "name", "search_entry", "outbox", "non_profit_assessment")} < set(before)
    assert any(table.startswith("registry.idempotency_") for table in before)
    answer = await erased(api, made)
    assert answer.status_code == 200, answer.text
    assert (answer.json().keys(), answer.json()["id"]) == ({"id", "erased_at"}, made["id"])
    assert await everywhere.has(WORD) == ["registry.audit"]  # grounds that an officer wrote: the log of who did what and why is whole
    assert (await everywhere.has("talko"), await everywhere.has("lepää")) == ([], ["registry.audit"])
    for path in ("", "/history", "/sources", "/workforce"):
        gone = await api.get(f"/v1/organisations/{made['id']}{path}")
        assert (gone.status_code, gone.json()["code"]) == (410, "registry.organisation.erased")
    for language, words in {"fi": "Ryhmän tiedot on poistettu", "sv": "raderades", "en": "erased on"}.items():
        said = await api.http.get(f"/v1/organisations/{made['id']}", headers={**api.anybody, "accept-language": language})
        assert words in said.json()["detail"]
    assert (await api.get("/v1/organisations", q="talkooporukka")).json()["items"] == []
    assert (await api.post(f"/v1/organisations/{made['id']}/pause", WHY)).status_code == 404


async def test_erase__events_end_with_a_null(api: Api) -> None:
    made = await group(api)
    assert (await erased(api, made)).status_code == 200
    said = await api.house.outbox(UUID(made["id"]))
    assert [(r.topic.removeprefix("registry.organisation"), r.sequence, r.value is None) for r in said] == [
        ("", 1, True), (".state", 1, True), ("", 2, False), ("", 3, False), (".state", 3, True),
    ]
    assert [(r.type or "").split(".")[3] for r in said[2:4]] == ["OrganisationDissolved", "OrganisationErased"]
    assert json.loads(said[3].value or b"") == {"organisation_id": made["id"]}
    assert "Ryhmän pyyntö" not in str([r.value for r in said])


async def test_erase__of_one_that_ended_says_no_second_end(api: Api) -> None:
    made = await group(api)
    await api.post(f"/v1/organisations/{made['id']}/dissolve", {"dissolved_on": "2026-01-31", **WHY})
    assert (await erased(api, made)).status_code == 200
    assert (await api.house.said(UUID(made["id"])))[1:] == ["OrganisationDissolved", "OrganisationErased"]


async def test_erase__twice_and_at_once_is_once(api: Api) -> None:
    made = await group(api)
    answers = await asyncio.gather(*(erased(api, made) for _ in range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert len({answer.json()["erased_at"] for answer in answers}) == 1
    assert (await api.house.said(UUID(made["id"]))).count("OrganisationErased") == 1


async def test_erase__the_first_answer_of_before_is_given_without_content(api: Api) -> None:
    """Who tries a registration again under its key does not bring the group back."""
    keyed = {"headers": {**api.coordinator, "idempotency-key": "register"}}
    first = await api.post("/v1/organisations", GROUP, **keyed)
    assert (await erased(api, first.json())).status_code == 200
    again = await api.post("/v1/organisations", GROUP, **keyed)
    assert (again.status_code, again.json(), again.headers["idempotency-replayed"]) == (201, {}, "true")
    assert (await api.get("/v1/organisations")).json()["items"] == []


async def test_erase__if_match(api: Api) -> None:
    made = await group(api)
    await api.post(f"/v1/organisations/{made['id']}/pause", WHY)
    stale = await erased(api, made, headers={**api.coordinator, "if-match": made["etag"]})
    assert stale.status_code == 412
    assert (await erased(api, made, headers={**api.coordinator, "if-match": '"2"'})).status_code == 200


@pytest.mark.parametrize("form", ["association", "foundation", "network", "unknown"])
async def test_erase__only_an_unregistered_group(api: Api, form: str) -> None:
    refused = await erased(api, await api.registered(legal_form=form))
    assert (refused.status_code, refused.json()["code"]) == (409, "registry.erasure.registered")
    assert form in refused.json()["detail"]


async def test_erase__only_the_coordinator(api: Api) -> None:
    made = await group(api)
    liaison = await api.assign("liaison", "area_liaison", "area", "oulu")
    mine = await api.assign("representative", "representative", "organisation", made["id"])
    for headers in (liaison, mine, api.anybody):
        assert (await erased(api, made, headers=headers)).status_code == 403
    assert (await erased(api, {"id": str(new_id())})).status_code == 404
    assert (await erased(api, made)).status_code == 200
    assert (await erased(api, made, headers=liaison)).status_code == 403


async def test_erase__merged_away_leaves_the_successor_without_its_names(api: Api, everywhere: Everywhere) -> None:
    one, made = await api.registered("Suuri ry"), await described(api)
    await api.post(f"/v1/organisations/{one['id']}/merge", {"from_ids": [made["id"]], **WHY})
    found = (await api.get("/v1/organisations", q="talkooporukka")).json()["items"]
    assert [item["id"] for item in found] == [one["id"]]
    assert (await erased(api, made)).status_code == 200
    assert (await api.get("/v1/organisations", q="talkooporukka")).json()["items"] == []
    assert [item["id"] for item in (await api.get("/v1/organisations", q="suuri")).json()["items"]] == [one["id"]]
    assert await everywhere.has("talko") == []
    assert (await api.post(f"/v1/organisations/{made['id']}/undo-merge", WHY)).status_code == 404


async def test_erase__others_became_part_of_it(api: Api) -> None:
    made, part = await group(api), await api.registered("Osa ry")
    await api.post(f"/v1/organisations/{made['id']}/merge", {"from_ids": [part["id"]], **WHY})
    refused = await erased(api, made)
    assert (refused.status_code, refused.json()["code"]) == (409, "registry.erasure.has_parts")
    await api.post(f"/v1/organisations/{part['id']}/undo-merge", WHY)
    assert (await erased(api, made)).status_code == 200


async def test_erase__all_reasons_at_once(api: Api) -> None:
    made, part = await api.registered("Iso ry", legal_form="association"), await api.registered("Osa ry")
    await api.post(f"/v1/organisations/{made['id']}/merge", {"from_ids": [part["id"]], **WHY})
    refused = await erased(api, made)
    assert [each["code"] for each in refused.json()["errors"]] == ["registry.erasure.registered", "registry.erasure.has_parts"]


async def test_erase__what_imports_said_of_it(api: Api, coordinator: House, everywhere: Everywhere, calendar: Calendar) -> None:
    """A row of a source that may be the group is decided first; then the row's account goes with the group."""
    made = await group(api)
    row = json.dumps([{"id": "", "name": GROUP["name_fi"]}]).encode()
    await coordinator.run(imports.start, "fi-transparency-register", Mode.APPLY, {"organisations.json": row}, today(clock.now()))
    await calendar.worker(coordinator)
    refused = await erased(api, made)
    assert (refused.status_code, refused.json()["code"]) == (409, "registry.erasure.undecided")
    async with api.house.database.sessions() as session:
        pair = (await session.execute(text("SELECT id FROM registry.duplicate"))).scalar_one()
    await coordinator.run(imports.confirm, pair, Confirm(grounds="Sama"))
    assert "registry.import_row" in await everywhere.has(WORD)
    assert (await erased(api, made)).status_code == 200
    assert await everywhere.has(WORD) == []


async def test_erase__roles_end_and_words_about_them_go(api: Api, coordinator: House, everywhere: Everywhere) -> None:
    made = await group(api)
    given = await coordinator.run(assignments.assign, Assign(
        subject=new_id(), role="representative", scope_kind=ScopeKind.ORGANISATION, scope_id=made["id"], duties=f"{WORD}n asiat"
    ))
    asking = api.as_("professional", "professional")
    asked = {"organisation_id": made["id"], "capacity": Capacity.VOLUNTEER.value, "grounds": f"Olen {WORD}ltä"}
    assert (await api.post("/v1/representation-requests", asked, headers=asking)).status_code == 201
    assert (await erased(api, made)).status_code == 200
    assert await everywhere.has(WORD) == []
    hearing = Hearing("registry", LISTENER, api.house.database, SERVICE.house, "pohde")
    said = [record for record in await api.house.outbox(UUID(made["id"])) if record.topic == "registry.organisation"]
    assert [await hearing.hear(record) for record in said] == [Result.ERASED, Result.APPLIED, Result.UNKNOWN]
    async with api.house.database.sessions() as session:
        ended = await session.execute(text("SELECT status FROM registry.role_assignment WHERE id = :id"), {"id": given.id})
        assert ended.scalar_one() == "ended"


async def test_erase__an_end_that_was_to_come(api: Api, calendar: Calendar) -> None:
    """Its timer finds nothing to do."""
    made = await group(api)
    day = today(clock.now()).replace(day=1).replace(year=clock.now().year + 1)
    await api.post(f"/v1/organisations/{made['id']}/dissolve", {"dissolved_on": day.isoformat(), **WHY})
    assert (await erased(api, made)).status_code == 200
    calendar.at(clock.later(clock.now(), 400 * 86400))
    assert await calendar.worker(api.house) == 1
    async with api.house.database.sessions() as session:
        assert (await session.execute(text("SELECT count(*) FROM registry.timer"))).scalar_one() == 0
    assert (await api.house.said(UUID(made["id"])))[-1] == "OrganisationErased"
