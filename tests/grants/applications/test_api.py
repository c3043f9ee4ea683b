"""Applications over HTTP, as their writers and readers meet them."""

import hashlib
from typing import Any
from uuid import UUID

import pytest
from tests.chassis.edge.conftest import Api
from tests.grants.applications.some import PDF, again, draft, joint, submitted, whole
from tests.grants.some import ATTACHMENTS, PEOPLE, assigned, association, call, representative

from chassis.outbox import new_id
from chassis.testing import House
from chassis.values import Money
from grants.access import Role, Scope
from grants.applications import commands
from grants.applications.schemas import Edit

WHO = PEOPLE["representative"]


async def writer(house: House, api: Api, *organisations: UUID, who: str = "representative") -> dict[str, str]:
    """The headers of somebody who acts for these."""
    for id in organisations:
        await assigned(house, who, Role.REPRESENTATIVE, Scope.ORGANISATION, id)
    return api.as_(PEOPLE[who])


async def official(house: House, api: Api, call_id: UUID) -> dict[str, str]:
    await assigned(house, "assessor", Role.ASSESSOR, Scope.CALL, call_id)
    return api.as_(PEOPLE["assessor"])


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(new_id())}


async def test_application__from_draft_to_receipt(grants: House, grants_api: Api) -> None:
    lead, opened = await association(grants), await call(grants)
    me = await writer(grants, grants_api, lead.id)
    http = grants_api.http
    body = {"call_id": str(opened.id), "lead_id": str(lead.id), "activity_title": "Kohtaamispaikka"}
    made = await http.post("/v1/applications", json=body, headers=me)
    assert made.status_code == 201, made.text
    path = made.headers["location"]
    assert made.json()["allowed"] == ["edit", "set_parties", "discard", "submit"]
    change = {
        "sought": {"amount": "40000.00"}, "form": {"goal": "Omaiset jaksavat.", "participants": 9},
        "budget": [{"kind": "cost", "title": "Palkat", "amount": {"amount": "50000.00"}}],
    }
    edited = await http.patch(path, json=change, headers=me | {"If-Match": made.headers["etag"]})
    assert edited.status_code == 200, edited.text
    for missing in ({}, {"If-Match": edited.headers["etag"]}, key()):
        assert (await http.post(f"{path}/submit", headers=me | missing)).status_code in {400, 428}
    asked = me | {"If-Match": edited.headers["etag"]} | key()
    receipt = await http.post(f"{path}/submit", headers=asked)
    assert receipt.status_code == 200, receipt.text
    assert receipt.json()["case_number"] == "PPH/2027/41-1"
    assert receipt.json()["status"] == "submitted"
    replayed = await http.post(f"{path}/submit", headers=asked)
    assert (replayed.json(), replayed.headers["idempotency-replayed"]) == (receipt.json(), "true")
    newest = (await http.get(f"{path}/versions/1", headers=me)).json()
    assert newest["sha256"] == receipt.json()["sha256"]
    assert (await http.get(f"{path}/versions/2", headers=me)).status_code == 404
    late = await http.patch(path, json={"activity_title": "x"}, headers=me | {"If-Match": receipt.headers["etag"]})
    assert (late.status_code, late.json()["state"], "withdraw" in late.json()["allowed"]) == (409, "submitted", True)


async def test_edit__two_colleagues_lose_no_words(grants: House, grants_api: Api) -> None:
    """Both have read the same version and change different answers: the second is shown what is there now, and sends only its own."""
    lead, opened = await association(grants), await call(grants)
    row = await draft(grants, opened, lead)
    one, two = await writer(grants, grants_api, lead.id), await writer(grants, grants_api, lead.id, who="colleague")
    path = f"/v1/applications/{row.id}"
    tag = (await grants_api.http.get(path, headers=one)).headers["etag"]
    first = await grants_api.http.patch(path, json={"form": {"goal": "Omaiset jaksavat."}}, headers=one | {"If-Match": tag})
    assert first.status_code == 200
    mine = {"form": {"participants": 120}, "activity_title": "Kahvila"}
    second = await grants_api.http.patch(path, json=mine, headers=two | {"If-Match": tag})
    assert second.status_code == 412
    assert second.json()["current"]["form"] == {"goal": "Omaiset jaksavat."}
    third = await grants_api.http.patch(path, json=mine, headers=two | {"If-Match": second.headers["etag"]})
    assert third.status_code == 200, third.text
    assert third.json()["form"] == {"goal": "Omaiset jaksavat.", "participants": 120}
    assert third.json()["activity"]["title"] == "Kahvila"
    assert (await grants_api.http.patch(path, json=mine, headers=one)).status_code == 428


async def test_edit__an_identity_code_in_an_answer(grants: House, grants_api: Api) -> None:
    lead, opened = await association(grants), await call(grants)
    row = await draft(grants, opened, lead)
    me = await writer(grants, grants_api, lead.id)
    body = {"form": {"goal": "Yhteyshenkilö 010190-900P"}}
    answer = await grants_api.http.patch(f"/v1/applications/{row.id}", json=body, headers=me | {"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "chassis.text.identity_code")
    assert "900P" not in answer.text


async def test_attachment__kept_read_and_taken_out(grants: House, grants_api: Api) -> None:
    lead, opened = await association(grants), await call(grants, attachments=ATTACHMENTS)
    row = await draft(grants, opened, lead)
    me, http, path = await writer(grants, grants_api, lead.id), grants_api.http, f"/v1/applications/{row.id}/attachments"
    file = {"file": ('Säännöt "2026"\r\nX: y.exe', PDF, "text/html")}
    made = await http.post(path, data={"code": "rules", "secret": "true"}, files=file, headers=me)
    assert made.status_code == 201, made.text
    assert made.json() | {"id": None, "added_at": None} == {
        "id": None, "version": 1, "code": "rules", "filename": made.json()["filename"], "media_type": "application/pdf",
        "size": len(PDF), "sha256": hashlib.sha256(PDF).hexdigest(), "secret": True, "added_at": None, "removed_at": None,
    }
    content = await http.get(f"{path}/{made.json()['id']}/content", headers=me)
    assert (content.content, content.headers["content-type"]) == (PDF, "application/pdf")
    assert content.headers["content-disposition"].startswith("attachment; filename*=UTF-8''S%C3%A4%C3%A4nn%C3%B6t")
    assert (content.headers["x-content-type-options"], "sandbox" in content.headers["content-security-policy"]) == ("nosniff", True)
    stranger = grants_api.as_(PEOPLE["stranger"])
    for further in ("", f"/{made.json()['id']}", f"/{made.json()['id']}/content"):
        assert (await http.get(path + further, headers=stranger)).status_code == 404
    assert (await http.post(f"{path}/{made.json()['id']}/remove", headers=me)).status_code == 204
    assert (await http.get(path, headers=me)).json() == []
    assert (await http.get(f"{path}/{made.json()['id']}", headers=me)).json()["removed_at"] is not None


@pytest.mark.parametrize(("size", "status", "code"), [
    (10 * 1_048_576, 201, "other"), (10 * 1_048_576 + 1, 413, "grants.attachment.too_large"), (11 * 1_048_576, 413, "chassis.body.too_large"),
])
async def test_attachment__ten_megabytes_and_not_one_byte_more(grants: House, grants_api: Api, size: int, status: int, code: str) -> None:
    lead, opened = await association(grants), await call(grants)
    row = await draft(grants, opened, lead)
    me = await writer(grants, grants_api, lead.id)
    content = PDF + b"x" * (size - len(PDF))
    answer = await grants_api.http.post(
        f"/v1/applications/{row.id}/attachments", data={"code": "other"}, files={"file": ("a.pdf", content)}, headers=me
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_applications__each_sees_their_own(grants: House, grants_api: Api) -> None:
    """Drafts: parties and the coordinator. Received ones: the officials of the call as well."""
    one, two, opened = await association(grants), await association(grants, "Toinen ry"), await call(grants)
    mine, theirs = await joint(grants, opened, one, two), await draft(grants, opened, two)
    sent = await submitted(grants, opened, await association(grants, "Kolmas ry"))
    callers = {
        "one": (await writer(grants, grants_api, one.id), {mine.id}),
        "two": (await writer(grants, grants_api, two.id, who="colleague"), {mine.id, theirs.id}),
        "official": (await official(grants, grants_api, opened.id), {sent.id}),
        "coordinator": (grants_api.coordinator, {mine.id, theirs.id, sent.id}),
        "finance": (grants_api.as_(PEOPLE["finance"], "finance"), set()),
        "stranger": (grants_api.as_(PEOPLE["stranger"]), set()),
    }
    for headers, seen in callers.values():
        listed = await grants_api.http.get("/v1/applications", headers=headers)
        assert {item["id"] for item in listed.json()["items"]} == {str(id) for id in seen}
        for row in (mine, theirs, sent):
            status = (await grants_api.http.get(f"/v1/applications/{row.id}", headers=headers)).status_code
            assert status == (200 if row.id in seen else 404)
    refused = await grants_api.http.post(f"/v1/applications/{mine.id}/withdraw", json={"grounds": "x"}, headers=grants_api.coordinator)
    assert (refused.status_code, refused.json()["code"]) == (403, "chassis.not_allowed")


async def test_applications__filtered_paged_and_as_a_file(grants: House, grants_api: Api) -> None:
    opened = await call(grants)
    leads = [await association(grants, f"Yhdistys {n} ry") for n in range(3)]
    rows = [await submitted(grants, opened, lead, 10_000_00 + n) for n, lead in enumerate(leads)]
    http, who = grants_api.http, grants_api.coordinator
    for params, found in (
        ({"organisation_id": str(leads[1].id)}, [1]), ({"status": "draft"}, []), ({"call_id": str(new_id())}, []),
        ({"call_id": str(opened.id), "status": "submitted", "sort": "-sought"}, [2, 1, 0]),
    ):
        listed = (await http.get("/v1/applications", params=params, headers=who)).json()["items"]
        assert [item["id"] for item in listed] == [str(rows[n].id) for n in found]
    page = (await http.get("/v1/applications", params={"limit": 2}, headers=who)).json()
    assert (len(page["items"]), page["next"] is not None) == (2, True)
    file = await http.get("/v1/applications", params={"format": "csv"}, headers=who)
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "Yhdistys 0 ry" in lines[1]
    assert "PPH/2027/41-1" in lines[1]


async def test_eligibility__beforehand_in_three_languages(grants: House, grants_api: Api) -> None:
    good, opened = await association(grants), await call(grants, attachments=ATTACHMENTS)
    poor = await association(grants, "Hoiva Oy", legal_form="company", sote_status="not_evaluated")
    path, http = f"/v1/calls/{opened.id}/eligibility", grants_api.http
    me = await writer(grants, grants_api, good.id)
    answer = (await http.get(path, params={"organisation_id": str(good.id)}, headers=me)).json()
    assert answer["may_apply"]
    outcomes = {check["check"]: check["outcome"] for check in answer["checks"]}
    assert {check for check, outcome in outcomes.items() if outcome == "ok"} == {
        "active", "legal_form", "sote", "non_profit", "operating_area", "window",
    }
    assert (await http.get(path, params={"organisation_id": str(poor.id)}, headers=me)).status_code == 404
    seen = (await http.get(path, params={"organisation_id": str(poor.id)}, headers=grants_api.coordinator)).json()
    checks: dict[str, Any] = {check["check"]: check for check in seen["checks"]}
    assert (seen["may_apply"], checks["legal_form"]["outcome"], checks["sote"]["outcome"]) == (False, "not", "cannot_tell")
    assert checks["legal_form"]["reasons"] == [{
        "code": "grants.eligibility.legal_form",
        "text": {
            "fi": "Hoiva Oy: oikeudellinen muoto yhtiö ei voi hakea tätä avustusta. Hakea voivat: rekisteröity yhdistys, säätiö, seurakunta.",
            "sv": "Hoiva Oy: den rättsliga formen bolag kan inte söka detta bidrag. Dessa kan söka: registrerad förening, stiftelse, församling.",
            "en": "Hoiva Oy: the legal form company cannot apply for this grant. These can: registered association, foundation, parish.",
        },
    }]
    assert checks["active"]["name"]["fi"] == "Järjestö on toiminnassa"


async def test_submit__reasons_in_the_callers_language(grants: House, grants_api: Api) -> None:
    lead, opened = await association(grants), await call(grants, attachments=ATTACHMENTS)
    row = await whole(grants, opened, lead)
    mine = representative(grants, lead.id)
    await mine.run(commands.edit, row.id, Edit(sought=Money(cents=46_000_00)))
    version = (await again(grants, row.id)).version
    me = await writer(grants, grants_api, lead.id)
    answer = await grants_api.http.post(
        f"/v1/applications/{row.id}/submit", headers=me | key() | {"If-Match": f'"{version}"', "Accept-Language": "sv"}
    )
    assert answer.status_code == 422
    assert [error["detail"] for error in answer.json()["errors"]] == [
        "Det sökta beloppet 46\xa0000,00\xa0€ är större än kostnaderna minus inkomsterna (45\xa0000,00\xa0€).",
    ]


async def test_version__reading_who_signed_is_noted(grants: House, grants_api: Api) -> None:
    one, two, opened = await association(grants), await association(grants, "Toinen ry"), await call(grants)
    row = await joint(grants, opened, one, two)
    await representative(grants, one.id).run(commands.submit, row.id)
    await grants_api.http.get(f"/v1/applications/{row.id}/versions/1", headers=await official(grants, grants_api, opened.id))
    noted = f"SELECT count(*) FROM grants.audit WHERE action = 'read' AND subject_id = '{WHO}'"
    assert await grants_api.scalar(noted) == 2
