"""Over HTTP: the list against the appropriation, sums supposed, decisions and their documents, results, CSV."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from tests.grants import some
from tests.grants.applications.some import at
from tests.grants.decisions import cases
from tests.grants.decisions.cases import GROUNDS, ask, grant, opened, proposal, propose, refuse, scalar, submitted
from tests.grants.desk import Desk, codes

from chassis import clock
from chassis.testing import House
from grants.calls.tables import Call
from grants.decisions.schemas import Outcome


@dataclass
class Office:
    """A call with its assessor and its decider at the desk."""

    desk: Desk
    call: Call

    async def sums(self, **amounts: str) -> Any:
        body = {"amounts": [{"application_id": id, "amount": {"amount": euros}} for id, euros in amounts.items()]}
        return await self.desk.post(f"calls/{self.call.id}/what-if", body, who="decider")


@pytest.fixture
async def office(grants: House, grants_api: Any) -> Office:
    call = await opened(grants, cents=100_000_00)
    for who in ("assessor", "decider"):
        await some.assigned(grants, who, who, "call", call.id)
    return Office(Desk(grants_api, grants), call)


def money(text: str) -> dict[str, str]:
    return {"amount": text, "currency": "EUR"}


async def test_api__from_proposal_to_document(office: Office, grants: House) -> None:
    desk, lead = office.desk, await some.association(grants)
    await desk.represents(lead.id)
    application = await submitted(grants, office.call, lead)
    body = {"application_id": str(application.id), "amount": money("30000.00"), "grounds": GROUNDS}
    assert (await desk.post("decisions", body, who="assessor", key=False)).status_code == 400
    made = await desk.made("decisions", body, who="assessor")
    path = f"decisions/{made['id']}"
    assert (await desk.get(path, who="representative")).status_code == 404
    assert (await desk.get(path, who="stranger")).status_code == 404
    assert (await desk.get(f"{path}/document", who="decider")).json()["code"] == "grants.decision.no_document"
    edited = await desk.patch(path, {"amount": money("31000.00")}, made["etag"], who="assessor")
    assert edited.json()["proposed"] == money("31000.00")
    decide = {"amount": money("32000.00"), "grounds": GROUNDS}
    assert (await desk.post(f"{path}/grant", decide, who="decider")).status_code == 428
    assert (await desk.post(f"{path}/grant", decide, who="decider", etag='"1"')).status_code == 412
    assert (await desk.post(f"{path}/grant", decide, who="assessor", etag='"2"')).status_code == 403
    assert (await desk.post(f"{path}/grant", decide, who="stranger", etag='"2"')).status_code == 404
    granted = await desk.post(f"{path}/grant", decide, who="decider", etag='"2"')
    assert (granted.status_code, granted.json()["granted"], granted.json()["section"]) == (200, money("32000.00"), 1)
    seen = (await desk.get(path, who="representative")).json()
    assert (seen["granted"], seen["proposed"], seen["proposed_by"]) == (money("32000.00"), None, None)
    paper = await desk.get(f"{path}/document", who="representative")
    assert paper.headers["content-type"] == "text/html; charset=utf-8"
    assert paper.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert (paper.headers["content-language"], paper.headers["x-content-type-options"]) == ("fi", "nosniff")
    assert "<h1>Avustus myönnetään osittain</h1>" in paper.text
    assert (await desk.get(f"{path}/document", who="stranger")).status_code == 404


async def test_document__a_browser_may_ask_for_html(office: Office, grants: House) -> None:
    decision = await grant(grants, await proposal(grants, office.call), 1_00)
    headers = office.desk.who("decider") | {"Accept": "text/html"}
    assert (await office.desk.api.http.get(f"/v1/decisions/{decision.id}/document", headers=headers)).status_code == 200


async def test_grant__a_retry_gets_the_first_answer(office: Office, grants: House) -> None:
    decision = await proposal(grants, office.call)
    headers = office.desk.who("decider") | {"Idempotency-Key": "grant-once", "If-Match": '"1"'}
    body = {"amount": money("1.00"), "grounds": GROUNDS}
    path = f"/v1/decisions/{decision.id}/grant"
    first, second = [await office.desk.api.http.post(path, json=body, headers=headers) for _ in range(2)]
    assert (first.status_code, first.json(), second.headers["idempotency-replayed"]) == (200, second.json(), "true")
    assert await scalar(grants, "SELECT committed_cents FROM grants.appropriation") == 1_00


async def test_grant__over_http_the_late_one_learns_the_remainder(office: Office, grants: House) -> None:
    first = await proposal(grants, office.call)
    second = await proposal(grants, office.call, lead=await some.association(grants, "Toinen ry"))
    third = await proposal(grants, office.call, lead=await some.association(grants, "Kolmas ry"))
    for one in (first, second):
        await grant(grants, one, 40_000_00)
    answer = await office.desk.post(
        f"decisions/{third.id}/grant", {"amount": money("20000.01"), "grounds": GROUNDS}, who="decider", etag='"1"'
    )
    assert (answer.status_code, answer.json()["detail"].replace("\xa0", " ")) == (409, "Määrärahaa on jäljellä 20 000,00 €.")


async def test_proposals__running_sums_and_what_is_left(office: Office, grants: House) -> None:
    made = [
        await proposal(grants, office.call, proposed=cents, lead=await some.association(grants, f"Yhdistys {n} ry"))
        for n, cents in enumerate((30_000_00, 40_000_00, 35_000_00))
    ]
    await grant(grants, made[0], 20_000_00)
    answer = await office.desk.get(f"calls/{office.call.id}/proposals", who="assessor")
    lines = answer.json()["items"]
    assert [line["applicant"] for line in lines] == ["Yhdistys 0 ry", "Yhdistys 1 ry", "Yhdistys 2 ry"]
    assert [line["running"]["amount"] for line in lines] == ["20000.00", "60000.00", "95000.00"]
    assert [line["left"]["amount"] for line in lines] == ["80000.00", "40000.00", "5000.00"]
    paged = await office.desk.get(f"calls/{office.call.id}/proposals", who="assessor", limit=2)
    rest = await office.desk.get(f"calls/{office.call.id}/proposals", who="assessor", limit=2, cursor=paged.json()["next"])
    assert paged.json()["items"] + rest.json()["items"] == lines
    table = await office.desk.get(f"calls/{office.call.id}/proposals", who="assessor", format="csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert "running.amount" in table.text
    assert table.text.count("\r\n") == 4
    assert (await office.desk.get(f"calls/{office.call.id}/proposals", who="stranger")).status_code == 403


async def test_what_if__sums_and_changes_nothing(office: Office, grants: House) -> None:
    one = await proposal(grants, office.call, proposed=30_000_00)
    two = await submitted(grants, office.call, await some.association(grants, "Toinen ry"))
    three = await proposal(grants, office.call, lead=await some.association(grants, "Kolmas ry"))
    await grant(grants, three, 40_000_00)
    version = "SELECT sum(version) FROM grants.decision"
    before = await scalar(grants, version)
    as_it_is = (await office.sums()).json()
    assert (as_it_is["sought"], as_it_is["proposed"], as_it_is["supposed"]) == (money("80000.00"), money("30000.00"), money("30000.00"))
    assert (as_it_is["committed"], as_it_is["left"], as_it_is["fits"]) == (money("40000.00"), money("30000.00"), True)
    other = (await office.sums(**{str(one.application_id): "40000.01", str(two.id): "20000.00"})).json()
    assert (other["supposed"], other["left"], other["fits"]) == (money("60000.01"), money("-0.01"), False)
    assert [over["application_id"] for over in other["over"]] == [str(one.application_id)]
    refused = await office.sums(**{str(three.application_id): "1.00", str(two.id): "1.00"})
    assert (refused.status_code, codes(refused)) == (422, {"not_in_hand"})
    assert await scalar(grants, version) == before


async def test_decisions__list_is_what_one_may_see(office: Office, grants: House) -> None:
    lead = await some.association(grants)
    await office.desk.represents(lead.id)
    mine = await proposal(grants, office.call, lead=lead)
    other = await proposal(grants, office.call, lead=await some.association(grants, "Toinen ry"))
    assert await _listed(office, "decider") == {str(mine.id), str(other.id)}
    assert await _listed(office, "representative") == set()
    await refuse(grants, mine)
    assert await _listed(office, "representative") == {str(mine.id)}
    assert await _listed(office, "decider", status="proposed") == {str(other.id)}
    assert await _listed(office, "stranger") == set()
    table = await office.desk.get("decisions", who="decider", format="csv")
    assert table.text.count(str(office.call.id)) == 2


async def _listed(office: Office, who: str, **params: str) -> set[str]:
    return {item["id"] for item in (await office.desk.get("decisions", who=who, **params)).json()["items"]}


async def test_reviews__over_http(office: Office, grants: House) -> None:
    lead = await some.association(grants)
    await office.desk.represents(lead.id)
    decision = await grant(grants, await proposal(grants, office.call, lead=lead), 1_00)
    body = {"organisation_id": str(lead.id), "demand": "Laskelmassa on virhe."}
    made = await office.desk.post(f"decisions/{decision.id}/review-requests", body, who="representative")
    assert (made.status_code, made.json()["late"], made.headers["location"]) == (201, False, f"/v1/review-requests/{made.json()['id']}")
    path = f"review-requests/{made.json()['id']}"
    assert (await office.desk.get(path, who="stranger")).status_code == 404
    decide = {"outcome": "changed", "amount": money("2.00"), "grounds": "Oikein."}
    assert (await office.desk.post(f"{path}/decide", decide, who="representative", etag='"1"')).status_code == 403
    done = await office.desk.post(f"{path}/decide", decide, who="decider", etag='"1"')
    assert (done.status_code, done.json()["status"], done.json()["granted"]) == (200, "changed", money("2.00"))
    paper = await office.desk.get(f"{path}/document", who="representative")
    assert "<h1>Päätöstä oikaistaan</h1>" in paper.text
    assert (await office.desk.get("review-requests", who="representative")).json()["items"][0]["status"] == "changed"
    assert (await office.desk.get("review-requests", who="stranger")).json()["items"] == []


async def test_results__public_once_all_is_decided(office: Office, grants: House, monkeypatch: pytest.MonkeyPatch) -> None:
    path, desk = f"calls/{office.call.id}", office.desk
    granted = await proposal(grants, office.call)
    other = await submitted(grants, office.call, await some.association(grants, "Toinen ry"))
    etag = (await desk.get(path)).headers["etag"]
    assert (await desk.get(f"{path}/results", who="stranger")).json()["code"] == "grants.results.not_published"
    assert codes(await desk.post(f"{path}/publish-results", who="coordinator", etag=etag)) == {"still_open", "still_in_hand"}
    await grant(grants, granted, 10_000_00)
    later = at(grants, office.call.closes_at + timedelta(minutes=1))
    monkeypatch.setattr(clock, "now", later.now)
    assert codes(await desk.post(f"{path}/publish-results", who="coordinator", etag=etag)) == {"still_in_hand"}
    await refuse(later, await propose(later, other.id, office.call, 0))
    assert (await desk.post(f"{path}/publish-results", who="decider", etag=etag)).status_code == 403
    done = await desk.post(f"{path}/publish-results", who="coordinator", etag=etag)
    assert (done.status_code, done.json()["granted"], done.json()["left"]) == (200, money("10000.00"), money("90000.00"))
    assert (await grants.said(office.call.id))[-2:] == ["GrantCallClosed", "ResultsPublished"]
    results = (await desk.get(f"{path}/results", who="stranger")).json()["items"]
    assert [(one["applicants"], one["outcome"], one["granted"]) for one in results] == [
        (["Oulun Omaiset ry"], "granted", money("10000.00")), (["Toinen ry"], "refused", money("0.00")),
    ]
    assert set(results[0]) == {"application_id", "case_number", "applicants", "activity", "outcome", "sought", "granted"}
    everything = await desk.get(f"{path}/results", who="stranger", format="csv")
    said = [one.value or b"" for one in await grants.outbox(office.call.id) if "ResultsPublished" in (one.type or "")]
    for id in some.PEOPLE.values():
        assert str(id) not in everything.text
        assert str(id).encode() not in said[0]
    request = await ask(later, granted, (await lead_of(grants, granted.application_id)))
    await cases.decide(later, request, Outcome.CHANGED, 15_000_00)
    assert (await desk.get(f"{path}/results", who="stranger")).json()["items"][0]["granted"] == money("15000.00")


async def lead_of(house: House, application_id: Any) -> Any:
    return await scalar(house, "SELECT lead_id FROM grants.application WHERE id = :id", id=application_id)
