"""Who says what is wanted; who is told; the one click of a mail (RFC 8058, N10)."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from tests.notifications.post import GROUNDS, SENDER, Post

from chassis import clock
from chassis.outbox import new_id
from notifications.recipients.commands import confirming
from notifications.recipients.domain.addressee import Kind, Why
from notifications.recipients.queries import addresses_of
from notifications.subscriptions import queries
from notifications.subscriptions.domain.preference import No, Weight

ONE_CLICK = {"Content-Type": "application/x-www-form-urlencoded"}
BODY = b"List-Unsubscribe=One-Click"


async def say(post: Post, who: dict[str, str], topic: str, **others: object) -> tuple[int, str]:
    answer = await post.api.http.put("/v1/subscriptions", json={"topic": topic, **others}, headers=who)
    return answer.status_code, answer.text


async def told(post: Post, topic: str) -> set[UUID]:
    return {one.id for one in await post.house.read(queries.wanting, topic)}


async def confirmed_person(post: Post) -> tuple[UUID, dict[str, str]]:
    id = new_id()
    who = post.person(id)
    await post.mine(who, f"{id}@esimerkki.example")
    await post.confirmed(id)
    return id, who


async def confirmed_organisation(post: Post, name: str = "Kylän ystävät") -> UUID:
    id = await post.organisation(name)
    await post.theirs(post.staff, id, f"{id}@esimerkki.example", grounds=GROUNDS)
    await post.confirmed(id)
    return id


def path(id: UUID, topic: str, **when: object) -> str:
    return SENDER.unsubscribe(id, topic, clock.now() + timedelta(**when)).removeprefix(SENDER.base)  # type: ignore[arg-type]


async def test_topics__a_closed_list(post: Post) -> None:
    listed = (await post.api.http.get("/v1/topics", headers=post.person(new_id()))).json()
    assert [topic["code"] for topic in listed] == ["grant_calls", "applications", "meetings", "news", "organisations"]
    assert listed[0]["names"] == {"fi": "Avustushaut", "sv": "Bidragsansökningar", "en": "Grant calls"}
    assert (await post.api.http.get("/v1/topics")).status_code == 401


async def test_say__for_oneself_ones_organisation_and_by_staff(post: Post) -> None:
    anna = new_id()
    assert "no_recipient" in (await say(post, post.person(anna), "news"))[1]
    await post.mine(post.person(anna))
    status, said = await say(post, post.person(anna), "kissat")
    assert (status, "unknown_topic" in said) == (422, True)
    assert (await say(post, post.person(anna), "news"))[0] == 200
    id = await post.organisation()
    _, representative = await post.representative(id)
    assert (await say(post, representative, "news", recipient_id=str(id)))[0] == 404
    await post.theirs(representative, id)
    assert (await say(post, representative, "news", recipient_id=str(id)))[0] == 200
    assert (await say(post, post.person(new_id()), "news", recipient_id=str(id)))[0] == 404
    assert "grounds_missing" in (await say(post, post.staff, "news", recipient_id=str(id), wanted=False))[1]
    assert (await say(post, post.staff, "news", recipient_id=str(id), wanted=False, grounds=GROUNDS))[0] == 200
    assert (await post.api.http.put("/v1/subscriptions", json={"topic": "news"})).status_code == 401
    for who, seen in ((post.person(anna), 1), (representative, 1), (post.staff, 2), (post.person(new_id()), 0)):
        listed = (await post.api.http.get("/v1/subscriptions", headers=who)).json()["items"]
        assert len(listed) == seen
    one = (await post.api.http.get(f"/v1/subscriptions?recipient_id={id}", headers=post.staff)).json()["items"][0]
    assert (await post.api.http.get(f"/v1/subscriptions/{one['id']}", headers=post.staff)).json() == one
    assert (await post.api.http.get(f"/v1/subscriptions/{one['id']}", headers=post.person(anna))).status_code == 404


async def test_say__announces_changes_only(post: Post) -> None:
    anna, who = await confirmed_person(post)
    for wanted in (True, True, False, False):
        assert (await say(post, who, "news", wanted=wanted))[0] == 200
    ((id,),) = await post.rows("SELECT id FROM notifications.subscription")
    said = await post.events(id)
    assert [(event["wanted"], event["by"], event["about"]) for event in said] == [(True, "person", "news"), (False, "person", "news")]
    assert {event["recipient_id"] for event in said} == {str(anna)}


async def test_wanting__nobody_before_confirmation(post: Post) -> None:
    id = await post.organisation()
    await post.theirs(post.staff, id, grounds=GROUNDS)
    assert await told(post, "grant_calls") == set()
    await post.confirmed(id)
    assert await told(post, "grant_calls") == {id}


async def test_wanting__defaults_words_silence_and_refusal(post: Post) -> None:
    anna, who = await confirmed_person(post)
    one, two = await confirmed_organisation(post), await confirmed_organisation(post, "Toinen ry")
    assert await told(post, "grant_calls") == {one, two}
    assert await told(post, "news") == set()
    await say(post, who, "grant_calls")
    await say(post, who, "news")
    await say(post, post.staff, "grant_calls", recipient_id=str(one), wanted=False, grounds=GROUNDS)
    assert (await told(post, "grant_calls"), await told(post, "news")) == ({anna, two}, {anna})
    await post.house.run(confirming.suppress, anna, Why.COMPLAINT)
    assert await told(post, "grant_calls") == {two}
    found = (await post.house.read(addresses_of, [anna, one])).values()
    assert await post.house.read(queries.verdicts, Weight.TOPIC, "grant_calls", found) == {anna: No.SUPPRESSED, one: No.UNSUBSCRIBED}
    assert await post.house.read(queries.verdicts, Weight.LEGAL, None, found) == {anna: None, one: None}


async def test_wanting__slices_by_id_and_leaves_out_what_is_no_more(post: Post) -> None:
    from tests.journeys.said import heard, organisation, snapshot

    ids = [await confirmed_organisation(post, f"Järjestö {n}") for n in range(5)]
    anna, who = await confirmed_person(post)
    await say(post, who, "grant_calls")
    found, after = [], None
    while part := await post.house.read(queries.wanting, "grant_calls", after=after, limit=2):
        assert len(part) <= 2
        found += [one.id for one in part]
        after = part[-1].id
    assert found == sorted([*ids, anna])
    only = await post.house.read(queries.wanting, "grant_calls", kinds=[Kind.PERSON])
    assert [one.id for one in only] == [anna]
    merged = organisation("Järjestö 0", ids[0], status="merged", successor_id=ids[1])
    await heard(post.house, snapshot(merged, 2), snapshot(organisation("Järjestö 2", ids[2], status="dissolved"), 2))
    assert await told(post, "grant_calls") == {*ids, anna} - {ids[0], ids[2]}


async def test_unsubscribe__one_click_ends_one_subscription(post: Post) -> None:
    id = await confirmed_organisation(post)
    link = path(id, "grant_calls")
    for _ in range(2):
        answer = await post.api.http.post(link, content=BODY, headers=ONE_CLICK)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert (await told(post, "grant_calls"), await told(post, "meetings")) == (set(), {id})
    ((by, owner),) = await post.rows("SELECT said_by, owner FROM notifications.subscription")
    assert (by, owner) == ("link", None)
    assert await post.rows("SELECT count(*) FROM notifications.outbox WHERE type LIKE '%SubscriptionChanged%'") == [(1,)]


async def test_unsubscribe__as_multipart_without_type_and_at_once(post: Post) -> None:
    id = await confirmed_organisation(post)
    forms: list[dict[str, object]] = [
        {"files": {"List-Unsubscribe": (None, "One-Click")}}, {"content": BODY}, {}, {"content": BODY, "headers": ONE_CLICK | {"Accept": "application/json"}},
    ]
    done = await asyncio.gather(*(post.api.http.post(path(id, "meetings"), **form) for form in forms * 2))  # type: ignore[arg-type]
    assert [answer.status_code for answer in done] == [200] * 8
    assert await post.rows("SELECT count(*) FROM notifications.subscription") == [(1,)]


async def test_unsubscribe__all(post: Post) -> None:
    anna, who = await confirmed_person(post)
    await say(post, who, "news")
    for _ in range(2):
        assert (await post.api.http.post(path(anna, ""), content=BODY, headers=ONE_CLICK)).status_code == 200
    assert [await told(post, topic) for topic in ("news", "meetings", "grant_calls")] == [set()] * 3
    mine = (await post.api.http.get("/v1/recipients/me", headers=who)).json()
    assert (mine["muted"], mine["verified_at"] is not None) == (True, True)
    await say(post, who, "news")
    assert await told(post, "news") == {anna}


async def test_unsubscribe__looking_changes_nothing(post: Post) -> None:
    id = await confirmed_organisation(post)
    for topic, named in (("grant_calls", "Avustushaut"), ("", "mitään tiedotteita")):
        page = await post.api.http.get(path(id, topic), headers={"Accept": "text/html"})
        assert (page.status_code, named in page.text) == (200, True)
        assert 'name="List-Unsubscribe" value="One-Click"' in page.text
        assert "Kylän" not in page.text
    assert await told(post, "grant_calls") == {id}
    assert "Grant calls" in (await post.api.http.get(path(id, "grant_calls"), headers={"Accept-Language": "en"})).text


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_unsubscribe__forged_expired_unknown_are_all_the_same(post: Post, method: str) -> None:
    id = await confirmed_organisation(post)
    good = path(id, "grant_calls")
    confirm = SENDER.confirm(id, new_id(), clock.now()).rpartition("/")[2]
    wrong = [
        good[:-1] + ("A" if good[-1] != "A" else "B"), good + "AA", good + "=", path(id, "grant_calls", days=-366), path(new_id(), "grant_calls"),
        f"/v1/unsubscribe/{confirm}", "/v1/unsubscribe/x", "/v1/unsubscribe/%00",
    ]
    said = set()
    for link in wrong:
        answer = await post.api.http.request(method, link, headers=ONE_CLICK)
        assert answer.status_code == 404, link
        said.add(answer.json()["code"])
    assert said <= {"notifications.subscription.link_gone", "chassis.not_found"}
    assert await told(post, "grant_calls") == {id}
    assert await post.rows("SELECT count(*) FROM notifications.subscription") == [(0,)]


async def test_unsubscribe__idempotency_key_and_large_bodies(post: Post) -> None:
    id = await confirmed_organisation(post)
    key = {"Idempotency-Key": "sama-avain", **ONE_CLICK}
    first = await post.api.http.post(path(id, "news"), content=BODY, headers=key)
    again = await post.api.http.post(path(id, "news"), content=BODY, headers=key)
    assert (first.status_code, again.status_code, again.text) == (200, 200, first.text)
    large = await post.api.http.post(path(id, "news"), content=b"x" * 2_000_000, headers=ONE_CLICK)
    assert large.status_code == 413
