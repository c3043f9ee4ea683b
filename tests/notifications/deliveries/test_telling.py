"""Who is told of what: once, in their language, and a letter where mail cannot tell."""

from collections import Counter
from datetime import timedelta
from email.utils import parseaddr
from uuid import UUID

import pytest
from tests.notifications.deliveries.conftest import HOUR, LEAD, PARTNER, Post, example, fact
from tests.notifications.deliveries.sink import plain

from chassis import clock
from chassis.dispatcher import Result
from chassis.outbox import new_id
from grants.events.application import ApplicationSubmitted
from notifications.links import Kind, opened

SOON = clock.now() + timedelta(days=10)


async def both(post: Post, **more: bool) -> None:
    await post.organisation(LEAD, "lead@example.invalid", **more)
    await post.organisation(PARTNER, "partner@example.invalid", **more)


@pytest.mark.parametrize(
    ("name", "tos", "template"),
    [
        ("DraftStillOpen", {"lead", "partner"}, "draft_still_open"),
        ("SignOffRequested", {"partner"}, "sign_off_requested"),
        ("ApplicationSubmitted", {"lead", "partner"}, "application_received"),
        ("CompletionRequested", {"lead", "partner"}, "completion_requested"),
        ("GrantApproved", {"lead", "partner"}, "grant_approved"),
        ("GrantDeclined", {"lead", "partner"}, "grant_declined"),
        ("DecisionReviewed", {"lead", "partner"}, "decision_reviewed"),
    ],
)
async def test_each_fact__reaches_whom_it_concerns(post: Post, name: str, tos: set[str], template: str) -> None:
    await both(post)
    event = example(name, **({"closes_at": SOON} if name in {"DraftStillOpen", "SignOffRequested"} else {}))
    assert await post.hear(fact(event)) is Result.APPLIED
    assert await post.send_all() == len(tos)
    assert {to.partition("@")[0] for to in post.sink.tos} == tos
    assert {row[0] for row in await post.rows("SELECT template FROM notifications.mail")} == {template}
    assert set(await post.states()) == {"sent"}
    assert await post.letters() == []


async def test_message__parsed_back(post: Post) -> None:
    """Both forms, in UTF-8, under the headers that a program needs; `å ä ö` in the subject too."""
    await post.organisation(LEAD)
    await post.organisation(PARTNER, "partner@example.invalid", language="sv")
    await post.hear(fact(example("ApplicationSubmitted")))
    await post.send_all()
    by = dict(post.sink.got)
    message = by["lead@example.invalid"]
    ((id,),) = await post.rows("SELECT id FROM notifications.mail WHERE language = 'fi'")
    assert message["Message-ID"] == f"<{id}@pohde.example>"
    assert parseaddr(str(message["From"])) == ("Pohjois-Pohjanmaan hyvinvointialue", "ei-vastauksia@pohde.example")
    assert message["To"] == "lead@example.invalid"
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "fi")
    assert by["partner@example.invalid"]["Content-Language"] == "sv"
    assert message["Date"].datetime.tzinfo is not None
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "PPH/2027/41-1" in text.get_content()
    assert "Omaisten kohtaamispaikka" in html.get_content()
    assert [part.defects for part in message.walk()] == [[], [], []]
    assert message.get_content_type() == "multipart/alternative"


async def test_unsubscribe__one_click_save_where_the_law_demands_the_mail(post: Post) -> None:
    await post.organisation(LEAD)
    await post.hear(fact(example("ApplicationSubmitted")))
    await post.hear(fact(example("GrantApproved")))
    await post.hear(fact(example("CompletionRequested")))
    await post.send_all()
    with_link = [m for _, m in post.sink.got if m["List-Unsubscribe"]]
    assert len(post.sink.got) == 3
    assert len(with_link) == 1
    assert with_link[0]["List-Unsubscribe"].startswith("<https://pohde.example/api/notifications/v1/unsubscribe/")
    assert with_link[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = with_link[0]["List-Unsubscribe"].strip("<>")
    assert link in plain(with_link[0])


async def test_audience__its_own_address_or_everybody_who_acts_for_it(post: Post) -> None:
    await post.person("a@example.invalid", LEAD)
    await post.person("b@example.invalid", LEAD, language="en")
    await post.organisation(PARTNER, "partner@example.invalid")
    await post.person("c@example.invalid", PARTNER)
    await post.hear(fact(example("ApplicationSubmitted")))
    await post.send_all()
    assert sorted(post.sink.tos) == ["a@example.invalid", "b@example.invalid", "partner@example.invalid"]


async def test_audience__one_person_for_two_parties_gets_one_mail(post: Post) -> None:
    await post.person("a@example.invalid", LEAD, PARTNER)
    await post.hear(fact(example("GrantApproved")))
    await post.send_all()
    assert post.sink.tos == ["a@example.invalid"]
    assert [row[0] for row in await post.proofs()] == [LEAD, PARTNER]


async def test_audience__nobody_to_tell_is_a_task_never_silence(post: Post) -> None:
    await post.organisation(PARTNER, "p@example.invalid", verified=False)
    assert await post.hear(fact(example("ApplicationSubmitted"))) is Result.APPLIED
    assert await post.send_all() == 0
    assert await post.letters() == [(LEAD, "no_address", "open"), (PARTNER, "no_address", "open")]


async def test_audience__who_wants_nothing_gets_nothing_but_what_the_law_demands(post: Post) -> None:
    await post.organisation(LEAD)
    await post.execute("UPDATE notifications.recipient SET muted_at = now()")
    await post.organisation(PARTNER, "partner@example.invalid")
    await post.hear(fact(example("ApplicationSubmitted")))
    await post.hear(fact(example("CompletionRequested")))
    await post.send_all()
    assert Counter(post.sink.tos) == {"lead@example.invalid": 1, "partner@example.invalid": 2}
    assert await post.letters() == []
    ((reply,),) = await post.rows("SELECT reply FROM notifications.mail WHERE state = 'suppressed'")
    assert reply == "muted"


async def test_once__whatever_is_replayed_and_whoever_came_meanwhile(post: Post) -> None:
    """Offsets and positions lost, everything read from the beginning: nothing is sent, to new representatives neither."""
    await post.person("a@example.invalid", LEAD, PARTNER)
    records = [
        fact(example(name)) for name in ("ApplicationSubmitted", "CompletionRequested", "GrantApproved", "DecisionReviewed")
    ]
    for record in records:
        await post.hear(record)
    await post.send_all()
    sent = len(post.sink.got)
    await post.execute("DELETE FROM notifications.position")
    await post.person("new@example.invalid", LEAD)
    await post.execute("DELETE FROM notifications.recipient WHERE address = 'a@example.invalid'")
    for record in records:
        assert await post.hear(record) is Result.IRRELEVANT
    assert await post.send_all() == 0
    assert len(post.sink.got) == sent == 4
    assert await post.letters() == []


async def test_once__a_restored_schema_tells_again_under_the_same_message_id(post: Post) -> None:
    """It has forgotten the mail; the mail server of the recipient need not show it twice."""
    await both(post)
    record = fact(example("GrantApproved"))
    for _ in range(2):
        await post.hear(record)
        await post.send_all()
        for table in ("position", "telling", "mail"):
            await post.execute(f"DELETE FROM notifications.{table}")
    assert sorted(post.sink.ids.values()) == [2, 2]


async def test_old__what_happened_before_the_listener_began_is_told_to_nobody(post: Post) -> None:
    await both(post)
    await post.hearing.begin()
    old = fact(example("GrantApproved"), at=clock.now() - HOUR)
    assert await post.hear(old) is Result.OLD
    assert await post.hear(fact(example("GrantDeclined"))) is Result.APPLIED
    assert {row[0] for row in await post.rows("SELECT template FROM notifications.mail")} == {"grant_declined"}
    assert len(await post.letters()) == 0


async def test_old__what_is_over_when_its_turn_comes_is_not_sent(post: Post) -> None:
    await both(post)
    await post.hear(fact(example("SignOffRequested", closes_at=clock.now() + timedelta(seconds=60))))
    await post.execute("UPDATE notifications.mail SET useful_until = now()")
    await post.send_all()
    assert (post.sink.got, await post.states(), await post.letters()) == ([], ["skipped_old"], [])


async def test_confirmation__the_one_mail_to_an_address_that_nobody_confirmed(post: Post) -> None:
    from notifications.events.recipient import ConfirmationAsked

    person = await post.person("new@example.invalid", LEAD, verified=False)
    asked = ConfirmationAsked(recipient_id=person, kind="person", asked_id=new_id())
    await post.execute("UPDATE notifications.recipient SET asked_id = :asked, asked_at = now()", asked=asked.asked_id)
    await post.hear(fact(asked))
    await post.hear(fact(example("ApplicationSubmitted")))
    await post.send_all()
    ((to, message),) = post.sink.got
    assert to == "new@example.invalid"
    assert "https://pohde.example/api/notifications/v1/confirmations/" in plain(message)
    ((values,),) = await post.rows("SELECT \"values\" FROM notifications.mail WHERE template = 'confirm_address'")
    assert set(values) == {"asked_id", "asked_at"}


async def test_address__stands_nowhere_but_with_its_recipient(post: Post) -> None:
    await post.person("secret.name@example.invalid", LEAD, PARTNER)
    post.sink.mailbox = lambda to: f"550 5.1.1 <{to}> no such user {to}"
    await post.hear(fact(example("ApplicationSubmitted")))
    await post.send_all()
    for table in ("mail", "telling", "postal_task", "audit", "outbox"):
        found = await post.rows(f"SELECT t::text FROM notifications.{table} t WHERE t::text LIKE '%secret%'")
        assert found == [], table
    ((reply,),) = await post.rows("SELECT reply FROM notifications.mail")
    assert "no such user" in reply


async def test_values__words_of_people_stay_words(post: Post) -> None:
    """A line break or a header in a value ends up in no header."""
    await post.organisation(LEAD)
    event = example("ApplicationSubmitted")
    assert isinstance(event, ApplicationSubmitted)
    wicked = event.model_copy(update={"case_number": "PPH\r\nBcc: x@example.invalid\r\n\r\n<script>"})
    await post.hear(fact(wicked))
    await post.send_all()
    message = dict(post.sink.got)["lead@example.invalid"]
    assert message["Bcc"] is None
    assert "<script>" not in str(message.get_body(("html",)))
    assert post.sink.tos == ["lead@example.invalid"]


async def test_confirmation__queued_for_one_address_goes_to_no_other(post: Post) -> None:
    """Another address was given before its turn: its link would be dead there. Given back within its time, it is sent after all."""
    from notifications.events.recipient import ConfirmationAsked

    first, second = new_id(), new_id()
    person = await post.person("first@example.invalid", verified=False)

    async def stands(address: str, asked: UUID, sequence: int) -> None:
        await post.execute(
            "UPDATE notifications.recipient SET address = :to, asked_id = :asked, asked_at = now() WHERE id = :id",
            to=address, asked=asked, id=person,
        )
        said = ConfirmationAsked(recipient_id=person, kind="person", asked_id=asked)
        await post.hear(fact(said, key=person, sequence=sequence))

    await stands("first@example.invalid", first, 1)
    await stands("second@example.invalid", second, 2)
    await post.send_all()
    assert post.sink.tos == ["second@example.invalid"]
    assert sorted(await post.states()) == ["sent", "suppressed"]
    await stands("first@example.invalid", first, 3)
    await stands("first@example.invalid", first, 4)
    await post.send_all()
    assert post.sink.tos == ["second@example.invalid", "first@example.invalid"]
    assert sorted(await post.states()) == ["sent", "sent"]
    link = plain(post.sink.got[-1][1]).partition("/v1/confirmations/")[2].split()[0]
    found = opened(link, b"k" * 32, Kind.CONFIRM, clock.now())
    assert found is not None
    assert (found.recipient_id, UUID(bytes=found.about)) == (person, first)
