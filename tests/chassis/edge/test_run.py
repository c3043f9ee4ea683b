"""Commands over HTTP: one transaction, repeated when it lost a race, replayed when it was asked twice."""

import asyncio
from typing import Any
from uuid import UUID, uuid1

import pytest
from httpx import Response
from tests.chassis.edge.conftest import KEEPER, Api

from chassis import idempotency
from chassis.bare import BareSession
from chassis.edge.desk import Undeclared
from chassis.work import Stale


async def keeper_of(api: Api, area: str = "oulu") -> dict[str, str]:
    await api.assign(KEEPER, "keeper", "area", area)
    return api.as_(KEEPER)


async def test_create__location_and_etag(api: Api) -> None:
    answer = await api.http.post("/v1/parcels", json={"name": "Ä"}, headers=api.coordinator)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/parcels/{answer.json()['id']}"
    assert answer.headers["etag"] == '"1"'
    behind = await api.http.post("/v1/parcels", json={"name": "B"}, headers=api.coordinator | {"X-Forwarded-Prefix": "/api/parcel"})
    assert behind.headers["location"] == f"/api/parcel/v1/parcels/{behind.json()['id']}"
    evil = await api.http.post("/v1/parcels", json={"name": "C"}, headers=api.coordinator | {"X-Forwarded-Prefix": "//evil.test"})
    assert evil.headers["location"].startswith("/v1/parcels/")


async def test_read__not_changed(api: Api) -> None:
    parcel = await api.packed()
    url = f"/v1/parcels/{parcel['id']}"
    first = await api.http.get(url, headers=api.coordinator)
    assert first.headers["etag"] == parcel["etag"] == '"1"'
    same = await api.http.get(url, headers=api.coordinator | {"If-None-Match": '"1-gzip"'})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", '"1"')
    other = await api.http.get(url, headers=api.coordinator | {"If-None-Match": '"2"'})
    assert other.status_code == 200


async def test_read__moved_to_its_successor(api: Api) -> None:
    old, new = await api.packed("a"), await api.packed("b")
    await api.execute("UPDATE parcel.parcel SET successor = :new WHERE id = :old", new=UUID(new["id"]), old=UUID(old["id"]))
    answer = await api.http.get(f"/v1/parcels/{old['id']}", headers=api.coordinator)
    assert (answer.status_code, answer.headers["location"]) == (308, f"/v1/parcels/{new['id']}")


async def test_permission__404_before_403_before_412(api: Api) -> None:
    parcel = await api.packed(areas=["oulu"])
    url, stale = f"/v1/parcels/{parcel['id']}/send", {"If-Match": '"9"', "Idempotency-Key": "k"}
    stranger = api.as_(UUID(int=9))
    assert (await api.http.post(url, json={}, headers=stranger | stale)).status_code == 404
    assert (await api.http.post(url, json={}, headers=api.coordinator | stale)).status_code == 403
    keeper = await keeper_of(api)
    assert (await api.http.post(url, json={}, headers=keeper | stale)).status_code == 412
    sent = await api.http.post(url, json={}, headers=keeper | {"If-Match": '"1"', "Idempotency-Key": "k1"})
    assert (sent.status_code, sent.json()["status"], sent.headers["etag"]) == (200, "sent", '"2"')
    again = await api.http.post(url, json={}, headers=keeper | {"If-Match": '"2"', "Idempotency-Key": "k2"})
    assert again.status_code == 409
    assert (again.json()["state"], again.json()["allowed"]) == ("sent", [])


async def test_unknown_and_forbidden__the_same_answer(api: Api) -> None:
    parcel = await api.packed(areas=["oulu"])
    stranger = api.as_(UUID(int=9))
    answers = []
    for id in (parcel["id"], str(UUID(int=7)), "not-a-uuid"):
        answer = await api.http.get(f"/v1/parcels/{id}", headers=stranger)
        told = {k: v for k, v in answer.json().items() if k not in {"instance", "request_id", "errors"}}
        answers.append((answer.status_code, told))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404


async def test_if_match__stale_tells_the_present_state(api: Api) -> None:
    parcel = await api.packed()
    url = f"/v1/parcels/{parcel['id']}"
    first = await api.http.patch(url, json={"grams": 5}, headers=api.coordinator | {"If-Match": '"1-zstd"'})
    assert (first.status_code, first.headers["etag"]) == (200, '"2"')
    late = await api.http.patch(url, json={"grams": 6}, headers=api.coordinator | {"If-Match": '"1"'})
    assert late.status_code == 412
    assert late.headers["etag"] == '"2"'
    assert late.json()["current"] == first.json()
    missing = await api.http.patch(url, json={"grams": 6}, headers=api.coordinator)
    assert (missing.status_code, missing.json()["code"]) == (428, "chassis.if_match.missing")
    assert await api.scalar("SELECT grams FROM parcel.parcel") == 5


async def test_if_match__two_at_once_one_wins(api: Api) -> None:
    parcel = await api.packed()
    keeper = await keeper_of(api)
    url = f"/v1/parcels/{parcel['id']}/send"

    def send(n: int) -> Any:
        headers = keeper | {"If-Match": '"1"', "Idempotency-Key": f"k{n}"}
        return api.http.post(url, json={"pause": 0.2}, headers=headers)

    answers = await asyncio.gather(send(1), send(2), send(3))
    assert sorted(a.status_code for a in answers) == [200, 412, 412]
    assert all(a.json()["current"]["status"] == "sent" for a in answers if a.status_code == 412)


async def test_stale__run_again_on_what_is_there_now(api: Api) -> None:
    parcel = await api.packed()
    url = f"/v1/parcels/{parcel['id']}/weigh?pause=0.05"
    answers = await asyncio.gather(*(api.http.post(url, headers=api.coordinator) for _ in range(3)))
    assert [a.status_code for a in answers] == [200, 200, 200]
    assert await api.scalar("SELECT grams FROM parcel.parcel") == 4
    assert sorted(a.json()["grams"] for a in answers) == [2, 3, 4]


async def test_stale__never_ends(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five tries, then a fault that passes; or, for those who said what they had read, 412."""
    parcel = await api.packed()
    tries = 0

    async def lost(self: BareSession) -> None:
        nonlocal tries
        tries += 1
        raise Stale

    monkeypatch.setattr(BareSession, "commit", lost)
    free = await api.http.post(f"/v1/parcels/{parcel['id']}/weigh", headers=api.coordinator)
    assert (free.status_code, tries, free.headers["retry-after"]) == (503, 5, "1")
    bound = await api.http.patch(f"/v1/parcels/{parcel['id']}", json={}, headers=api.coordinator | {"If-Match": '"1"'})
    assert bound.status_code == 412


async def test_commit__one_that_fails_never_answers_2xx(api: Api) -> None:
    try:
        await api.execute(
            "CREATE FUNCTION parcel.late() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN IF NEW.name = 'late' THEN RAISE unique_violation USING CONSTRAINT = 'uq_parcel_name'; "
            "ELSIF NEW.name = 'broken' THEN RAISE EXCEPTION 'no'; END IF; RETURN NULL; END $$"
        )
        await api.execute(
            "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON parcel.parcel DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION parcel.late()"
        )
        for name, status in (("late", 409), ("broken", 500)):
            headers = api.coordinator | {"Idempotency-Key": name}
            answer = await api.http.post(f"/v1/parcels/late/say?name={name}", headers=headers)
            assert answer.status_code == status, name
        assert await api.scalar("SELECT count(*) FROM parcel.parcel") == 0
        assert await api.scalar("SELECT count(*) FROM parcel.idempotency") == 0
        good = await api.http.post("/v1/parcels/late/say?name=good", headers=api.coordinator)
        assert good.status_code == 201
    finally:
        await api.execute("DROP TRIGGER IF EXISTS late ON parcel.parcel")
        await api.execute("DROP FUNCTION IF EXISTS parcel.late")


async def test_constraint__the_problem_it_means(api: Api) -> None:
    await api.packed("a")
    answer = await api.http.post("/v1/parcels", json={"name": "a"}, headers=api.coordinator | {"Accept-Language": "sv"})
    assert (answer.status_code, answer.json()["code"]) == (409, "parcel.name.taken")
    assert (answer.json()["detail"], answer.headers["content-language"]) == ("Namnet är upptaget.", "sv")


async def test_refused__all_reasons_at_once(api: Api) -> None:
    parcel = await api.packed(grams=60_000)
    headers = await keeper_of(api) | {"If-Match": '"1"', "Idempotency-Key": "k", "Accept-Language": "en"}
    answer = await api.http.post(f"/v1/parcels/{parcel['id']}/send", json={"stamp": False}, headers=headers)
    told = answer.json()
    assert (answer.status_code, told["code"], told["detail"]) == (422, "chassis.refused", "Refused for 2 reasons.")
    assert [(e["code"], e["pointer"]) for e in told["errors"]] == [("parcel.too_heavy", "/grams"), ("parcel.no_stamp", "/stamp")]
    assert told["errors"][0]["detail"] == "Over 50,000 g."
    assert await api.scalar("SELECT count(*) FROM parcel.idempotency") == 0


async def test_done__no_content(api: Api) -> None:
    parcel = await api.packed()
    answer = await api.http.post(f"/v1/parcels/{parcel['id']}/drop", headers=api.coordinator)
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await api.http.post(f"/v1/parcels/{parcel['id']}/drop", headers=api.coordinator)).status_code == 404


async def test_declared__a_test_fails_when_a_route_answers_what_it_does_not_declare(api: Api) -> None:
    with pytest.raises(Undeclared, match=r"parcel\.secret"):
        await api.http.post("/v1/parcels/undeclared/say", headers=api.coordinator)


async def test_unexpected__nothing_of_the_inside_but_a_traceback_in_the_log(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    answer = await api.http.post("/v1/parcels/broken/say", headers=api.coordinator)
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "password" not in answer.text
    assert any(r.exc_info and "password" in str(r.exc_info[1]) for r in caplog.records)


async def test_audit__says_which_command_and_who(api: Api) -> None:
    await api.packed()
    assert await api.scalar("SELECT command FROM parcel.audit") == "tests.chassis.edge.parcel.pack"
    assert str(await api.scalar("SELECT actor FROM parcel.audit")).startswith("person:")


async def test_cause__the_gateway_s_request_id_is_the_correlation(api: Api) -> None:
    id = uuid1()
    await api.http.post("/v1/parcels", json={"name": "a"}, headers=api.coordinator | {"X-Request-Id": str(id)})
    assert await api.scalar("SELECT correlation_id FROM parcel.audit") == id


# --- idempotency


async def test_key__second_try_gets_the_first_answer(api: Api) -> None:
    headers = api.coordinator | {"Idempotency-Key": "one"}
    first = await api.http.post("/v1/parcels", json={"name": "a", "grams": 2}, headers=headers)
    second = await api.http.post("/v1/parcels", json={"grams": 2, "name": "a"}, headers=headers)
    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    for name in ("etag", "location", "content-type"):
        assert second.headers[name] == first.headers[name]
    assert await api.scalar("SELECT count(*) FROM parcel.parcel") == 1


async def test_key__a_retry_never_meets_412(api: Api) -> None:
    parcel = await api.packed()
    keeper = await keeper_of(api)
    headers = keeper | {"If-Match": '"1"', "Idempotency-Key": "one"}
    url = f"/v1/parcels/{parcel['id']}/send"
    answers = [await api.http.post(url, json={}, headers=headers) for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 200]


async def test_key__another_body_another_thing_another_person(api: Api) -> None:
    headers = api.coordinator | {"Idempotency-Key": "one"}
    await api.http.post("/v1/parcels", json={"name": "a"}, headers=headers)
    other = await api.http.post("/v1/parcels", json={"name": "b"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "chassis.idempotency.reused")
    person = await api.http.post("/v1/parcels", json={"name": "b"}, headers=api.as_(UUID(int=8)) | {"Idempotency-Key": "one"})
    client = await api.http.post(
        "/v1/parcels", json={"name": "c"}, headers=api.as_(UUID(int=8), azp="cli") | {"Idempotency-Key": "one"}
    )
    assert (person.status_code, client.status_code) == (201, 201)
    one, two = await api.packed("x"), await api.packed("y")
    first = await api.http.post(f"/v1/parcels/{one['id']}/weigh", headers=headers)
    second = await api.http.post(f"/v1/parcels/{two['id']}/weigh", headers=headers)
    assert (first.status_code, second.status_code) == (200, 422)


async def test_key__ten_at_once_make_one_change(api: Api) -> None:
    parcel = await api.packed()
    headers = api.coordinator | {"Idempotency-Key": "one"}
    url = f"/v1/parcels/{parcel['id']}/weigh?pause=0.3"
    answers: list[Response] = await asyncio.gather(*(api.http.post(url, headers=headers) for _ in range(10)))
    assert sorted(a.status_code for a in answers) == [200] + [409] * 9
    assert all(a.json()["code"] == "chassis.idempotency.running" for a in answers if a.status_code == 409)
    assert (await api.http.post(url, headers=headers)).headers["idempotency-replayed"] == "true"
    assert await api.scalar("SELECT grams FROM parcel.parcel") == 2


async def test_key__a_refusal_is_not_kept(api: Api) -> None:
    headers = api.coordinator | {"Idempotency-Key": "one"}
    await api.packed("a")
    assert (await api.http.post("/v1/parcels", json={"name": "a"}, headers=headers)).status_code == 409
    await api.execute("DELETE FROM parcel.parcel")
    assert (await api.http.post("/v1/parcels", json={"name": "a"}, headers=headers)).status_code == 201


async def test_key__seven_days(api: Api) -> None:
    headers = api.coordinator | {"Idempotency-Key": "one"}
    await api.http.post("/v1/parcels", json={"name": "a"}, headers=headers)
    await api.execute("UPDATE parcel.idempotency SET day = day - 6, created_at = created_at - interval '6 days 23 hours'")
    kept = await api.http.post("/v1/parcels", json={"name": "a"}, headers=headers)
    assert kept.headers.get("idempotency-replayed") == "true"
    await api.execute("UPDATE parcel.idempotency SET day = day - 1, created_at = created_at - interval '2 hours'")
    again = await api.http.post("/v1/parcels", json={"name": "a"}, headers=headers)
    assert (again.status_code, again.json()["code"]) == (409, "parcel.name.taken")


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb"])
async def test_key__no_key(api: Api, key: str) -> None:
    answer = await api.http.post("/v1/parcels", json={"name": "a"}, headers=api.coordinator | {"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (400, "chassis.idempotency.form")


async def test_key__required(api: Api) -> None:
    parcel = await api.packed()
    headers = await keeper_of(api) | {"If-Match": '"1"'}
    answer = await api.http.post(f"/v1/parcels/{parcel['id']}/send", json={}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "chassis.idempotency.missing")


async def test_key__the_answer_falls_with_its_effect(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is written in the effect's transaction: when it cannot be kept, nothing has happened."""

    async def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(idempotency, "keep", broken)
    headers = api.coordinator | {"Idempotency-Key": "one"}
    assert (await api.http.post("/v1/parcels", json={"name": "a"}, headers=headers)).status_code == 500
    assert await api.scalar("SELECT count(*) FROM parcel.parcel") == 0


async def test_no_body__what_is_not_asked_for_is_not_ignored(api: Api) -> None:
    parcel = await api.packed()
    url = f"/v1/parcels/{parcel['id']}/weigh"
    assert (await api.http.post(url, json={"grams": 9}, headers=api.coordinator)).json()["code"] == "chassis.body.unknown"
    assert (await api.http.post(url, json={}, headers=api.coordinator)).status_code == 200


async def test_location__of_what_to_look_at_later(api: Api) -> None:
    parcel = await api.packed()
    headers = api.coordinator | {"X-Forwarded-Prefix": "/api/parcel"}
    answer = await api.http.post(f"/v1/parcels/{parcel['id']}/carry", headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (202, f"/api/parcel/v1/parcels/{parcel['id']}")


async def test_key__a_form_is_the_same_whatever_its_boundary(api: Api) -> None:
    async def upload(content: bytes) -> Response:
        headers = api.coordinator | {"Idempotency-Key": "one"}
        return await api.http.post("/v1/files", files={"file": ("a.txt", content)}, headers=headers)

    first, second, other = await upload(b"one"), await upload(b"one"), await upload(b"two")
    assert [a.status_code for a in (first, second, other)] == [201, 201, 422]
    assert second.headers["idempotency-replayed"] == "true"
