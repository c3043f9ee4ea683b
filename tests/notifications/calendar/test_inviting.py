"""Who is invited gets the entry of their calendar: once, their own, the newest; and is told when it is taken back."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from tests.notifications.calendar.conftest import LEAD, LINK, PARTNER, Meeting, entry_of, file_of
from tests.notifications.deliveries.sink import plain

from chassis import clock
from chassis.dispatcher import Result
from chassis.outbox import new_id
from notifications.invitations.jobs import CLOCK


async def templates(meeting: Meeting) -> list[str]:
    return [row[0] for row in await meeting.post.rows("SELECT template FROM notifications.mail ORDER BY queued_at, id")]


async def entries(meeting: Meeting) -> list[tuple[Any, ...]]:
    return await meeting.post.rows("SELECT recipient_id, sequence, cancelled FROM notifications.calendar_entry ORDER BY recipient_id")


async def test_invited__person_and_organisation_get_one_mail_each_with_their_own_entry(meeting: Meeting) -> None:
    anna = await meeting.post.person("anna@example.invalid", language="sv")
    await meeting.post.organisation(LEAD)
    assert await meeting.invite(persons=(anna,), organisations=(LEAD,), mode="hybrid", remote_link=LINK) is Result.APPLIED
    sent = await meeting.sent()
    assert [to for to, _ in sent] == ["anna@example.invalid", "lead@example.invalid"]
    for to, message in sent:
        method, read = entry_of(message)
        assert (method, read.uid, read.sequence, read.status) == ("REQUEST", f"{meeting.id}@forums.yhdyspinta", 0, "CONFIRMED")
        assert read.place == "Kokoushuone Hupisaari, Oulu"
        content = file_of(message).replace(b"\r\n ", b"")
        assert f"mailto:{to}".encode() in content
        assert content.count(b"example.invalid") == 1
        assert LINK in plain(message)
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    swedish, finnish = (message for _, message in sent)
    assert str(swedish["Subject"]).startswith("Inbjudan: ")
    assert "kalenterikutsu" in plain(finnish)
    assert [part.get_content_type() for part in finnish.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics",
    ]
    assert len(set(await templates(meeting))) == 1


async def test_invited__heard_twice_or_by_a_group_that_lost_its_place(meeting: Meeting) -> None:
    await meeting.post.organisation(LEAD)
    await meeting.invite(organisations=(LEAD,))
    assert meeting.last is not None
    assert await meeting.post.hear(meeting.last) is Result.DUPLICATE
    await meeting.post.execute("DELETE FROM notifications.position")
    await meeting.post.hear(meeting.last)
    assert len(await meeting.sent()) == 1


async def test_changed__the_same_entry_with_a_higher_sequence(meeting: Meeting) -> None:
    await meeting.post.organisation(LEAD)
    later = clock.now().replace(microsecond=0) + timedelta(days=40)
    await meeting.invite(organisations=(LEAD,))
    ((_, first),) = await meeting.sent()
    await meeting.change(2, organisations=(LEAD,), starts_at=later, ends_at=later + timedelta(hours=1))
    ((_, moved),) = await meeting.sent()
    (was, old), (becomes, new) = entry_of(first), entry_of(moved)
    assert (was, becomes) == ("REQUEST", "REQUEST")
    assert old.uid == new.uid
    assert (old.sequence, new.sequence) == (0, 2)
    assert new.starts == later
    assert str(moved["Subject"]).startswith("Muutos: ")
    assert "Este." in plain(moved)
    assert new.stamp >= old.stamp


@pytest.mark.parametrize("sequence", [0, 1, 2])
async def test_changed__late_or_again_is_told_to_nobody(meeting: Meeting, sequence: int) -> None:
    await meeting.post.organisation(LEAD)
    await meeting.invite(organisations=(LEAD,))
    await meeting.change(2, organisations=(LEAD,))
    assert len(await meeting.sent()) == 2
    assert await meeting.change(sequence, organisations=(LEAD,)) is Result.APPLIED
    await meeting.change(sequence, organisations=(LEAD,), cancelled=True)
    assert await meeting.sent() == []
    assert await entries(meeting) == [(LEAD, 2, False)]


async def test_cancelled__taken_back_once(meeting: Meeting) -> None:
    await meeting.post.organisation(LEAD)
    await meeting.invite(organisations=(LEAD,), remote_link=LINK, mode="remote", place=None)
    await meeting.sent()
    await meeting.change(1, cancelled=True, organisations=(LEAD,), remote_link=LINK)
    await meeting.change(2, cancelled=True, organisations=(LEAD,), remote_link=LINK)
    ((_, message),) = await meeting.sent()
    method, read = entry_of(message)
    assert (method, read.status, read.sequence) == ("CANCEL", "CANCELLED", 1)
    assert str(message["Subject"]).startswith("Peruttu: ")
    assert "Este." in plain(message)
    assert LINK not in plain(message)


async def test_cancelled__before_any_invitation_came(meeting: Meeting) -> None:
    """Nothing is taken back that was never given; what comes after it, late, is given no more."""
    await meeting.post.organisation(LEAD)
    await meeting.change(3, cancelled=True, organisations=(LEAD,))
    await meeting.invite(organisations=(LEAD,))
    assert await meeting.sent() == []


async def test_invited_further__only_who_is_new(meeting: Meeting) -> None:
    await meeting.post.organisation(LEAD)
    await meeting.post.organisation(PARTNER, "partner@example.invalid")
    await meeting.invite(organisations=(LEAD,))
    await meeting.sent()
    await meeting.invite(organisations=(PARTNER,))
    assert [to for to, _ in await meeting.sent()] == ["partner@example.invalid"]
    await meeting.invite(organisations=(LEAD, PARTNER))
    assert await meeting.sent() == []
    await meeting.change(1, organisations=(LEAD, PARTNER))
    assert [to for to, _ in await meeting.sent()] == ["lead@example.invalid", "partner@example.invalid"]


async def test_audience__a_person_for_two_organisations_and_themself_gets_one_mail(meeting: Meeting) -> None:
    anna = await meeting.post.person("anna@example.invalid", LEAD, PARTNER)
    await meeting.invite(persons=(anna,), organisations=(LEAD, PARTNER))
    assert [to for to, _ in await meeting.sent()] == ["anna@example.invalid"]
    ((organisations,),) = await meeting.post.rows("SELECT organisations FROM notifications.mail")
    assert set(organisations) == {LEAD, PARTNER}


async def test_audience__who_acts_no_more_loses_the_entry_and_who_acts_now_gets_it(meeting: Meeting) -> None:
    await meeting.post.person("old@example.invalid", LEAD)
    await meeting.invite(organisations=(LEAD,), remote_link=LINK)
    await meeting.sent()
    await meeting.post.execute("UPDATE notifications.assignment SET valid_until = now()")
    await meeting.post.person("new@example.invalid", LEAD)
    await meeting.change(1, organisations=(LEAD,), remote_link=LINK)
    new, old = await meeting.sent()
    assert (new[0], entry_of(new[1])[0], str(new[1]["Subject"])[:6]) == ("new@example.invalid", "REQUEST", "Kutsu:")
    assert (old[0], entry_of(old[1])[0]) == ("old@example.invalid", "CANCEL")
    assert "ei ole enää voimassa" in plain(old[1])
    assert LINK not in plain(old[1]) + file_of(old[1]).decode()
    await meeting.change(2, cancelled=True, organisations=(LEAD,))
    assert [to for to, _ in await meeting.sent()] == ["new@example.invalid"]


async def test_audience__an_organisation_that_has_an_address_of_its_own_by_now(meeting: Meeting) -> None:
    """Its people who hold the entry are told further: nobody stands at a door that is closed."""
    await meeting.post.person("anna@example.invalid", LEAD)
    await meeting.invite(organisations=(LEAD,))
    await meeting.sent()
    await meeting.post.organisation(LEAD)
    await meeting.post.person("late@example.invalid", LEAD)
    await meeting.change(1, cancelled=False, organisations=(LEAD,))
    sent = await meeting.sent()
    assert [(to, str(message["Subject"]).partition(":")[0]) for to, message in sent] == [
        ("anna@example.invalid", "Muutos"), ("lead@example.invalid", "Kutsu"),
    ]


async def test_audience__nobody_to_tell_for_an_organisation_is_a_letter(meeting: Meeting) -> None:
    await meeting.invite(organisations=(LEAD,), persons=(new_id(),))
    assert await meeting.sent() == []
    assert await meeting.post.letters() == [(LEAD, "no_address", "open")]
    await meeting.change(0, organisations=(LEAD,))
    assert len(await meeting.post.letters()) == 1
    await meeting.change(1, organisations=(LEAD,), cancelled=True)
    templates = await meeting.post.rows("SELECT template FROM notifications.postal_task ORDER BY created_at")
    assert templates == [("meeting_invited",), ("meeting_cancelled",)]


async def test_preference__who_wants_no_mail_about_meetings_gets_none(meeting: Meeting) -> None:
    await meeting.post.organisation(LEAD)
    await meeting.post.execute("UPDATE notifications.recipient SET muted_at = now()")
    await meeting.invite(organisations=(LEAD,))
    assert await meeting.sent() == []
    assert await meeting.post.states() == ["suppressed"]
    assert await meeting.post.letters() == []


async def test_over__nobody_is_told_of_what_was(meeting: Meeting) -> None:
    await meeting.post.organisation(LEAD)
    past = clock.now() - timedelta(hours=3)
    await meeting.invite(organisations=(LEAD,), starts_at=past, ends_at=past + timedelta(hours=2))
    assert await meeting.sent() == []
    assert await templates(meeting) == []


async def test_sending__again_after_a_failure_is_the_same_message(meeting: Meeting) -> None:
    await meeting.post.organisation(LEAD)
    meeting.post.sink.mailbox = lambda _to: "451 later"
    await meeting.invite(organisations=(LEAD,), remote_link=LINK)
    await meeting.post.send()
    assert await meeting.post.states() == ["queued"]
    meeting.post.sink.mailbox = lambda _to: "250 ok"
    await meeting.post.due_now()
    ((_, message),) = await meeting.sent()
    entry_of(message)
    (raw,) = meeting.post.sink.raw
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


async def test_forget__when_the_meeting_is_long_over(meeting: Meeting) -> None:
    await meeting.post.organisation(LEAD)
    await meeting.invite(organisations=(LEAD,))
    await meeting.post.execute("UPDATE notifications.calendar_entry SET ends_at = now() - interval '30 days'")
    assert await meeting.post.clockwork.run_job(CLOCK[0]) == 0
    assert len(await entries(meeting)) == 1
    await meeting.post.execute("UPDATE notifications.calendar_entry SET ends_at = now() - interval '32 days'")
    assert await meeting.post.clockwork.run_job(CLOCK[0]) == 1
    assert await entries(meeting) == []


async def test_two_facts_at_once__tell_each_guest_once(meeting: Meeting) -> None:
    """Two invitations to one meeting that name the same guest, heard at the same time over two connections."""
    await meeting.post.organisation(LEAD)
    for _ in range(10):
        one = Meeting(meeting.post, new_id(), new_id())
        other = Meeting(meeting.post, one.id, new_id())
        results = await asyncio.gather(one.invite(organisations=(LEAD,)), other.invite(organisations=(LEAD,)))
        assert set(results) == {Result.APPLIED}
        assert len(await meeting.sent()) == 1
