"""Webhooks as a regional system meets them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.chassis.edge.conftest import STRANGER, Api
from tests.notifications.conftest import UPDATED, Desk, said, token
from tests.notifications.receiver import Reply

from chassis import clock
from chassis.outbox import new_id


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(new_id())}


async def registered(api: Api, desk: Desk, client: str = "kunta", **others: Any) -> dict[str, Any]:
    body = {"url": desk.receiver.url(), "types": ["registry.*"], **others}
    answer = await api.http.post("/v1/webhooks", json=body, headers=token(api, client))
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/webhooks/{answer.json()['id']}"
    return {**answer.json(), "etag": answer.headers["etag"]}


async def test_register__the_secret_is_shown_this_once(api: Api, desk: Desk) -> None:
    made = await registered(api, desk, description="Kalenteri")
    assert made["secret"].startswith("whsec_")
    assert (made["owner"], made["status"], made["reason"]) == ("system:kunta", "active", None)
    for path in ("", f"/{made['id']}", f"/{made['id']}/deliveries"):
        answer = await api.http.get(f"/v1/webhooks{path}", headers=token(api))
        assert answer.status_code == 200
        assert "whsec_" not in answer.text
        assert made["secret"][6:] not in answer.text
    await desk.hear(said(new_id()))
    await desk.send()
    desk.receiver.got[0].verified_with(made["secret"])


async def test_register__all_reasons_at_once(api: Api, desk: Desk) -> None:
    body = {"url": "https://10.0.0.1/", "types": ["registry.RoleAssigned", "registry.*", "x"]}
    answer = await api.http.post("/v1/webhooks", json=body, headers=token(api) | {"Accept-Language": "fi"})
    assert answer.status_code == 422
    found = [(e["code"].rpartition(".")[2], e["pointer"]) for e in answer.json()["errors"]]
    assert found == [("unknown_type", "/types/0"), ("unknown_type", "/types/2"), ("inside_address", "/url")]
    assert desk.receiver.connections == 0


@pytest.mark.parametrize("more", [{"owner": "system:other"}, {"status": "removed"}, {"secret": "whsec_x"}, {"types": []}, {"url": None}])
async def test_register__nothing_else_may_be_set(api: Api, desk: Desk, more: dict[str, Any]) -> None:
    body = {"url": desk.receiver.url(), "types": ["registry.*"], **more}
    assert (await api.http.post("/v1/webhooks", json=body, headers=token(api))).status_code == 422


async def test_own__a_system_meets_its_own_and_nobody_elses(api: Api, desk: Desk) -> None:
    mine, theirs = await registered(api, desk), await registered(api, desk, "naapuri")
    listed = (await api.http.get("/v1/webhooks", headers=token(api))).json()["items"]
    assert [item["id"] for item in listed] == [mine["id"]]
    base = f"/v1/webhooks/{theirs['id']}"
    period = {"from": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"}
    for method, path, body in [
        ("GET", "", None), ("GET", "/deliveries", None), ("PATCH", "", {"description": "x"}), ("POST", "/disable", None),
        ("POST", "/enable", None), ("POST", "/remove", None), ("POST", "/rotate-secret", {}), ("POST", "/test", None),
        ("POST", "/replay", period), ("POST", f"/deliveries/{new_id()}/resend", None), ("GET", f"/deliveries/{new_id()}", None),
    ]:  # fmt: skip
        headers = token(api) | key() | {"If-Match": theirs["etag"]}
        answer = await api.http.request(method, base + path, json=body, headers=headers)
        assert (method, path, answer.status_code) == (method, path, 404)


async def test_own__the_coordinator_sees_all_operates_and_changes_nothing(api: Api, desk: Desk) -> None:
    mine, theirs = await registered(api, desk), await registered(api, desk, "naapuri")
    listed = (await api.http.get("/v1/webhooks", headers=api.coordinator)).json()["items"]
    assert {item["id"] for item in listed} == {mine["id"], theirs["id"]}
    base = f"/v1/webhooks/{mine['id']}"
    headers = api.coordinator | {"If-Match": mine["etag"]}
    assert (await api.http.patch(base, json={"description": "x"}, headers=headers)).status_code == 403
    assert (await api.http.post(f"{base}/rotate-secret", json={}, headers=api.coordinator)).status_code == 403
    register = {"url": desk.receiver.url(), "types": ["registry.*"]}
    assert (await api.http.post("/v1/webhooks", json=register, headers=api.coordinator)).status_code == 403
    assert (await api.http.post(f"{base}/disable", headers=api.coordinator)).json()["reason"] == "by_hand"
    assert (await api.http.post(f"{base}/enable", headers=api.coordinator)).json()["status"] == "active"


async def test_own__a_person_without_a_role_sees_nothing(api: Api, desk: Desk) -> None:
    made = await registered(api, desk)
    assert (await api.http.get("/v1/webhooks", headers=api.as_(STRANGER))).json()["items"] == []
    assert (await api.http.get(f"/v1/webhooks/{made['id']}", headers=api.as_(STRANGER))).status_code == 404
    assert (await api.http.get("/v1/webhooks")).status_code == 401


async def test_change__needs_the_version_and_checks_the_address_anew(api: Api, desk: Desk) -> None:
    made = await registered(api, desk)
    path = f"/v1/webhooks/{made['id']}"
    assert (await api.http.patch(path, json={"types": ["grants.*"]}, headers=token(api))).status_code == 428
    headers = token(api) | {"If-Match": made["etag"]}
    wrong = await api.http.patch(path, json={"url": "https://192.168.0.1/"}, headers=headers)
    assert wrong.json()["errors"][0]["code"] == "notifications.webhook.inside_address"
    changed = await api.http.patch(path, json={"types": ["grants.GrantApproved"]}, headers=headers)
    assert changed.json()["types"] == ["grants.GrantApproved"]
    assert (await api.http.patch(path, json={"description": "x"}, headers=headers)).status_code == 412
    await desk.hear(said(new_id()))
    assert await desk.send() == 0
    assert await desk.house.said(UUID(made["id"])) == ["EndpointRegistered", "EndpointChanged"]


@pytest.mark.parametrize("removed", [False, True])
async def test_rotate__who_comes_too_late_sees_no_secret(api: Api, desk: Desk, removed: bool) -> None:
    """Neither the one in use, nor a fault where there is none any more."""
    made = await registered(api, desk)
    path = f"/v1/webhooks/{made['id']}"
    if removed:
        assert (await api.http.post(f"{path}/remove", headers=token(api))).status_code == 204
    stale = token(api) | {"If-Match": '"77"'}
    late = await api.http.post(f"{path}/rotate-secret", json={}, headers=stale)
    assert (late.status_code, late.json()["current"]["id"]) == (412, made["id"])
    assert "secret" not in late.json()["current"]
    assert "whsec_" not in late.text


async def test_states__what_may_follow_what(api: Api, desk: Desk) -> None:
    made = await registered(api, desk)
    path = f"/v1/webhooks/{made['id']}"

    async def does(verb: str) -> int:
        return (await api.http.post(f"{path}/{verb}", headers=token(api) | key())).status_code

    await desk.hear(said(new_id()))
    assert [await does(v) for v in ("enable", "disable", "disable", "test")] == [409, 200, 409, 409]
    assert await desk.states() == ["cancelled"]
    assert [await does(v) for v in ("enable", "test", "remove", "remove", "enable")] == [200, 202, 204, 409, 409]
    assert await desk.rows("SELECT count(*) FROM notifications.endpoint_key") == [(0,)]
    assert (await api.http.get("/v1/webhooks", headers=token(api))).json()["items"] == []
    removed = (await api.http.get("/v1/webhooks?status=removed", headers=token(api))).json()["items"]
    assert [item["id"] for item in removed] == [made["id"]]


async def test_rotate__over_http(api: Api, desk: Desk) -> None:
    made = await registered(api, desk)
    rotated = await api.http.post(f"/v1/webhooks/{made['id']}/rotate-secret", json={"overlap_seconds": 60}, headers=token(api))
    assert rotated.json()["secret"] != made["secret"]
    assert [k["expires_at"] is None for k in rotated.json()["keys"]] == [True, False]
    too_long = {"overlap_seconds": 7 * 86400 + 1}
    refused = await api.http.post(f"/v1/webhooks/{made['id']}/rotate-secret", json=too_long, headers=token(api))
    assert refused.status_code == 422


async def test_test__an_event_of_its_own_for_this_endpoint_alone(api: Api, desk: Desk) -> None:
    made, _ = await registered(api, desk, types=["grants.*"]), await registered(api, desk, "naapuri")
    path = f"/v1/webhooks/{made['id']}"
    assert (await api.http.post(f"{path}/test", headers=token(api))).status_code == 400  # sending needs an Idempotency-Key
    once = token(api) | key()
    queued = (await api.http.post(f"{path}/test", headers=once)).json()
    again = await api.http.post(f"{path}/test", headers=once)
    assert again.json() == queued
    assert (queued["state"], queued["attempts"]) == ("queued", [])
    desk.receiver.answers = lambda _: Reply(418, body=b"teapot")
    await desk.send_all()
    (got,) = desk.receiver.got
    event = got.verified_with(made["secret"])
    assert (event["type"], event["data"]) == ("fi.yhdyspinta.notifications.WebhookTested.v1", {"webhook_id": made["id"]})
    seen = (await api.http.get(f"{path}/deliveries/{queued['id']}", headers=token(api))).json()
    assert (seen["state"], seen["purpose"], seen["next_attempt_at"]) == ("failed", "test", None)
    assert [(a["status"], a["excerpt"]) for a in seen["attempts"]] == [(418, "teapot")]


async def test_deliveries__the_log_with_its_answers(api: Api, desk: Desk) -> None:
    made = await registered(api, desk)
    path = f"/v1/webhooks/{made['id']}/deliveries"
    records = [said(new_id()) for _ in range(5)]
    for record in records:
        await desk.hear(record)
    failing = str(records[2].event_id)
    desk.receiver.answers = lambda got: Reply(500 if got.id == failing else 200, body=b"hei")
    await desk.send_all()
    listed = (await api.http.get(f"{path}?limit=3", headers=token(api))).json()
    more = (await api.http.get(f"{path}?limit=3&cursor={listed['next']}", headers=token(api))).json()
    ids = [item["event_id"] for item in listed["items"] + more["items"]]
    assert ids == [str(record.event_id) for record in reversed(records)]  # the newest first
    (retrying,) = (await api.http.get(f"{path}?state=retrying", headers=token(api))).json()["items"]
    assert (retrying["event_id"], retrying["tried"], retrying["type"]) == (failing, 1, "registry.OrganisationRegistered")
    assert retrying["next_attempt_at"] is not None
    sooner = await api.http.post(f"{path}/{retrying['id']}/resend", headers=token(api) | key())
    assert (sooner.status_code, sooner.json()["purpose"]) == (202, "event")
    await desk.send_all()
    webhook = f"/v1/webhooks/{made['id']}"
    assert (await api.http.get(webhook, headers=token(api))).json()["failing_since"] is not None
    await desk.hear(said(new_id()))
    await desk.send_all()
    assert (await api.http.get(webhook, headers=token(api))).json()["failing_since"] is None
    assert (await api.http.get(f"{path}?state=nonsense", headers=token(api))).status_code == 422


async def test_replay__a_period_in_order_marked_and_under_the_same_ids(api: Api, desk: Desk) -> None:
    start = clock.now() - timedelta(hours=3)
    subject = new_id()
    before = said(new_id(), at=start - timedelta(minutes=1))
    inside = [said(subject, n, UPDATED, at=start + timedelta(minutes=n)) for n in range(1, 6)]
    await desk.hear(before)
    for record in inside[:3]:  # before anybody was registered
        await desk.hear(record)
    made = await registered(api, desk, types=["registry.OrganisationUpdated"])
    await desk.hear(said(new_id(), at=start + timedelta(minutes=3)))  # of a type that it does not want
    for record in inside[3:]:
        await desk.hear(record)
    await desk.send_all()
    assert [got.id for got in desk.receiver.got] == [str(r.event_id) for r in inside[3:]]
    desk.receiver.got.clear()

    late = said(subject, 6, UPDATED, at=start + timedelta(minutes=6))
    await desk.hear(late)  # waits: it comes anyway, once, and as what it is
    period = {"from": start.isoformat(), "until": (start + timedelta(hours=1)).isoformat()}
    replay = f"/v1/webhooks/{made['id']}/replay"
    answer = await api.http.post(replay, json=period, headers=token(api) | key())
    assert (answer.status_code, answer.json()) == (202, {"queued": 5, "waiting": 1})
    desk.receiver.answers = lambda got: Reply(500 if got.event["sequence"] == "0000000002" else 204)
    await desk.send_all()
    assert [got.id for got in desk.receiver.got] == [str(r.event_id) for r in (*inside, late)]
    assert [got.headers.get("webhook-replay") for got in desk.receiver.got] == ["true"] * 5 + [None]
    await desk.due_now()
    assert await desk.send_all() == 0  # a replay schedules no retries
    assert "failed" in await desk.states()


async def test_replay__half_open_and_no_older_than_what_is_kept(api: Api, desk: Desk) -> None:
    made = await registered(api, desk)
    at = clock.now().replace(microsecond=0) - timedelta(hours=1)
    for moment in (at, at + timedelta(minutes=1)):
        await desk.hear(said(new_id(), at=moment))
    await desk.send_all()
    replay = f"/v1/webhooks/{made['id']}/replay"
    period = {"from": at.isoformat(), "until": (at + timedelta(minutes=1)).isoformat()}
    answer = await api.http.post(replay, json=period, headers=token(api) | key())
    assert answer.json() == {"queued": 1, "waiting": 0}
    too_old = {"from": (at - timedelta(days=31)).isoformat(), "until": at.isoformat()}
    refused = await api.http.post(replay, json=too_old, headers=token(api) | key())
    assert (refused.status_code, refused.json()["code"]) == (422, "notifications.webhook.period_too_old")
    backwards = {"from": period["until"], "until": period["from"]}
    assert (await api.http.post(replay, json=backwards, headers=token(api) | key())).status_code == 422
