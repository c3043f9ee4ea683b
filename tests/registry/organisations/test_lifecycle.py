"""Rest, end, merger, and the ways back: over HTTP, on the real database."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from tests.registry.conftest import Api

from chassis import clock
from chassis.machine import ActionNotAllowed
from chassis.problems import Refused
from chassis.testing import House
from chassis.values import today
from registry.organisations import commands
from registry.organisations.domain.lifecycle import Status
from registry.organisations.schemas import Dissolve, Merge, Register, WithGrounds
from registry.organisations.tables import Organisation

WHY = {"grounds": "Kokouksen päätös 3 §"}


async def act(api: Api, made: dict[str, Any], verb: str, body: dict[str, Any] | None = None) -> httpx.Response:
    return await api.post(f"/v1/organisations/{made['id']}/{verb}", body)


async def test_pause_and_resume(api: Api) -> None:
    made = await api.registered()
    assert (await act(api, made, "pause", WHY)).json()["status"] == "paused"
    twice = await act(api, made, "pause", WHY)
    assert twice.status_code == 409
    assert twice.json()["state"] == "paused"
    assert "resume" in twice.json()["allowed"]
    assert (await act(api, made, "resume")).json()["status"] == "active"
    assert (await act(api, made, "pause", {"grounds": " "})).status_code == 422
    assert await api.house.said(UUID(made["id"])) == ["OrganisationRegistered", "OrganisationPaused", "OrganisationResumed"]
    history = (await api.get(f"/v1/organisations/{made['id']}/history")).json()["changes"]
    assert [(c["action"], c["after"]) for c in history] == [("resume", "active"), ("pause", "paused")]


async def test_dissolve__at_once_and_back(api: Api) -> None:
    made = await api.registered(founded_on="2001-01-01")
    await act(api, made, "pause", WHY)
    on = today(clock.now()).isoformat()
    ended = await act(api, made, "dissolve", {"dissolved_on": on, **WHY})
    assert (ended.json()["status"], ended.json()["dissolved_on"]) == ("dissolved", on)
    assert (await act(api, made, "report-workforce", {"year": 2020, "person_years": "1", "volunteers": 1})).status_code == 409
    back = await act(api, made, "revert-dissolution", WHY)
    assert (back.json()["status"], back.json()["dissolved_on"]) == ("paused", None)
    said = await api.house.said(UUID(made["id"]))
    assert said[-2:] == ["OrganisationDissolved", "OrganisationDissolutionReverted"]


@pytest.mark.parametrize(("day", "code"), [
    ("1999-12-31", "registry.organisation.founded_after_dissolved"),
    ("2999-01-01", "registry.organisation.dissolved_too_far_ahead"),
])
async def test_dissolve__impossible_day(api: Api, day: str, code: str) -> None:
    made = await api.registered(founded_on="2001-01-01")
    answer = await act(api, made, "dissolve", {"dissolved_on": day, **WHY})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_dissolve__limit_is_a_parameter_of_the_county(api: Api) -> None:
    made = await api.registered()
    in_ten_days = (today(clock.now()) + timedelta(days=10)).isoformat()
    async with api.house.database.sessions() as session:
        await session.execute(text("UPDATE registry.parameter SET value = 5 WHERE name = 'dissolution_ahead_days'"))
        await session.commit()
    answer = await act(api, made, "dissolve", {"dissolved_on": in_ten_days, **WHY})
    async with api.house.database.sessions() as session:
        await session.execute(text("UPDATE registry.parameter SET value = 366 WHERE name = 'dissolution_ahead_days'"))
        await session.commit()
    assert answer.json()["code"] == "registry.organisation.dissolved_too_far_ahead"


async def test_merge__redirects_and_is_found_by_its_name(api: Api) -> None:
    a, b, c = [await api.registered(name) for name in ("Alavieskan Martat ry", "Tyrnävän Martat ry", "Marttapiiri ry")]
    merged = await act(api, c, "merge", {"from_ids": [a["id"], b["id"]], **WHY})
    assert merged.status_code == 200, merged.text
    for one in (a, b):
        moved = await api.get(f"/v1/organisations/{one['id']}")
        assert (moved.status_code, moved.headers["location"]) == (308, f"/v1/organisations/{c['id']}")
        assert moved.headers["cache-control"] == "no-store"
        assert await api.house.said(UUID(one["id"])) == ["OrganisationRegistered", "OrganisationsMerged"]
        state = (await api.house.outbox(UUID(one["id"])))[-1]
        assert f'"successor_id":"{c["id"]}"'.encode() in (state.value or b"")
    refused = await act(api, a, "pause", WHY)
    assert (refused.status_code, refused.json()["code"]) == (409, "registry.organisation.merged_away")
    assert c["id"] in refused.json()["detail"]
    found = (await api.get("/v1/organisations", q="alavieskan martat")).json()["items"]
    assert found[0]["id"] == c["id"]
    listed = (await api.get("/v1/organisations", count="exact")).json()
    assert [o["name"] for o in listed["items"]] == ["Marttapiiri ry"]
    assert len((await api.get("/v1/organisations", status="merged")).json()["items"]) == 2
    assert (await api.get(f"/v1/organisations/{a['id']}/history")).status_code == 200


async def test_merge__chain_leads_to_its_end_and_no_circle_closes(api: Api) -> None:
    a, b, c = [await api.registered(name) for name in ("Aa ry", "Bee ry", "Cee ry")]
    assert (await act(api, b, "merge", {"from_ids": [a["id"]], **WHY})).status_code == 200
    assert (await act(api, c, "merge", {"from_ids": [b["id"]], **WHY})).status_code == 200
    assert (await api.get(f"/v1/organisations/{a['id']}")).headers["location"].endswith(c["id"])
    assert (await api.get("/v1/organisations", q="Aa ry")).json()["items"][0]["id"] == c["id"]
    circle = await act(api, a, "merge", {"from_ids": [c["id"]], **WHY})
    assert circle.status_code == 409
    assert {e["code"] for e in circle.json()["errors"]} == {
        "registry.organisation.merge_cycle", "registry.organisation.merge_into_ended",
    }
    undone = await act(api, b, "undo-merge", WHY)
    assert undone.json()["status"] == "active"
    assert (await api.get("/v1/organisations", q="Aa ry")).json()["items"][0]["id"] == b["id"]
    assert (await api.get(f"/v1/organisations/{a['id']}")).headers["location"].endswith(b["id"])


@pytest.mark.parametrize(("picks", "code"), [
    (["own"], "registry.organisation.merge_into_itself"),
    (["other", "other"], "registry.organisation.merge_of_nothing"),
])
async def test_merge__nonsense(api: Api, picks: list[str], code: str) -> None:
    own, other = await api.registered("Oma ry"), await api.registered("Muu ry")
    ids = {"own": own["id"], "other": other["id"]}
    answer = await act(api, own, "merge", {"from_ids": [ids[pick] for pick in picks], **WHY})
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["pointer"]) == (422, code, "/from_ids")
    unknown = await act(api, own, "merge", {"from_ids": ["01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01"], **WHY})
    assert unknown.status_code == 404


async def test_merge__crosswise_at_once_one_wins(coordinator: House) -> None:
    a, b = [await coordinator.run(commands.register, Register(name_fi=name)) for name in ("Aa ry", "Bee ry")]
    results = await asyncio.gather(
        coordinator.run(commands.merge, a.id, Merge(from_ids=[b.id], grounds="x")),
        coordinator.run(commands.merge, b.id, Merge(from_ids=[a.id], grounds="x")),
        return_exceptions=True,
    )
    assert sorted(isinstance(result, Organisation) for result in results) == [False, True]
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert (await coordinator.said()).count("OrganisationsMerged") == 1


async def test_undo_merge__window_and_what_it_was_before(coordinator: House) -> None:
    a, b = [await coordinator.run(commands.register, Register(name_fi=name)) for name in ("Aa ry", "Bee ry")]
    await coordinator.run(commands.pause, a.id, WithGrounds(grounds="tauko"))
    await coordinator.run(commands.merge, b.id, Merge(from_ids=[a.id], grounds="fuusio"))
    late = replace(coordinator, clock=lambda: clock.now() + timedelta(days=91))
    with pytest.raises(Refused, match="undo_too_late"):
        await late.run(commands.undo_merge, a.id, WithGrounds(grounds="x"))
    in_time = replace(coordinator, clock=lambda: clock.now() + timedelta(days=89))
    undone = await in_time.run(commands.undo_merge, a.id, WithGrounds(grounds="sopimus purettiin"))
    assert (undone.status, undone.successor_id, undone.status_before) == (Status.PAUSED, None, None)
    with pytest.raises(ActionNotAllowed):
        await coordinator.run(commands.undo_merge, a.id, WithGrounds(grounds="x"))


async def test_dissolve__ten_at_once_one_counts(coordinator: House) -> None:
    made = await coordinator.run(commands.register, Register(name_fi="Yhdistys ry"))
    body = Dissolve(dissolved_on=date(2026, 1, 1), grounds="x")
    results = await asyncio.gather(*(coordinator.run(commands.dissolve, made.id, body) for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(result, Organisation) for result in results) == 1
    assert sum(isinstance(result, ActionNotAllowed) for result in results) == 9
    assert (await coordinator.said(made.id)).count("OrganisationDissolved") == 1


@pytest.mark.parametrize("verb", ["pause", "resume", "dissolve", "revert-dissolution", "merge", "undo-merge", "assess-non-profit", "evaluate-sote"])
async def test_representative_may_not_end_or_judge(api: Api, verb: str) -> None:
    made = await api.registered()
    own = await api.assign("representative", "representative", "organisation", made["id"])
    body = {
        "dissolve": {"dissolved_on": "2026-01-01", **WHY},
        "merge": {"from_ids": [made["id"]], **WHY},
        "assess-non-profit": {
            "for_common_good": True, "not_for_a_closed_circle": True, "no_private_gain": True, "assessed_on": "2026-01-01", **WHY,
        },
        "resume": None,
        "evaluate-sote": None,
    }.get(verb, WHY)
    assert (await api.post(f"/v1/organisations/{made['id']}/{verb}", body, headers=own)).status_code == 403
