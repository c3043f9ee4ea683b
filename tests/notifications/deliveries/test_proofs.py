"""Service of a decision: by mail with consent, by letter otherwise; reports that come later (RFC 3464)."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from tests.chassis.edge.conftest import Api
from tests.notifications.deliveries.conftest import LEAD, PARTNER, Post, alone, example, fact

from chassis import clock
from chassis.outbox import new_id
from chassis.values import today
from notifications.deliveries.domain.reports import EXAMPLE, Report, Said, report
from notifications.proofs.domain import Way, at_the_post, deemed_on

TODAY = today(clock.now())
GATEWAY = new_id()
"""The mail gateway's client."""
HELSINKI = ZoneInfo("Europe/Helsinki")


def dsn(id: object, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A report about this mail."""
    made = EXAMPLE.replace("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e91", str(id)).replace("5.1.1", status)
    return made.replace("Action: failed", f"Action: {action}").encode()


async def mail_id(post: Post) -> UUID:
    ((id,),) = await post.rows("SELECT id FROM notifications.mail")
    return UUID(str(id))


async def hand_in(api: Api, raw: bytes, headers: dict[str, str] | None = None) -> Any:
    return await api.http.post("/v1/deliveries/bounces", files={"file": ("r.eml", raw)}, headers=headers or api.as_(GATEWAY, "mail_gateway"))


async def served(post: Post) -> list[dict[str, Any]]:
    return [json.loads(r.value or b"") for r in await post.house.outbox() if "DecisionServed" in (r.type or "")]


@pytest.mark.parametrize(
    ("sent", "way_days", "day"),
    [
        (datetime(2027, 4, 20, 20, 59, tzinfo=ZoneInfo("UTC")), 3, date(2027, 4, 23)),  # 23.59 in Finland
        (datetime(2027, 4, 20, 21, 0, tzinfo=ZoneInfo("UTC")), 3, date(2027, 4, 24)),  # the next Finnish day
        (datetime(2027, 3, 27, 21, 59, tzinfo=ZoneInfo("UTC")), 3, date(2027, 3, 30)),  # over the change to summer time
        (datetime(2027, 10, 30, 21, 30, tzinfo=ZoneInfo("UTC")), 7, date(2027, 11, 7)),
        (datetime(2027, 12, 30, 12, 0, tzinfo=ZoneInfo("UTC")), 3, date(2028, 1, 2)),
    ],
)
def test_deemed__finnish_days_after_the_sending(sent: datetime, way_days: int, day: date) -> None:
    assert deemed_on(sent, way_days) == day


def test_posting__a_day_is_a_day_in_finland() -> None:
    for day in (date(2027, 3, 28), date(2027, 10, 31), date(2027, 1, 1)):
        assert deemed_on(at_the_post(day), 7) == day + timedelta(days=7)


async def test_email__with_consent_is_proof_on_the_third_day(post: Post) -> None:
    await post.organisation(LEAD)
    await post.organisation(PARTNER, "partner@example.invalid")
    await post.hear(fact(example("GrantApproved")))
    assert await served(post) == []
    await post.send_all()
    day = TODAY + timedelta(days=3)
    assert await post.proofs() == [(LEAD, "email", day), (PARTNER, "email", day)]
    said = await served(post)
    assert {one["organisation_id"] for one in said} == {str(LEAD), str(PARTNER)}
    assert {(one["way"], one["deemed_on"]) for one in said} == {("email", day.isoformat())}
    assert await post.letters() == []


@pytest.mark.parametrize("name", ["GrantApproved", "GrantDeclined", "DecisionReviewed"])
async def test_no_consent__a_letter_and_no_clock(post: Post, name: str) -> None:
    await post.organisation(LEAD, consent=False)
    await post.organisation(PARTNER, "partner@example.invalid")
    await post.suppress("partner@example.invalid")
    await post.hear(fact(example(name)))
    assert await post.send_all() == 0
    assert (post.sink.got, await served(post), await post.proofs()) == ([], [], [])
    assert await post.letters() == [(LEAD, "no_consent", "open"), (PARTNER, "suppressed", "open")]


REFUSED = (
    "INSERT INTO notifications.suppression (id, address, why, since) "
    "VALUES (gen_random_uuid(), 'lead@example.invalid', 'hard_bounce', now())"
)


async def test_unsent__the_letter_says_why(post: Post) -> None:
    """Consent was withdrawn, the address refused, or taken back, after the mail was queued and before its turn."""
    for between, reason in (
        ("UPDATE notifications.recipient SET consented_at = NULL, consented_by = NULL", "no_consent"),
        (REFUSED, "suppressed"),
        ("UPDATE notifications.recipient SET address = NULL, verified_at = NULL, verified_by = NULL", "no_address"),
        ("UPDATE notifications.recipient SET verified_at = NULL, verified_by = NULL", "no_address"),
    ):
        await post.organisation(LEAD)
        await post.hear(fact(alone("GrantApproved")))
        await post.execute(between)
        await post.send_all()
        assert (post.sink.got, await post.states()) == ([], ["suppressed"])
        assert await post.letters() == [(LEAD, reason, "open")]
        for table in ("mail", "postal_task", "suppression", "recipient"):
            await post.execute(f"DELETE FROM notifications.{table}")


async def test_merged__its_successors_people_are_told(post: Post) -> None:
    """Without an address of its own: who acts for the successor, and who still acts for the merged one; nobody twice."""
    successor = new_id()
    await post.hear_of(LEAD, status="merged", successor_id=successor)
    await post.hear_of(successor)
    await post.person("still@example.invalid", LEAD)
    await post.person("new@example.invalid", successor)
    await post.person("both@example.invalid", LEAD, successor)
    await post.person("ended@example.invalid")
    await post.hear(fact(alone("GrantApproved")))
    await post.send_all()
    assert sorted(post.sink.tos) == ["both@example.invalid", "new@example.invalid", "still@example.invalid"]
    assert await post.proofs() == [(LEAD, "email", TODAY + timedelta(days=3))]
    assert await post.letters() == []


async def test_representatives__served_by_the_first_letter_only_when_none_is_left(post: Post) -> None:
    for name in "abc":
        await post.person(f"{name}@example.invalid", LEAD)
    post.sink.mailbox = lambda to: "550 5.1.1 no" if to[0] in "ab" else "250 ok"
    await post.hear(fact(alone("GrantApproved")))
    await post.send_all()
    assert sorted(await post.states()) == ["bounced", "bounced", "sent"]
    assert (len(await served(post)), await post.letters()) == (1, [])
    await post.hear(fact(alone("GrantDeclined")))
    post.sink.mailbox = lambda _: "550 5.1.1 no"
    await post.send_all()
    assert await post.letters() == [(LEAD, "bounced", "open")]


async def test_bounce__suppresses_for_the_rest_and_not_for_what_the_law_demands(post: Post) -> None:
    await post.organisation(LEAD)
    post.sink.mailbox = lambda to: f"550 5.1.1 <{to}> unknown"
    await post.hear(fact(alone("ApplicationSubmitted")))
    await post.send_all()
    post.sink.mailbox = lambda _: "250 ok"
    for name in ("ApplicationSubmitted", "CompletionRequested", "GrantApproved"):
        await post.hear(fact(alone(name)))
    await post.send_all()
    states = dict(await post.rows("SELECT template || tried, state FROM notifications.mail"))
    assert states == {"application_received1": "bounced", "application_received0": "suppressed", "completion_requested1": "sent"}
    ((letter,),) = await post.rows("SELECT reason FROM notifications.postal_task WHERE template = 'grant_approved'")
    assert letter == "suppressed"


async def test_policy__a_refusal_for_another_reason_writes_no_address_off(post: Post) -> None:
    await post.organisation(LEAD)
    post.sink.mailbox = lambda _: "550 5.7.1 blocked for now"
    await post.hear(fact(alone("ApplicationSubmitted")))
    await post.send_all()
    assert await post.rows("SELECT count(*) FROM notifications.suppression") == [(0,)]


async def test_report__delivered(post: Post, api: Api) -> None:
    await post.organisation(LEAD)
    await post.hear(fact(alone("GrantApproved")))
    await post.send_all()
    answer = await hand_in(api, dsn(await mail_id(post), "delivered", "2.0.0"))
    assert (answer.status_code, answer.json()["status"]) == (200, "delivered")
    again = await hand_in(api, dsn(await mail_id(post), "delivered", "2.0.0"))
    assert (again.status_code, again.json()["version"]) == (200, answer.json()["version"])
    assert len(await served(post)) == 1


async def test_report__a_decision_that_came_back_is_posted_and_the_later_day_counts(post: Post, api: Api) -> None:
    """The proof of the mail stands until the letter is posted; then the letter's day is said under the same proof."""
    await post.organisation(LEAD)
    await post.hear(fact(alone("GrantApproved")))
    await post.send_all()
    answer = await hand_in(api, dsn(await mail_id(post)))
    assert answer.json()["status"] == "bounced"
    assert await post.letters() == [(LEAD, "bounced", "open")]
    assert len(await served(post)) == 1
    ((address, why),) = await post.rows("SELECT address, why FROM notifications.suppression")
    assert (address, why) == ("lead@example.invalid", "hard_bounce")
    (task,) = (await api.http.get("/v1/postal-tasks?status=open", headers=api.coordinator)).json()["items"]
    body = {"posted_on": TODAY.isoformat()}
    posted = await api.http.post(f"/v1/postal-tasks/{task['id']}/posted", json=body, headers=api.coordinator)
    assert (posted.status_code, posted.json()["status"]) == (200, "posted")
    first, second = await served(post)
    assert first["proof_id"] == second["proof_id"]
    assert (second["way"], second["deemed_on"]) == ("letter", (TODAY + timedelta(days=7)).isoformat())
    assert await post.proofs() == [(LEAD, "letter", TODAY + timedelta(days=7))]
    twice = await api.http.post(f"/v1/postal-tasks/{task['id']}/posted", json=body, headers=api.coordinator)
    assert twice.status_code == 409


async def test_report__not_held_against_an_address_given_meanwhile(post: Post, api: Api) -> None:
    await post.organisation(LEAD)
    await post.hear(fact(alone("ApplicationSubmitted")))
    await post.send_all()
    await post.execute("UPDATE notifications.recipient SET address = 'new@example.invalid'")
    assert (await hand_in(api, dsn(await mail_id(post)))).json()["status"] == "bounced"
    assert await post.rows("SELECT count(*) FROM notifications.suppression") == [(0,)]


async def test_report__delayed_changes_nothing(post: Post, api: Api) -> None:
    await post.organisation(LEAD)
    await post.hear(fact(alone("ApplicationSubmitted")))
    await post.send_all()
    assert (await hand_in(api, dsn(await mail_id(post), "delayed", "4.4.1"))).json()["status"] == "sent"


async def test_report__before_the_worker_has_written_that_it_was_sent(post: Post, api: Api) -> None:
    from notifications.adapters.smtp import Reply, Stage
    from notifications.deliveries.commands import sending
    from notifications.deliveries.domain.state import Lane

    await post.organisation(LEAD)
    await post.hear(fact(alone("GrantApproved")))
    (parcel,) = await post.house.run(sending.claim, 1, lane=Lane.DIRECT)
    assert (await hand_in(api, dsn(await mail_id(post)))).json()["status"] == "bounced"
    await post.house.run(sending.record, parcel, [Reply(Stage.MESSAGE, 250, "ok")])
    await post.due_now()
    assert await post.send() == 0
    assert (await post.states(), await served(post)) == (["bounced"], [])
    assert await post.letters() == [(LEAD, "bounced", "open")]


async def test_report__refused_when_it_is_none_or_not_ours_or_from_a_stranger(post: Post, api: Api) -> None:
    await post.organisation(LEAD)
    await post.hear(fact(alone("ApplicationSubmitted")))
    await post.send_all()
    for raw, code in (
        (b"Subject: hei\r\n\r\nLomalla\r\n", "notifications.mail.no_report"), (b"\xff\x00", "notifications.mail.no_report"),
        (dsn(new_id()), "notifications.mail.unknown"),
    ):
        answer = await hand_in(api, raw)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    stranger = await hand_in(api, dsn(await mail_id(post)), api.as_(new_id(), "representative"))
    assert stranger.status_code == 403
    assert await post.states() == ["sent"]


async def test_retry__by_hand_after_the_address_was_mended(post: Post, api: Api) -> None:
    """The letter that was asked for is not needed any more; the mail goes under its old Message-ID."""
    await post.organisation(LEAD)
    post.sink.mailbox = lambda _: "550 5.1.1 no"
    await post.hear(fact(alone("GrantApproved")))
    await post.send_all()
    assert await post.letters() == [(LEAD, "bounced", "open")]
    await post.execute("UPDATE notifications.recipient SET address = 'right@example.invalid'")
    post.sink.mailbox = lambda _: "250 ok"
    path = f"/v1/deliveries/{await mail_id(post)}"
    again = await api.http.post(f"{path}/retry", headers=api.coordinator)
    assert (again.status_code, again.json()["status"]) == (200, "queued")
    assert (await api.http.post(f"{path}/retry", headers=api.coordinator)).status_code == 409
    await post.send_all()
    assert list(post.sink.ids) == [f"<{await mail_id(post)}@pohde.example>"]
    assert await post.letters() == [(LEAD, "bounced", "not_needed")]
    assert await post.proofs() == [(LEAD, "email", TODAY + timedelta(days=3))]


async def test_posting__in_its_days_only(post: Post, api: Api) -> None:
    await post.hear(fact(alone("GrantApproved")))
    (task,) = (await api.http.get("/v1/postal-tasks", headers=api.coordinator)).json()["items"]
    path = f"/v1/postal-tasks/{task['id']}"
    for day, code in ((1, "posted_in_future"), (-1, "posted_too_early")):
        body = {"posted_on": (TODAY + timedelta(days=day)).isoformat()}
        refused = await api.http.post(f"{path}/posted", json=body, headers=api.coordinator)
        assert (refused.status_code, refused.json()["code"]) == (422, f"notifications.postal_task.{code}")
    letter = await api.http.get(f"{path}/letter", headers=api.coordinator)
    assert "PPH/2027/41-1" in letter.json()["text"]
    assert "seitsemäntenä päivänä" in letter.json()["text"]
    assert "kolmantena" not in letter.json()["html"]
    assert (await api.http.get(path, headers=api.as_(LEAD, "representative"))).status_code == 404
    assert (await api.http.post(f"{path}/posted", json={"posted_on": TODAY.isoformat()}, headers=api.coordinator)).status_code == 200
    proofs = (await api.http.get(f"/v1/proofs?organisation_id={LEAD}", headers=api.coordinator)).json()["items"]
    assert [(p["way"], p["deemed_on"]) for p in proofs] == [("letter", (TODAY + timedelta(days=7)).isoformat())]


def test_report__read_in_its_forms() -> None:
    """Returned headers, a returned message, or an answer that names the mail; without any of them it is about nothing."""
    id = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e91")
    assert report(EXAMPLE.encode()) == Report(id, Said.BOUNCED, "5.1.1", mailbox_gone=True)
    whole = EXAMPLE.replace("text/rfc822-headers", "message/rfc822")
    assert report(whole.encode()) == Report(id, Said.BOUNCED, "5.1.1", mailbox_gone=True)
    assert report(EXAMPLE.replace("\n", "\r\n").encode()) == Report(id, Said.BOUNCED, "5.1.1", mailbox_gone=True)
    full = report(dsn(id, status="5.2.2"))
    assert full == Report(id, Said.BOUNCED, "5.2.2", mailbox_gone=False)
    assert report(EXAMPLE.replace("Message-ID:", "X-Other:").replace("text/rfc822-headers", "text/plain").encode()) is None
    assert Way("email") is Way.EMAIL
