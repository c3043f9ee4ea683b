"""Agendas: versions, late items, and what never leaks. M6, STR-04."""

from typing import Any

import pytest
from tests.forums import some
from tests.forums.conftest import Calendar
from tests.forums.desk import Desk, pointers
from tests.forums.meetings.made import NOW, invited, scheduled

from chassis.outbox import new_id

SECRET = "Arkaluonteinen asia"


@pytest.fixture(autouse=True)
def _then(calendar: Calendar) -> None:
    calendar.at(NOW)


def item(title: str, visibility: str = "common", *items: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"title": {"fi": title}, "visibility": visibility, **({"items": list(items)} if items else {}), **others}


async def written(desk: Desk, meeting: dict[str, Any], *items: dict[str, Any]) -> dict[str, Any]:
    draft = await desk.seen(f"agendas/{meeting['id']}/draft")
    answer = await desk.patch(f"agendas/{meeting['id']}", {"items": list(items)}, draft["etag"])
    assert answer.status_code == 200, answer.text
    return {**answer.json(), "etag": answer.headers["etag"]}


async def published(desk: Desk, meeting: dict[str, Any], *items: dict[str, Any]) -> dict[str, Any]:
    draft = await written(desk, meeting, *items)
    return await desk.done(f"agendas/{meeting['id']}/publish", etag=draft["etag"])


def titles(agenda: dict[str, Any]) -> list[str]:
    return [each["title"]["fi"] for each in agenda["items"]]


async def test_publish__versions_stay_and_what_is_new_is_late(desk: Desk) -> None:
    made = await scheduled(desk)
    one = await published(desk, made, item("Avaus"), item("Talous"))
    first, second = one["items"]
    kept = [item("Avaus", id=first["id"]), item("Talous ja toiminta", id=second["id"]), item("Muut asiat")]
    two = await published(desk, made, *kept)
    assert (one["number"], two["number"]) == (1, 2)
    assert [each["late"] for each in two["items"]] == [False, False, True]
    assert [each["number"] for each in two["items"]] == ["1", "2", "3"]
    assert titles(await desk.seen(f"agendas/{made['id']}", who="stranger")) == ["Avaus", "Talous ja toiminta", "Muut asiat"]
    assert titles(await desk.seen(f"agendas/{made['id']}", who="stranger", number=1)) == ["Avaus", "Talous"]
    with pytest.raises(Exception, match="permission denied"):
        await desk.api.execute("UPDATE forums.agenda_version SET number = 9")


async def test_publish__not_empty_not_twice_the_same(desk: Desk) -> None:
    made = await scheduled(desk)
    draft = await desk.seen(f"agendas/{made['id']}/draft")
    answer = await desk.post(f"agendas/{made['id']}/publish", etag=draft["etag"])
    assert answer.json()["code"] == "forums.agenda.empty"
    await published(desk, made, item("Avaus"))
    draft = await desk.seen(f"agendas/{made['id']}/draft")
    answer = await desk.post(f"agendas/{made['id']}/publish", etag=draft["etag"])
    assert (answer.status_code, answer.json()["code"]) == (409, "forums.agenda.unchanged")
    assert (await desk.post(f"agendas/{made['id']}/publish")).status_code == 428


async def test_hidden__neither_items_nor_their_children_nor_gaps(desk: Desk) -> None:
    association = await some.association(desk.house)
    await desk.represents(association.id)
    made = await invited(desk)
    await published(
        desk, made, item("Avaus"), item(SECRET, "hidden", item(f"{SECRET} 2", "common", item(f"{SECRET} 3"))),
        item("Sisäinen", "internal", item("Sisäisen alla")), item("Päätös", "common", item("Alakohta")),
    )
    everybody = await desk.seen(f"agendas/{made['id']}", who="stranger")
    assert titles(everybody) == ["Avaus", "Päätös", "Alakohta"]
    assert [each["number"] for each in everybody["items"]] == ["1", "2", "2.1"]
    assert titles(await desk.seen(f"agendas/{made['id']}", who="representative")) == [
        "Avaus", "Sisäinen", "Sisäisen alla", "Päätös", "Alakohta",
    ]
    convenor = await desk.seen(f"agendas/{made['id']}")
    assert len(convenor["items"]) == 8
    assert {each["number"] for each in convenor["items"] if each["visibility"] == "hidden"} == {None}
    await desk.done(f"meetings/{made['id']}/registrations", {"how": "room"}, who="stranger")
    assert titles(await desk.seen(f"agendas/{made['id']}", who="stranger")) == ["Avaus", "Päätös", "Alakohta"]
    assert all(SECRET.encode() not in (record.value or b"") for record in await desk.house.outbox())
    assert (await desk.get(f"agendas/{made['id']}/draft", who="stranger")).status_code == 403


async def test_hidden__moved_under_a_hidden_item_it_is_hidden(desk: Desk) -> None:
    made = await scheduled(desk)
    one = await published(desk, made, item("Avaus"), item(SECRET, "hidden"))
    opening, secret = (each["id"] for each in one["items"])
    await published(desk, made, item(SECRET, "hidden", item("Avaus", id=opening), id=secret))
    assert titles(await desk.seen(f"agendas/{made['id']}", who="stranger")) == []


async def test_write__everything_wrong_at_once(desk: Desk) -> None:
    made = await scheduled(desk)
    draft = await written(desk, made, item("Avaus"))
    known = draft["items"][0]["id"]
    body = {"items": [
        item("Vieras", id=str(new_id())), item("Avaus", id=known), item("Avaus", id=known), item("Laji", kind="fishing"),
    ]}
    answer = await desk.patch(f"agendas/{made['id']}", body, draft["etag"])
    assert pointers(answer) == {
        "/items/0/id": "item_unknown", "/items/2/id": "item_twice", "/items/3/kind": "item_type_unknown",
    }
    deep = item("1", "common", item("2", "common", item("3", "common", item("4"))))
    answer = await desk.patch(f"agendas/{made['id']}", {"items": [deep]}, draft["etag"])
    assert answer.status_code == 422  # under the third nothing stands


async def test_write__item_types_of_the_structure(desk: Desk) -> None:
    made = await scheduled(desk)
    forum = await some.structure(desk.house, some.FORUM)
    draft = await written(desk, made, item("Asia", kind=forum.topics[0]))
    assert draft["items"][0]["kind"] == forum.topics[0]
    assert (await desk.patch(f"agendas/{made['id']}", {"items": []}, draft["etag"], who="area_liaison")).status_code == 403
