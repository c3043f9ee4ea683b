"""Minutes: draft, open for remarks until a day, approved; afterwards only corrections. M7."""

from typing import Any

import pytest
from tests.forums import some
from tests.forums.conftest import Calendar
from tests.forums.desk import Desk, pointers
from tests.forums.meetings.made import NOW, scheduled
from tests.forums.meetings.test_agenda import item, published

from chassis.outbox import new_id

HELD = {"attendance": {"organisation": 3}}


@pytest.fixture(autouse=True)
def _then(calendar: Calendar) -> None:
    calendar.at(NOW)


async def held(desk: Desk, calendar: Calendar, **others: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A meeting that was held, with its agenda of an open and a hidden item."""
    made = await scheduled(desk, **others)
    agenda = await published(desk, made, item("Avaus"), item("Salainen", "hidden"))
    calendar.at(some.noon("2027-03-11"))
    return await desk.done(f"meetings/{made['id']}/hold", HELD), agenda


async def written(desk: Desk, meeting: dict[str, Any], agenda: dict[str, Any]) -> dict[str, Any]:
    body = {"items": [{"agenda_item_id": each["id"], "text": f"Käsiteltiin: {each['title']['fi']}"} for each in agenda["items"]]}
    return await desk.done(f"meetings/{meeting['id']}/minutes", body)


async def test_minutes__from_draft_to_approved(desk: Desk, calendar: Calendar) -> None:
    meeting, agenda = await held(desk, calendar)
    made = await written(desk, meeting, agenda)
    path = f"minutes/{made['id']}"
    assert (made["status"], {each["agenda_version"] for each in made["items"]}) == ("draft", {1})
    assert (await desk.get(path, who="stranger")).status_code == 404
    assert (await desk.post(f"{path}/open-for-remarks", {"until": "2027-03-20"}, who="stranger")).status_code == 404
    assert (await desk.post(f"{path}/approve", etag=made["etag"])).status_code == 409
    assert await desk.refused(f"{path}/open-for-remarks", {"until": "2027-03-10"}) == (422, {"remarks_past"})
    opened = await desk.done(f"{path}/open-for-remarks", {"until": "2027-03-20"})
    remarked = await desk.done(f"{path}/remark", {"text": "Päivä on väärä."}, who="stranger")
    assert [each["text"] for each in remarked["remarks"]] == ["Päivä on väärä."]
    answer = await desk.post(f"{path}/approve", etag=opened["etag"])
    assert (answer.status_code, answer.json()["code"]) == (409, "forums.minutes.remarks_open")
    calendar.at(some.noon("2027-03-21"))
    assert await desk.refused(f"{path}/remark", {"text": "Myöhässä."}, who="stranger") == (409, {"remarks_over"})
    assert (await desk.post(f"{path}/approve", etag=opened["etag"], who="stranger")).status_code == 403
    approved = await desk.done(f"{path}/approve", etag=opened["etag"])
    assert approved["status"] == "approved"
    assert (await desk.seen(f"meetings/{meeting['id']}"))["status"] == "minuted"
    assert (await desk.house.said(meeting["id"]))[-1] == "MinutesPublished"


async def approved(desk: Desk, calendar: Calendar) -> dict[str, Any]:
    meeting, agenda = await held(desk, calendar)
    made = await written(desk, meeting, agenda)
    opened = await desk.done(f"minutes/{made['id']}/open-for-remarks", {"until": "2027-03-11"})
    calendar.at(some.noon("2027-03-12"))
    return await desk.done(f"minutes/{made['id']}/approve", etag=opened["etag"])


async def test_approved__never_changed_only_corrected(desk: Desk, calendar: Calendar) -> None:
    made = await approved(desk, calendar)
    path = f"minutes/{made['id']}"
    items = [{"agenda_item_id": made["items"][0]["agenda_item_id"], "text": "Toisin."}]
    assert (await desk.patch(path, {"items": items}, made["etag"])).status_code == 409
    assert (await desk.post(f"{path}/remark", {"text": "x"})).status_code == 409
    assert (await desk.post(f"{path}/correct", {"text": "x"}, who="stranger")).status_code == 403
    shown = await desk.done(f"{path}/correct", {"agenda_item_id": items[0]["agenda_item_id"], "text": "Päivä oli 10.3."})
    assert shown["items"] == made["items"]
    assert [each["text"] for each in shown["corrections"]] == ["Päivä oli 10.3."]
    with pytest.raises(Exception, match="approved minutes are never changed"):
        await desk.api.execute("UPDATE forums.minutes SET items = '[]'")
    for table in ("minutes_entry", "agenda_version"):
        with pytest.raises(Exception, match="permission denied"):
            await desk.api.execute(f"DELETE FROM forums.{table}")


async def test_hidden__neither_items_nor_remarks_nor_corrections(desk: Desk, calendar: Calendar) -> None:
    made = await approved(desk, calendar)
    hidden = made["items"][1]["agenda_item_id"]
    await desk.done(f"minutes/{made['id']}/correct", {"agenda_item_id": hidden, "text": "Salaisen korjaus."})
    seen = await desk.seen(f"minutes/{made['id']}", who="stranger")
    assert ([each["text"] for each in seen["items"]], seen["corrections"]) == (["Käsiteltiin: Avaus"], [])
    assert len((await desk.seen(f"minutes/{made['meeting_id']}"))["corrections"]) == 1


async def test_remark__about_an_item_that_one_sees(desk: Desk, calendar: Calendar) -> None:
    meeting, agenda = await held(desk, calendar)
    made = await written(desk, meeting, agenda)
    await desk.done(f"minutes/{made['id']}/open-for-remarks", {"until": "2027-03-20"})
    path, hidden = f"minutes/{made['id']}/remark", agenda["items"][1]["id"]
    assert await desk.refused(path, {"agenda_item_id": hidden, "text": "x"}, who="stranger") == (422, {"item_unknown"})
    shown = await desk.done(path, {"agenda_item_id": agenda["items"][0]["id"], "text": "Nimi puuttuu."}, who="stranger")
    assert shown["remarks"][0]["person"] == str(some.PEOPLE["stranger"])
    assert (await desk.seen(f"minutes/{made['id']}", who="colleague"))["remarks"][0]["person"] is None
    assert (await desk.seen(f"minutes/{made['id']}"))["remarks"][0]["person"] == str(some.PEOPLE["stranger"])


async def test_others__minutes_of_a_closed_circle(desk: Desk, calendar: Calendar) -> None:
    meeting, agenda = await held(desk, calendar, code=some.COUNCIL)
    made = await written(desk, meeting, agenda)
    await desk.done(f"minutes/{made['id']}/open-for-remarks", {"until": "2027-03-20"})
    assert (await desk.get(f"minutes/{made['id']}", who="stranger")).status_code == 404
    assert (await desk.post(f"minutes/{made['id']}/remark", {"text": "x"}, who="stranger")).status_code == 404


async def test_write__refusals(desk: Desk, calendar: Calendar) -> None:
    bare = await scheduled(desk)
    body = {"items": [{"agenda_item_id": str(new_id()), "text": "x"}]}
    assert (await desk.post(f"meetings/{bare['id']}/minutes", body)).status_code == 409
    meeting, agenda = await held(desk, calendar)
    await desk.done(f"meetings/{bare['id']}/hold", HELD)
    assert await desk.refused(f"meetings/{bare['id']}/minutes", body) == (409, {"unpublished"})
    one = {"agenda_item_id": agenda["items"][0]["id"], "text": "x"}
    answer = await desk.post(f"meetings/{meeting['id']}/minutes", {"items": [*body["items"], one, one]})
    assert pointers(answer) == {"/items/0/agenda_item_id": "item_unknown", "/items/2/agenda_item_id": "item_twice"}
    await written(desk, meeting, agenda)
    assert await desk.refused(f"meetings/{meeting['id']}/minutes", {"items": [one]}) == (409, {"exist"})
