"""Calls are drafted, edited and announced; why not, with every reason at once; two of a kind do not overlap by accident."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.grants import some
from tests.grants.calls.conftest import CLOSES, NOON, OPENS, SECOND, Office
from tests.grants.desk import codes, pointers


async def test_draft_call__as_it_was_sent(office: Office) -> None:
    made = await office.drafted()
    assert (made["status"], made["open"], made["guideline_number"], made["version"]) == ("draft", False, None, 1)
    assert (made["form_schema"], made["attachments"][0]["code"]) == (some.FORM, "rules")
    assert (made["opens"], made["closes"]) == ("11.1.2027 klo 8.00", "26.2.2027 klo 12.00")
    assert made["appropriation_id"] == str(office.appropriation.id)
    assert await office.desk.house.outbox() == await office.desk.house.outbox(office.guideline.id)


async def test_draft_call__a_partnership_grant_is_negotiated(office: Office) -> None:
    """GRP-02: refused with the way that does exist, and who opens it."""
    answer = await office.desk.post("calls", office.draft(kind="partnership"))
    assert answer.status_code == 422
    assert pointers(answer)["/kind"] == "negotiated"
    (why,) = (one["detail"] for one in answer.json()["errors"] if one["pointer"] == "/kind")
    assert "neuvottelu" in why.lower()
    assert "järjestökoordinaattori" in why


async def test_draft_call__all_reasons_at_once(office: Office) -> None:
    twice = [some.ATTACHMENTS[0], some.ATTACHMENTS[0]]
    wrong = office.draft(
        year=2030, guideline_id=str(office.appropriation.id), closes_at=OPENS, attachments=twice, form_schema={"type": "array"}
    )
    answer = await office.desk.post("calls", wrong)
    assert answer.status_code == 422
    assert pointers(answer) == {
        "/closes_at": "window_order", "/guideline_id": "guideline_unknown", "/year": "appropriation_missing",
        "/attachments/1/code": "attachment_twice", "/form_schema/type": "form_malformed",
    }
    assert codes(await office.desk.post("calls", office.draft(kind="rescue"))) == {"kind_unknown", "guideline_of_another_kind"}


@pytest.mark.parametrize("body", [
    {"opens_at": "2027-01-11T08:00:00"}, {"opens_at": "0001-01-01T00:00:00Z"}, {"closes_at": "9999-12-31T23:59:59-12:00"}, {"year": 2022},
    {"title": {"sv": "Utan finska"}}, {"case_number": "PPH 2027"}, {"case_number": ""}, {"status": "open"}, {"last_case": 3},
    {"attachments": [{"code": "Säännöt", "names": {"fi": "Säännöt"}}]}, {"overlaps_because": ""},
    {"form_schema": {"type": "object", "title": "131052-308T"}}, {"form_schema": {"type": "object", "title": "\0"}},
])
async def test_draft_call__bodies(office: Office, body: dict[str, Any]) -> None:
    answer = await office.desk.post("calls", office.draft(**body))
    assert answer.status_code == 422, answer.text
    assert "131052-308T" not in answer.text


async def test_publish_call__all_reasons_at_once(office: Office) -> None:
    other = await office.published(case_number="PPH/2027/1")
    draft = await some.guideline(office.house, number=2, kind="partnership")
    made = await office.drafted(opens_at=OPENS, closes_at=OPENS + SECOND)
    await office.desk.api.execute("UPDATE grants.call SET guideline_id = :id WHERE id = :call", id=draft.id, call=made["id"])
    office.calendar.at(OPENS + 2 * SECOND)
    answer = await office.desk.post(f"calls/{made['id']}/publish", etag=made["etag"])
    assert answer.status_code == 422
    assert pointers(answer) == {
        "/guideline_id": "guideline_of_another_kind", "/closes_at": "window_over", "/overlaps_because": "window_overlaps",
    }
    (why,) = (one["detail"] for one in answer.json()["errors"] if one["pointer"] == "/overlaps_because")
    assert other["title"]["fi"] in why
    assert "11.1.2027 klo 8.00" in why


async def test_publish_call__the_guideline_in_force_when_it_opens(office: Office) -> None:
    desk = office.desk
    later = await some.guideline(office.house, number=2)
    made = await office.drafted()
    refused = await desk.post(f"calls/{made['id']}/publish", etag=made["etag"])
    assert pointers(refused) == {"/guideline_id": "guideline_not_in_force"}
    changed = await desk.patch(f"calls/{made['id']}", {"guideline_id": str(later.id)}, made["etag"])
    done = await desk.post(f"calls/{made['id']}/publish", etag=changed.headers["etag"])
    assert (done.status_code, done.json()["guideline_number"]) == (200, 2)


async def test_publish_call__not_by_a_draft_of_a_guideline(office: Office) -> None:
    body = {
        "kind": "operating", "title": {"fi": "Ohje"}, "council_term": some.TERM, "valid_from": "2027-01-04",
        "parameters": some.parameters().model_dump(mode="json"),
    }
    draft = await office.desk.made("guidelines", body)
    made = await office.drafted(guideline_id=draft["id"])
    assert pointers(await office.desk.post(f"calls/{made['id']}/publish", etag=made["etag"])) == {"/guideline_id": "guideline_draft"}


async def test_edit_call__only_drafts(office: Office) -> None:
    desk, made = office.desk, await office.drafted(overlaps_because="Erityishaku")
    answer = await desk.patch(f"calls/{made['id']}", {"closes_at": CLOSES.replace(day=25).isoformat(), "overlaps_because": None}, made["etag"])
    assert answer.status_code == 200, answer.text
    assert (answer.json()["closes"], answer.json()["overlaps_because"], answer.json()["form_schema"]) == ("25.2.2027 klo 12.00", None, some.FORM)
    wrong = await desk.patch(f"calls/{made['id']}", {"closes_at": OPENS.isoformat(), "year": 2030}, answer.headers["etag"])
    assert pointers(wrong) == {"/closes_at": "window_order", "/year": "appropriation_missing"}
    assert (await desk.patch(f"calls/{made['id']}", {"title": None}, answer.headers["etag"])).status_code == 422
    assert (await desk.patch(f"calls/{made['id']}", {"title": {"fi": "X"}}, made["etag"])).status_code == 412
    done = await desk.post(f"calls/{made['id']}/publish", etag=answer.headers["etag"])
    late = await desk.patch(f"calls/{made['id']}", {"title": {"fi": "X"}}, done.headers["etag"])
    assert (late.status_code, late.json()["state"], late.json()["allowed"]) == (409, "published", ["cancel", "open"])
    assert (await desk.post(f"calls/{made['id']}/publish")).status_code == 428


async def test_draft_call__only_its_writers_see_it(office: Office) -> None:
    desk, made = office.desk, await office.drafted()
    for who in ("stranger", "finance", "decider"):
        assert (await desk.get(f"calls/{made['id']}", who=who)).status_code == 404
        assert (await desk.get("calls", who=who)).json()["items"] == []
        assert (await desk.post("calls", office.draft(), who=who)).status_code == 403
        assert (await desk.post(f"calls/{made['id']}/publish", etag=made["etag"], who=who)).status_code == 404
        assert (await desk.patch(f"calls/{made['id']}", {"year": 2027}, made["etag"], who=who)).status_code == 404
    done = await desk.post(f"calls/{made['id']}/publish", etag=made["etag"])
    assert (await desk.get(f"calls/{made['id']}", who="stranger")).status_code == 200
    cancelled = await desk.post(f"calls/{made['id']}/cancel", {"grounds": "x"}, etag=done.headers["etag"], who="stranger")
    assert cancelled.status_code == 403


async def test_case_number__one_call(office: Office) -> None:
    made = await office.drafted()
    answer = await office.desk.post("calls", office.draft())
    assert (answer.status_code, codes(answer)) == (409, {"case_number_taken"})
    done = await office.desk.post(f"calls/{made['id']}/publish", etag=made["etag"])
    await office.desk.post(f"calls/{made['id']}/cancel", {"grounds": "Siirretään"}, etag=done.headers["etag"])
    assert (await office.desk.post("calls", office.draft())).status_code == 201


# --- overlap: G18

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("opens", "closes", "overlaps"), [
    (OPENS, CLOSES, True), (OPENS - HOUR, CLOSES + HOUR, True), (OPENS + HOUR, CLOSES - HOUR, True), (CLOSES - SECOND, CLOSES + HOUR, True),
    (OPENS - HOUR, OPENS + SECOND, True), (CLOSES, CLOSES + HOUR, False), (OPENS - HOUR, OPENS, False), (CLOSES + HOUR, CLOSES + 2 * HOUR, False),
])
@pytest.mark.parametrize("mirrored", [False, True])
async def test_overlap__symmetric_and_half_open(office: Office, opens: datetime, closes: datetime, overlaps: bool, mirrored: bool) -> None:
    """Whichever was announced first: windows that touch share no moment."""
    windows = [{"opens_at": OPENS, "closes_at": CLOSES}, {"opens_at": opens, "closes_at": closes}]
    first, second = reversed(windows) if mirrored else windows
    await office.published(case_number="PPH/2027/1", **first)
    made = await office.drafted(**second)
    answer = await office.desk.post(f"calls/{made['id']}/publish", etag=made["etag"])
    assert (answer.status_code, codes(answer) if overlaps else set()) == ((409, {"window_overlaps"}) if overlaps else (200, set()))


@pytest.mark.parametrize("allowed_first", [False, True])
async def test_overlap__may_be_meant(office: Office, allowed_first: bool) -> None:
    """What is said of either of the two lets both be, in any order."""
    why: list[dict[str, Any]] = [{"overlaps_because": "Erityishaku nuorille"}, {}]
    first, second = why if allowed_first else reversed(why)
    await office.published(case_number="PPH/2027/1", **first)
    await office.published(**second)
    third = await office.drafted(case_number="PPH/2027/3")
    assert codes(await office.desk.post(f"calls/{third['id']}/publish", etag=third["etag"])) == {"window_overlaps"}


async def test_overlap__drafts_and_cancelled_ones_are_no_calls(office: Office) -> None:
    await office.drafted(case_number="PPH/2027/1")
    gone = await office.published(case_number="PPH/2027/2")
    await office.desk.post(f"calls/{gone['id']}/cancel", {"grounds": "Siirretään"})
    await office.published()


async def test_overlap__two_published_at_once(office: Office) -> None:
    """Exactly one wins, ten times."""
    for year in range(2031, 2041):
        await some.appropriation(office.house, year=year)
        window = {"opens_at": datetime(year, 1, 1, tzinfo=UTC), "closes_at": datetime(year, 3, 1, tzinfo=UTC), "year": year}
        made = [await office.drafted(case_number=f"PPH/{year}/{n}", **window) for n in (1, 2)]
        answers = await asyncio.gather(*(office.desk.post(f"calls/{one['id']}/publish", etag=one["etag"]) for one in made))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        assert {code for answer in answers if answer.status_code == 409 for code in codes(answer)} == {"window_overlaps"}


async def test_overlap__the_database_says_no_too(office: Office) -> None:
    await office.published(case_number="PPH/2027/1")
    made = await office.drafted()
    with pytest.raises(DBAPIError, match="ex_call_window"):
        await office.desk.api.execute("UPDATE grants.call SET status = 'published' WHERE id = :id", id=made["id"])


async def test_list_calls__filters_and_csv(office: Office) -> None:
    desk = office.desk
    one = await office.published()
    await some.appropriation(office.house, year=2028)
    await office.published(
        case_number="PPH/2028/1", year=2028, opens_at=datetime(2028, 1, 1, tzinfo=UTC), closes_at=datetime(2028, 2, 1, tzinfo=UTC)
    )
    office.calendar.at(OPENS)
    assert [c["year"] for c in (await desk.get("calls", who="stranger")).json()["items"]] == [2027, 2028]
    assert [c["year"] for c in (await desk.get("calls", sort="-opens_at")).json()["items"]] == [2028, 2027]
    assert [c["id"] for c in (await desk.get("calls", open=True)).json()["items"]] == [one["id"]]
    assert [c["year"] for c in (await desk.get("calls", open=False)).json()["items"]] == [2028]
    assert len((await desk.get("calls", year=2028, kind="operating", status="published")).json()["items"]) == 1
    assert (await desk.get("calls", status="draft")).json()["items"] == []
    assert (await desk.get("calls", colour="red")).status_code == 422
    lines = (await desk.get("calls", format="csv")).text.splitlines()
    assert len(lines) == 3
    assert {"open", "closes", "title.fi"} <= set(lines[0].split(";"))
    office.calendar.at(NOON)
    assert await desk.api.scalar("SELECT count(*) FROM grants.call") == 2


async def test_raw_sql__windows_are_in_order(office: Office) -> None:
    await office.drafted()
    async with office.desk.house.database.sessions() as session:
        with pytest.raises(DBAPIError, match="ck_call_in_order"):
            await session.execute(text("UPDATE grants.call SET closes_at = opens_at"))


@pytest.mark.parametrize("form", [
    r'{"type": "object", "title": "\ud800"}', r'{"type": "object", "\ud800": 1}', '{"type": "object", "default": 1e400}',
    r'{"type": "object", "title": "\u0000"}', '{"type": "object", "default": NaN}', '{"type": "object", "default": ' + "[" * 150 + "]" * 150 + "}",
])
async def test_draft_call__forms_that_cannot_be_kept(office: Office, form: str) -> None:
    body = json.dumps(office.draft(form_schema="HERE")).replace('"HERE"', form)
    headers = office.desk.who("coordinator") | {"Content-Type": "application/json"}
    answer = await office.desk.api.http.post("/v1/calls", content=body, headers=headers)
    assert answer.status_code in {400, 422}, answer.text
