"""Questions about a call: asked for an organisation, answered for everybody, without who asked."""

from typing import Any
from uuid import UUID

import pytest
from tests.grants import some
from tests.grants.calls.conftest import CLOSES, SECOND, Office
from tests.grants.desk import codes

from chassis.outbox import new_id

TEXT = "Voiko vuokran sisällyttää?"


@pytest.fixture
async def organisation(office: Office) -> UUID:
    """Whose representative asks; another's is `colleague`."""
    mine, other = await some.association(office.desk.house), await some.association(office.desk.house, "Toinen ry")
    await office.desk.represents(mine.id)
    await office.desk.represents(other.id, "colleague")
    return mine.id


async def asked(office: Office, call: str, organisation: UUID, **others: Any) -> dict[str, Any]:
    answer = await office.desk.post(f"calls/{call}/questions", {"organisation_id": str(organisation), "text": TEXT, **others}, who="representative")
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/v1/questions/{found['id']}"
    return found


async def test_question__from_asked_to_public(office: Office, organisation: UUID) -> None:
    desk, call = office.desk, (await office.published())["id"]
    one = await asked(office, call, organisation)
    seen = {who: (await desk.get(f"questions/{one['id']}", who=who)).status_code for who in ("representative", "coordinator", "colleague", "stranger")}
    assert seen == {"representative": 200, "coordinator": 200, "colleague": 404, "stranger": 404}
    assert (await desk.get(f"calls/{call}/questions", who="colleague")).json()["items"] == []
    assert len((await desk.get(f"calls/{call}/questions", who="coordinator", answered=False)).json()["items"]) == 1
    answer = await desk.post(f"questions/{one['id']}/answer", {"answer": "Voi."})
    assert (answer.status_code, answer.json()["organisation_id"]) == (200, str(organisation))
    for who, knows in (("representative", str(organisation)), ("coordinator", str(organisation)), ("colleague", None), ("stranger", None)):
        (listed,) = (await desk.get(f"calls/{call}/questions", who=who)).json()["items"]
        assert (listed["text"], listed["answer"], listed["organisation_id"]) == (TEXT, "Voi.", knows)
        assert str(some.PEOPLE["representative"]) not in str(listed)
    assert str(organisation) not in (await desk.get(f"calls/{call}/questions", who="stranger", format="csv")).text
    again = await desk.post(f"questions/{one['id']}/answer", {"answer": "Voi, jos tila on toiminnan käytössä."})
    assert (again.json()["version"], again.json()["answer"]) == (3, "Voi, jos tila on toiminnan käytössä.")


async def test_ask__for_whom_one_acts(office: Office, organisation: UUID) -> None:
    desk, call = office.desk, (await office.published())["id"]
    body = {"organisation_id": str(organisation), "text": TEXT}
    for who in ("colleague", "stranger", "coordinator"):
        assert (await desk.post(f"calls/{call}/questions", body, who=who)).status_code == 403
    other = body | {"organisation_id": str(new_id())}
    assert (await desk.post(f"calls/{call}/questions", other, who="representative")).status_code == 403
    assert (await desk.post(f"calls/{new_id()}/questions", body, who="representative")).status_code == 404


async def test_ask__about_a_draft(office: Office, organisation: UUID) -> None:
    call = (await office.drafted())["id"]
    body = {"organisation_id": str(organisation), "text": TEXT}
    assert (await office.desk.post(f"calls/{call}/questions", body, who="representative")).status_code == 404
    assert (await office.desk.get(f"calls/{call}/questions", who="representative")).status_code == 404


async def test_ask__while_the_call_lasts(office: Office, organisation: UUID) -> None:
    desk, call = office.desk, (await office.published())["id"]
    body = {"organisation_id": str(organisation), "text": TEXT}
    office.calendar.at(CLOSES - SECOND)
    one = await asked(office, call, organisation)
    office.calendar.at(CLOSES)
    answer = await desk.post(f"calls/{call}/questions", body, who="representative")
    assert (answer.status_code, codes(answer)) == (409, {"questions_over"})
    assert (await desk.post(f"questions/{one['id']}/answer", {"answer": "Myöhemminkin."})).status_code == 200


async def test_ask__cancelled(office: Office, organisation: UUID) -> None:
    call = (await office.published())["id"]
    await office.desk.post(f"calls/{call}/cancel", {"grounds": "Siirretään"})
    answer = await office.desk.post(f"calls/{call}/questions", {"organisation_id": str(organisation), "text": TEXT}, who="representative")
    assert codes(answer) == {"questions_over"}


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001, "Tunnus 131052-308T", None])
async def test_texts__what_they_may_not_hold(office: Office, organisation: UUID, text: str | None) -> None:
    desk, call = office.desk, (await office.published())["id"]
    answer = await desk.post(f"calls/{call}/questions", {"organisation_id": str(organisation), "text": text}, who="representative")
    assert answer.status_code == 422
    assert "131052-308T" not in answer.text
    if text is not None and len(text) < 4000:
        one = await asked(office, call, organisation)
        assert (await desk.post(f"questions/{one['id']}/answer", {"answer": text})).status_code == 422


async def test_answer__by_the_coordinator(office: Office, organisation: UUID) -> None:
    desk, call = office.desk, (await office.published())["id"]
    one = await asked(office, call, organisation)
    answers = {who: (await desk.post(f"questions/{one['id']}/answer", {"answer": "Voi."}, who=who)).status_code for who in ("representative", "colleague", "finance")}
    assert answers == {"representative": 403, "colleague": 404, "finance": 404}
    assert (await desk.post(f"questions/{new_id()}/answer", {"answer": "Voi."})).status_code == 404
