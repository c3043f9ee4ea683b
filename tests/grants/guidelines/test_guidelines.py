"""Guidelines: drafted, edited, published under the next number; criteria, authors, co-planning; never changed afterwards."""

import asyncio
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.grants import some
from tests.grants.desk import Desk, codes, pointers

from chassis.database import plain_url
from chassis.problems import NOT_ALLOWED, Refused
from chassis.testing import House, Parts, address
from chassis.values import today
from grants.guidelines import commands, queries
from grants.guidelines.domain import Status
from grants.guidelines.schemas import DraftGuideline
from grants.guidelines.tables import Guideline

BODIES = [{"kind": "county", "name": "Hyvinvointialue"}, {"kind": "municipality", "id": "564", "name": "Oulu"}, {"kind": "organisation", "name": "Neuvottelukunta"}]


def draft(house: House, **others: Any) -> dict[str, Any]:
    """A body that can be published today."""
    day = today(house.now())
    return {
        "kind": "operating",
        "title": {"fi": "Toiminta-avustuksen ohje"},
        "council_term": some.TERM,
        "valid_from": day.isoformat(),
        "criteria": [{"code": code, "weight": 20, "text": "Miten?"} for code in some.MANDATORY],
        "parameters": some.parameters().model_dump(mode="json"),
        "authors": BODIES,
        "co_planning": [{"on": day.isoformat(), "what": "Työpaja", "organisations": ["Oulun Omaiset ry"], "outcome": "Sovittiin."}],
        **others,
    }


async def published(desk: Desk, **others: Any) -> dict[str, Any]:
    made = await desk.made("guidelines", draft(desk.house, **others))
    answer = await desk.post(f"guidelines/{made['id']}/publish", etag=made["etag"])
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_publish_guideline__next_number_of_its_kind(desk: Desk) -> None:
    first = await published(desk)
    second = await published(desk, title={"fi": "Toinen", "sv": "Andra"})
    other = await published(desk, kind="partnership", criteria=[{"code": c, "weight": 1, "text": "?"} for c in (*some.MANDATORY, "cofunded")])
    assert [each["number"] for each in (first, second, other)] == [1, 2, 1]
    assert await desk.house.said() == ["GuidelinePublished"] * 3
    told = [record for record in await desk.house.outbox(second["id"]) if record.topic == "grants.guideline"]
    assert b'"number":2' in (told[0].value or b"")
    listed = (await desk.get("guidelines", kind="operating", status="published")).json()["items"]
    assert [each["number"] for each in listed] == [1, 2]


async def test_publish_guideline__all_reasons_at_once(desk: Desk) -> None:
    body = draft(
        desk.house, valid_from="2024-01-01", authors=[BODIES[0]], co_planning=[], criteria=[{"code": "prevention", "weight": 1, "text": "?"}]
    )
    made = await desk.made("guidelines", body)
    answer = await desk.post(f"guidelines/{made['id']}/publish", etag=made["etag"])
    assert answer.status_code == 422
    said = [(one["code"].rpartition(".")[2], one["pointer"]) for one in answer.json()["errors"]]
    assert said.count(("criterion_mandatory", "/criteria")) == 5
    assert said.count(("author_missing", "/authors")) == 2
    assert {("valid_from_past", "/valid_from"), ("outside_term", "/valid_from"), ("co_planning_missing", "/co_planning")} <= set(said)
    assert await desk.house.said() == []


async def test_publish_guideline__planned_in_the_future(desk: Desk) -> None:
    planned = [{"on": "2099-01-01", "what": "Työpaja", "organisations": ["X ry"], "outcome": "?"}]
    made = await desk.made("guidelines", draft(desk.house, co_planning=planned))
    answer = await desk.post(f"guidelines/{made['id']}/publish", etag=made["etag"])
    assert pointers(answer) == {"/co_planning/0/on": "co_planning_to_come"}


async def test_draft_guideline__what_cannot_be_written_down(desk: Desk) -> None:
    criteria = [{"code": code, "weight": 1, "text": "?"} for code in ("nonsense", "prevention", "prevention")]
    answer = await desk.post("guidelines", draft(desk.house, criteria=criteria, council_term="municipal-2025"))
    assert pointers(answer) == {"/criteria/0/code": "criterion_unknown", "/criteria": "criterion_twice", "/council_term": "term_unknown"}
    assert codes(await desk.post("guidelines", draft(desk.house, kind="rescue"))) == {"unknown"}


@pytest.mark.parametrize(("name", "value"), [
    ("legal_forms", []), ("legal_forms", ["club"]), ("least_service_areas", 0), ("least_service_areas", 7), ("completion_days", 0),
    ("review_days", 13), ("appeal_days", 29), ("most_partners", -1), ("reminder_days", 31), ("conditions", ["Not A Code"]),
    ("review_body", None), ("points_to_euro", 3),
])
async def test_draft_guideline__parameters_are_closed_and_sane(desk: Desk, name: str, value: Any) -> None:
    parameters = some.parameters().model_dump(mode="json") | {name: value}
    answer = await desk.post("guidelines", draft(desk.house, parameters=parameters))
    assert answer.status_code == 422
    assert all(one["pointer"].startswith(f"/parameters/{name}") for one in answer.json()["errors"])


async def test_draft_guideline__no_identity_codes(desk: Desk) -> None:
    answer = await desk.post("guidelines", draft(desk.house, authors=[{"kind": "county", "name": "Meikäläinen 131052-308T"}]))
    assert codes(answer) == {"identity_code"}
    assert "131052-308T" not in answer.text


async def test_edit_guideline__what_is_not_sent_stays(desk: Desk) -> None:
    made = await desk.made("guidelines", draft(desk.house))
    answer = await desk.patch(f"guidelines/{made['id']}", {"title": {"fi": "Uusi"}, "purposes": ["ihimiset"]}, made["etag"])
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert (changed["title"]["fi"], changed["purposes"], changed["version"]) == ("Uusi", ["ihimiset"], 2)
    same = {"criteria", "parameters", "authors", "co_planning", "valid_from", "council_term", "kind"}
    assert {name: changed[name] for name in same} == {name: made[name] for name in same}
    assert (await desk.patch(f"guidelines/{made['id']}", {"title": None}, answer.headers["etag"])).status_code == 422
    assert (await desk.patch(f"guidelines/{made['id']}", {"kind": "partnership"}, answer.headers["etag"])).status_code == 422
    assert (await desk.patch(f"guidelines/{made['id']}", {"title": {"fi": "X"}}, made["etag"])).status_code == 412
    assert (await desk.patch(f"guidelines/{made['id']}", {"title": {"fi": "X"}}, None)).status_code == 428


async def test_published_guideline__never_changes(desk: Desk, parts: Parts, grants_database: str) -> None:
    done = await published(desk)
    answer = await desk.patch(f"guidelines/{done['id']}", {"title": {"fi": "Toinen"}}, f'"{done["version"]}"')
    assert (answer.status_code, answer.json()["code"]) == (409, "chassis.wrong_state")
    answer = await desk.post(f"guidelines/{done['id']}/publish", etag=f'"{done["version"]}"')
    assert (answer.status_code, answer.json()["state"]) == (409, "published")
    async with desk.house.database.sessions() as session:
        with pytest.raises(DBAPIError, match="never changes"):
            await session.execute(text("UPDATE grants.guideline SET title = '{}'"))
    owner = await asyncpg.connect(plain_url(address(parts.admin, grants_database, "grants", "owner")))
    try:
        with pytest.raises(asyncpg.RestrictViolationError):
            await owner.execute("DELETE FROM grants.guideline")
    finally:
        await owner.close()


async def test_draft_guideline__only_its_writers_see_it(desk: Desk) -> None:
    made = await desk.made("guidelines", draft(desk.house))
    for who in ("stranger", "finance", "representative"):
        assert (await desk.get(f"guidelines/{made['id']}", who=who)).status_code == 404
        assert (await desk.get("guidelines", who=who)).json()["items"] == []
        assert (await desk.post("guidelines", draft(desk.house), who=who)).status_code == 403
        assert (await desk.post(f"guidelines/{made['id']}/publish", etag=made["etag"], who=who)).status_code == 404
    await desk.post(f"guidelines/{made['id']}/publish", etag=made["etag"])
    assert (await desk.get(f"guidelines/{made['id']}", who="stranger")).json()["number"] == 1
    assert (await desk.post(f"guidelines/{made['id']}/publish", etag=made["etag"], who="stranger")).status_code == 403
    assert (await desk.post(f"guidelines/{made['id']}/publish")).status_code == 428


async def test_publish_guideline__twenty_at_once_without_gaps(desk: Desk) -> None:
    made = [await desk.made("guidelines", draft(desk.house)) for _ in range(20)]
    answers = await asyncio.gather(*(desk.post(f"guidelines/{one['id']}/publish", etag=one["etag"]) for one in made))
    assert [answer.status_code for answer in answers] == [200] * 20
    assert sorted(answer.json()["number"] for answer in answers) == list(range(1, 21))


async def test_publish_guideline__twice_at_once(desk: Desk) -> None:
    made = await desk.made("guidelines", draft(desk.house))
    answers = await asyncio.gather(*(desk.post(f"guidelines/{made['id']}/publish", etag=made["etag"]) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412]
    assert await desk.house.said() == ["GuidelinePublished"]


async def test_in_force__the_last_that_came_into_force(desk: Desk) -> None:
    house = some.coordinator(desk.house)
    day = today(house.now())
    first = await published(desk)
    later = await published(desk, valid_from=day.replace(year=day.year + 1).isoformat())
    second = await published(desk)

    async def number(on: Any) -> int | None:
        found = await house.read(queries.in_force, "operating", on)
        return None if found is None else found.number

    assert (first["number"], later["number"], second["number"]) == (1, 2, 3)
    assert await number(day) == 3
    assert await number(day.replace(year=day.year + 1)) == 2
    assert await number(day.replace(year=day.year - 1)) is None
    assert await house.read(queries.in_force, "partnership", day) is None


async def test_commands__not_everybody(grants: House) -> None:
    await some.council_terms(grants)
    with pytest.raises(Refused, match=NOT_ALLOWED.code):
        await some.finance(grants).run(commands.draft_guideline, DraftGuideline.model_validate(draft(grants)))


async def test_some__a_guideline_is_what_the_command_makes(desk: Desk) -> None:
    """The builder of other tests writes the same columns."""
    made = await published(desk)
    written = await some.guideline(desk.house, number=2)
    async with desk.house.database.sessions() as session:
        real = await session.get_one(Guideline, made["id"])
        assert {c for c in real.model_dump() if getattr(real, c) is None} == {c for c in written.model_dump() if getattr(written, c) is None}
    assert (real.status, real.sequence, type(real.parameters)) == (Status.PUBLISHED, written.sequence, type(written.parameters))
    assert queries.parameters_of(written) == some.parameters()


async def test_list_guidelines__csv(desk: Desk) -> None:
    await published(desk)
    lines = (await desk.get("guidelines", format="csv")).text.splitlines()
    assert len(lines) == 2
    assert "parameters.review_days" in lines[0]
