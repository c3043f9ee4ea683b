"""Who may enter which address, and what becomes of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from tests.chassis.edge.conftest import COORDINATOR
from tests.journeys.said import heard, organisation, snapshot
from tests.notifications.post import GROUNDS, Post

from chassis import clock
from chassis.outbox import new_id
from chassis.work import Irrelevant
from notifications.deliveries.commands import telling
from notifications.recipients import queries
from notifications.recipients.commands import confirming
from notifications.recipients.domain.addressee import Why
from notifications.recipients.jobs import CLOCK

POSTAL = {"street": "Kirkkokatu 1", "postal_code": "90100", "locality": "Oulu"}


async def test_enter_mine__consent_has_moment_and_actor(post: Post) -> None:
    anna = new_id()
    who = post.person(anna)
    assert (await post.api.http.get("/v1/recipients/me", headers=who)).status_code == 404
    answer = await post.mine(who, " Anna@Esimerkki.EXAMPLE ", language="sv", electronic_service=True)
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["address"], said["language"], said["kind"]) == ("Anna@esimerkki.example", "sv", "person")
    assert (said["electronic_service"], said["consented_by"], said["verified_at"]) == (True, f"person:{anna}", None)
    assert said["consented_at"] is not None
    assert (await post.api.http.get("/v1/recipients/me", headers=who)).json() == said
    again = (await post.mine(who, "anna2@esimerkki.example")).json()
    assert (again["address"], again["language"], again["consented_at"]) == ("anna2@esimerkki.example", "fi", None)
    assert await post.house.said(anna) == [
        "RecipientAdded", "RecipientChanged", "ConfirmationAsked", "RecipientChanged", "ConfirmationAsked",
    ]


async def test_enter_mine__no_address_in_events_audit_problems_logs(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    anna = new_id()
    caplog.set_level("DEBUG")
    await post.mine(post.person(anna), "salainen@esimerkki.example")
    wrong = await post.mine(post.person(anna), "salainen esimerkki.example")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/address")
    assert "salainen" not in wrong.text
    assert "salainen" not in str(await post.events(anna))
    assert "salainen" not in str(await post.rows("SELECT * FROM notifications.audit"))
    assert await post.rows("SELECT count(*) FROM notifications.audit WHERE subject = 'recipient'") != [(0,)]
    assert "salainen" not in "".join(str(vars(each)) for each in caplog.records if each.name.startswith(("chassis", "notifications")))
    listed = await post.api.http.get("/v1/recipients?address=salainen@esimerkki.example", headers=post.staff)
    assert listed.status_code == 422


async def test_enter_mine__only_persons(post: Post) -> None:
    answer = await post.mine(post.api.as_("kunta", "regional_system", azp="kunta"))
    assert (answer.status_code, answer.json()["code"]) == (403, "notifications.recipient.persons_only")
    assert (await post.api.http.put("/v1/recipients/me", json={"address": "a@b.example"})).status_code == 401


async def test_others__are_not_there(post: Post) -> None:
    anna, bertta = new_id(), new_id()
    await post.mine(post.person(anna))
    for method, what, body in (
        ("GET", "", None), ("PATCH", "", {"language": "en"}), ("POST", "/remove", {"grounds": "x"}), ("POST", "/verify", {"grounds": "x"}),
    ):
        path = f"/v1/recipients/{anna}{what}"
        answer = await post.api.http.request(method, path, json=body, headers=post.person(bertta) | {"If-Match": '"1"'})
        assert answer.status_code == 404, path
    assert (await post.api.http.get("/v1/recipients", headers=post.person(bertta))).json()["items"] == []
    mine = await post.api.http.post(f"/v1/recipients/{anna}/verify", json={"grounds": "x"}, headers=post.person(anna))
    assert mine.status_code == 403


async def test_enter_of_organisation__representative_staff_and_strangers(post: Post) -> None:
    id = await post.organisation()
    _, representative = await post.representative(id)
    assert (await post.theirs(post.person(new_id()), id)).status_code == 404
    other = await post.organisation("Toinen ry")
    assert (await post.theirs(representative, other)).status_code == 404
    answer = await post.theirs(representative, id, postal=POSTAL, electronic_service=True)
    assert (answer.status_code, answer.json()["postal"]) == (200, POSTAL)
    wrong = await post.theirs(post.staff, id, "huono", postal={**POSTAL, "postal_code": "9"})
    assert {(e["code"].rpartition(".")[2], e["pointer"]) for e in wrong.json()["errors"]} == {
        ("address_form", "/address"), ("postal_code", "/postal/postal_code"), ("grounds_missing", "/grounds"),
    }
    answer = await post.theirs(post.staff, id, "uusi@esimerkki.example", grounds=GROUNDS)
    assert (answer.status_code, answer.json()["postal"]) == (200, None)
    assert (GROUNDS,) in await post.rows("SELECT grounds FROM notifications.audit")
    assert (await post.theirs(post.staff, new_id(), grounds=GROUNDS)).status_code == 404


async def test_enter_of_organisation__that_is_no_more(post: Post) -> None:
    for status in ("dissolved", "merged"):
        id = await post.organisation(status=status, successor_id=new_id() if status == "merged" else None)
        answer = await post.theirs(post.staff, id, grounds=GROUNDS)
        assert (answer.status_code, answer.json()["code"]) == (409, "notifications.recipient.organisation_ended")


async def test_change__if_match_grounds_and_no_home_address(post: Post) -> None:
    anna = new_id()
    etag = (await post.mine(post.person(anna))).headers["etag"]
    path = f"/v1/recipients/{anna}"

    async def change(who: dict[str, str], tag: str | None = None, **body: object) -> tuple[int, str]:
        answer = await post.api.http.patch(path, json=body, headers=who | ({"If-Match": tag} if tag else {}))
        return answer.status_code, answer.text

    assert (await change(post.person(anna), language="en"))[0] == 428
    assert (await change(post.person(anna), '"99"', language="en"))[0] == 412
    assert (await change(post.person(anna), etag, language="en"))[0] == 200
    status, said = await change(post.staff, '"2"', postal=POSTAL)
    assert status == 422
    assert "no_home_address" in said
    assert "grounds_missing" in said
    assert (await change(post.staff, '"2"', language="sv", grounds=GROUNDS))[0] == 200
    with pytest.raises(IntegrityError, match="no_home_address"):
        await execute(post, "UPDATE notifications.recipient SET postal = '{}' WHERE id = :id", id=anna)
    with pytest.raises(IntegrityError, match="one_subject"):
        await execute(post, "UPDATE notifications.recipient SET owner = 'person:x' WHERE id = :id", id=anna)
    with pytest.raises(IntegrityError, match="ck_recipient_address"):
        await execute(post, "UPDATE notifications.recipient SET address = :a WHERE id = :id", a="a@b.fi\r\nBcc: c@d.fi", id=anna)


async def execute(post: Post, sql: str, **values: object) -> None:
    await post.api.execute(sql, **values)


async def test_reads__of_persons_are_noted(post: Post) -> None:
    anna, id = new_id(), await post.organisation()
    await post.mine(post.person(anna))
    await post.theirs(post.staff, id, grounds=GROUNDS)
    noted = "SELECT actor, subject_id FROM notifications.audit WHERE action = 'read' ORDER BY id"
    await post.api.http.get("/v1/recipients/me", headers=post.person(anna))
    await post.api.http.get(f"/v1/recipients/{anna}", headers=post.person(anna))
    await post.api.http.get(f"/v1/recipients/{id}", headers=post.staff)
    assert await post.rows(noted) == []
    await post.api.http.get(f"/v1/recipients/{anna}", headers=post.staff)
    assert (await post.api.http.get("/v1/recipients?kind=person", headers=post.staff)).json()["items"][0]["id"] == str(anna)
    assert await post.rows(noted) == [(f"person:{COORDINATOR}", str(anna))] * 2


async def test_confirm__once_by_post_and_never_by_looking(post: Post) -> None:
    anna = new_id()
    await post.mine(post.person(anna))
    link = await post.confirming(anna)
    page = await post.api.http.get(link, headers={"Accept": "text/html"})
    for _ in range(3):
        assert (await post.api.http.get(link, headers={"Accept": "text/html"})).text == page.text
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert '<form method="post">' in page.text
    assert "esimerkki" not in page.text
    assert "script" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert (await post.api.http.head(link)).status_code == 200
    assert (await post.api.http.get("/v1/recipients/me", headers=post.person(anna))).json()["verified_at"] is None
    form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html", "Accept-Language": "sv"}
    done = await post.api.http.post(link, content=b"confirm=yes", headers=form)
    assert (done.status_code, done.headers["content-language"]) == (200, "sv")
    assert "Adressen är bekräftad" in done.text
    mine = (await post.api.http.get("/v1/recipients/me", headers=post.person(anna))).json()
    assert (mine["verified_by"], mine["confirmation_asked_at"]) == ("link", None)
    for method in ("GET", "POST"):
        used = await post.api.http.request(method, link, headers={"Accept": "text/html"})
        assert (used.status_code, used.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert "ei ole enää voimassa" in used.text
        told = await post.api.http.request(method, link)
        assert (told.status_code, told.json()["code"]) == (404, "notifications.recipient.link_gone")


async def test_confirm__not_with_a_link_of_another_of_before_or_too_late(post: Post) -> None:
    anna, bertta = new_id(), new_id()
    await post.mine(post.person(anna))
    await post.mine(post.person(bertta))
    stale = await post.confirming(anna)
    late = await post.confirming(anna, clock.now() - timedelta(days=5))
    await post.mine(post.person(anna), "toinen@esimerkki.example")
    for link in (stale, late, await post.confirming(bertta) + "A", "/v1/confirmations/x", "/v1/confirmations/" + "A" * 74):
        assert (await post.api.http.post(link)).status_code == 404, link
    assert (await post.api.http.post("/v1/confirmations/" + "A" * 201)).status_code in {404, 422}
    assert (await post.rows("SELECT count(*) FROM notifications.recipient WHERE verified_at IS NOT NULL")) == [(0,)]


async def test_confirmation__the_same_address_is_asked_once(post: Post) -> None:
    """To and fro within the time of a link is one question, so that nobody's box is filled with our mails."""
    anna = new_id()
    asked = []
    for address in ("a@esimerkki.example", "b@esimerkki.example", "A@esimerkki.example"):
        await post.mine(post.person(anna), address)
        asked.append((await post.rows("SELECT asked_id FROM notifications.recipient"))[0][0])
    assert asked[0] == asked[2] != asked[1]
    before = len(await post.house.said(anna))
    await post.mine(post.person(anna), "A@esimerkki.example")
    assert len(await post.house.said(anna)) == before


async def test_unconfirmed__are_forgotten_after_five_days(post: Post) -> None:
    anna, bertta = new_id(), new_id()
    for who in (anna, bertta):
        await post.mine(post.person(who))
    await post.confirmed(bertta)
    start = clock.now()
    early = replace(post.house, clock=lambda: start + timedelta(days=4, hours=23))
    late = replace(post.house, clock=lambda: start + timedelta(days=5, seconds=5))
    (due,) = CLOCK
    assert await early.read(due.due, 10) == []
    with pytest.raises(Irrelevant):
        await early.run(confirming.forget_unconfirmed, anna)
    assert await late.read(due.due, 10) == [anna]
    await late.run(due.command, anna)
    assert await late.read(due.due, 10) == []
    assert await post.rows("SELECT id FROM notifications.recipient WHERE address IS NOT NULL") == [(bertta,)]
    assert (await post.house.said(anna))[-1] == "RecipientRemoved"
    with pytest.raises(Irrelevant):
        await late.run(confirming.forget_unconfirmed, bertta)


async def test_verify__staff_on_grounds(post: Post) -> None:
    id = await post.organisation()
    await post.theirs(post.staff, id, grounds=GROUNDS)
    path = f"/v1/recipients/{id}/verify"
    assert (await post.api.http.post(path, json={}, headers=post.staff)).status_code == 422
    answer = await post.api.http.post(path, json={"grounds": GROUNDS}, headers=post.staff)
    assert (answer.status_code, answer.json()["verified_by"]) == (200, f"person:{COORDINATOR}")
    await post.api.http.post(f"/v1/recipients/{id}/remove", json={"grounds": GROUNDS}, headers=post.staff)
    answer = await post.api.http.post(path, json={"grounds": GROUNDS}, headers=post.staff)
    assert (answer.status_code, answer.json()["code"]) == (409, "notifications.recipient.no_address")


async def test_remove__nothing_is_left_but_the_row(post: Post) -> None:
    anna = new_id()
    await post.mine(post.person(anna), electronic_service=True)
    answer = await post.api.http.post(f"/v1/recipients/{anna}/remove", json={"grounds": "En halua viestejä."}, headers=post.person(anna))
    assert answer.status_code == 204
    left = (await post.api.http.get("/v1/recipients/me", headers=post.person(anna))).json()
    assert (left["address"], left["consented_at"], left["verified_at"]) == (None, None, None)
    assert await post.house.read(queries.addresses_of, [anna]) == {}
    assert (await post.mine(post.person(anna), "uusi@esimerkki.example")).json()["address"] == "uusi@esimerkki.example"


async def test_merged__is_written_to_at_its_successors(post: Post) -> None:
    first, second, third = [await post.organisation(name) for name in ("Yksi", "Kaksi", "Kolme")]
    for id in (first, second):
        await post.theirs(post.staff, id, f"{id}@esimerkki.example", grounds=GROUNDS)
    merged = organisation("Yksi", first, status="merged", successor_id=second)
    await heard(post.house, snapshot(merged, 2))
    found = await post.house.read(queries.addresses_of, [first, second, third])
    assert {id: one.id for id, one in found.items()} == {first: second, second: second}
    await heard(post.house, snapshot(organisation("Yksi", first), 3))
    assert (await post.house.read(queries.addresses_of, [first]))[first].id == first
    assert str(first) not in repr(found[first])
    assert "esimerkki" not in repr(found[first])


async def test_people_of__those_who_act_now(post: Post) -> None:
    id, other = await post.organisation(), await post.organisation("Toinen ry")
    anna, who = await post.representative(id)
    await post.representative(id)
    assert await post.house.read(queries.people_of, [id, other]) == {id: [], other: []}
    await post.mine(who)
    found = await post.house.read(queries.people_of, [id, other])
    assert ([one.id for one in found[id]], found[other]) == ([anna], [])
    await post.api.execute("UPDATE notifications.assignment SET valid_until = now() WHERE subject = :s", s=anna)
    assert await post.house.read(queries.people_of, [id]) == {id: []}


async def test_suppress__by_address_until_lifted_on_grounds(post: Post) -> None:
    anna, bertta = new_id(), new_id()
    await post.mine(post.person(anna), "sama@esimerkki.example")
    await post.mine(post.person(bertta), "Sama@esimerkki.example")
    for _ in range(2):
        await post.house.run(confirming.suppress, anna, Why.HARD_BOUNCE)
    assert (await post.house.said(anna)).count("RecipientChanged") == 2
    found = await post.house.read(queries.addresses_of, [anna, bertta])
    assert {one.suppressed for one in found.values()} == {Why.HARD_BOUNCE}
    listed = (await post.api.http.get("/v1/recipients?suppressed=true", headers=post.staff)).json()["items"]
    assert {one["id"] for one in listed} == {str(anna), str(bertta)}
    path = f"/v1/recipients/{anna}/lift-suppression"
    assert (await post.api.http.post(path, json={"grounds": GROUNDS}, headers=post.person(anna))).status_code == 403
    answer = await post.api.http.post(path, json={"grounds": GROUNDS}, headers=post.staff)
    assert (answer.status_code, answer.json()["suppressed"]) == (200, None)
    answer = await post.api.http.post(path, json={"grounds": GROUNDS}, headers=post.staff)
    assert (answer.status_code, answer.json()["code"]) == (409, "notifications.recipient.not_suppressed")
    ((why, by),) = await post.rows("SELECT why, lifted_by FROM notifications.suppression")
    assert (why, by) == ("hard_bounce", f"person:{COORDINATOR}")
    await post.house.run(confirming.suppress, new_id(), Why.COMPLAINT)


async def test_confirmation__is_mailed_once_however_often_it_is_asked(post: Post) -> None:
    anna = new_id()
    await post.mine(post.person(anna))
    ((asked,),) = await post.rows("SELECT asked_id FROM notifications.recipient")
    for _ in range(2):
        await post.house.run(telling.ask_to_confirm, anna, asked)
    assert await post.rows("SELECT template, weight, state FROM notifications.mail") == [("confirm_address", "confirmation", "queued")]
