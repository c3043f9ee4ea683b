"""Pure rules: what follows from an answer, the message's form, how an address is marked."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.machine import ActionNotAllowed
from notifications.adapters.smtp import without_addresses
from notifications.deliveries.domain.budget import filled
from notifications.deliveries.domain.mark import mark_of
from notifications.deliveries.domain.mime import Envelope, message
from notifications.deliveries.domain.outcome import mailbox_gone, outcome
from notifications.deliveries.domain.state import MACHINE, Action, State
from notifications.settings import Settings

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
ID = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e91")


class Answer:
    def __init__(self, code: int | None, about: str = "message") -> None:
        self.code, self.about_recipient, self.about_message = code, about == "recipient", about == "message"


class Waits:
    retry_waits = (60, 300)
    jitter = 0.2


def after(code: int | None, about: str = "message", tried: int = 1, chance: float = 0.5) -> tuple[Action, float | None]:
    found = outcome(Answer(code, about), tried=tried, waits=Waits(), chance=chance, now=NOW)
    return found.action, None if found.due_at is None else (found.due_at - NOW).total_seconds()


@pytest.mark.parametrize(
    ("code", "about", "tried", "expected"),
    [
        (250, "message", 1, (Action.ACCEPT, None)),
        (251, "message", 1, (Action.ACCEPT, None)),
        (450, "recipient", 1, (Action.PUT_OFF, 60)),
        (450, "recipient", 2, (Action.PUT_OFF, 300)),
        (450, "recipient", 3, (Action.GIVE_UP, None)),
        (421, "message", 1, (Action.PUT_OFF, 60)),
        (550, "recipient", 1, (Action.BOUNCE, None)),
        (554, "message", 1, (Action.GIVE_UP, None)),
        (550, "sender", 1, (Action.PUT_OFF, 60)),
        (535, "connection", 2, (Action.PUT_OFF, 300)),
        (535, "connection", 3, (Action.GIVE_UP, None)),
        (None, "message", 1, (Action.PUT_OFF, 60)),
        (354, "message", 1, (Action.PUT_OFF, 60)),
    ],
)
def test_outcome__by_code_and_stage(code: int | None, about: str, tried: int, expected: tuple[Action, float | None]) -> None:
    assert after(code, about, tried) == expected


def test_outcome__jitter_stays_within_its_share() -> None:
    assert after(None, chance=0)[1] == 48
    assert after(None, chance=0.999999)[1] == pytest.approx(72, abs=0.01)


@pytest.mark.parametrize(
    ("code", "words", "gone"),
    [
        (550, "5.1.1 unknown", True), (550, "5.2.1 disabled", True), (550, "5.2.2 full", False), (550, "5.7.1 policy", False),
        (550, "no such user", True), (552, "too much", False), (553, "odd name", True), (None, "", False),
    ],
)
def test_mailbox__written_off_only_where_the_address_is_at_fault(code: int | None, words: str, gone: bool) -> None:
    assert mailbox_gone(code, words) is gone


def made(**more: str) -> EmailMessage:
    given = {"subject": "Päätös", "text": "Hei", "html": "<p>Hei</p>", "name": "Hyvinvointialue", "to": "a@example.invalid"} | more
    envelope = Envelope(ID, "ei@example.invalid", given["name"], given["to"], "fi", NOW)
    found = message_from_bytes(message(envelope, subject=given["subject"], text=given["text"], html=given["html"]), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


HEADERS = {"Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type"}


@given(subject=st.text(max_size=300), name=st.text(max_size=80), text=st.text(max_size=2000))
def test_message__no_text_begins_a_header_or_a_part(subject: str, name: str, text: str) -> None:
    found = made(subject=subject, name=name, text=text)
    assert set(found.keys()) == HEADERS
    assert [part.get_content_type() for part in found.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert found["To"] == "a@example.invalid"
    assert found["From"].addresses[0].addr_spec == "ei@example.invalid"


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=3000))
def test_message__its_text_arrives_as_it_was(text: str) -> None:
    body = made(text=text).get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")


@given(subject=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Cf", "Co", "Cn"]), min_size=1, max_size=200))
def test_message__its_subject_arrives_as_it_was(subject: str) -> None:
    assert made(subject=subject)["Subject"] == subject


@pytest.mark.parametrize("to", ["a@b.fi\r\nBcc: c@d.fi", "a@b.fi, c@d.fi", "<a@b.fi>", "a b@c.fi", "a@b@c.fi", "", "a" * 250 + "@b.fi"])
def test_message__to_one_bare_address(to: str) -> None:
    with pytest.raises(ValueError, match="bare"):
        made(to=to)


def test_lines__never_too_long() -> None:
    envelope = Envelope(ID, "ei@example.invalid", "ä" * 300, "a@example.invalid", "fi", NOW, "https://x.invalid/" + "t" * 400)
    raw = message(envelope, subject="ö" * 600, text="ä" * 5000, html="x" * 5000)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_mark__other_in_every_mail_and_the_same_in_any_case() -> None:
    assert mark_of(ID, "A@b.fi") == mark_of(ID, "a@B.fi") != mark_of(UUID(int=1), "a@b.fi")


def test_budget__fills_no_further_than_the_burst_and_from_below_nothing() -> None:
    assert filled(0, NOW, now=NOW + timedelta(seconds=3), per_second=10, burst=100) == 30
    assert filled(0, NOW, now=NOW + timedelta(hours=3), per_second=10, burst=100) == 100
    assert filled(-50, NOW, now=NOW + timedelta(seconds=1), per_second=10, burst=100) == -40
    assert filled(5, NOW, now=NOW - timedelta(seconds=9), per_second=10, burst=100) == 5


def test_machine__what_is_over_is_not_sent() -> None:
    for state in (State.SENT, State.DELIVERED, State.BOUNCED, State.FAILED, State.SUPPRESSED, State.SKIPPED_OLD):
        with pytest.raises(ActionNotAllowed):
            MACHINE.after(state, Action.CLAIM)
    assert MACHINE.allowed(State.SKIPPED_OLD) == set()


def test_words__without_addresses() -> None:
    assert without_addresses("550 <a.b@c.fi>: unknown\r\n for x@y.fi") == "550 <…>: unknown for <…>"
    assert "131052-308T" not in without_addresses("550 131052-308T")


@pytest.mark.parametrize(
    ("said", "becomes"),
    [("", "smtp://127.0.0.1:25"), ("smtps://m.example", "smtps://m.example:465"), ("smtp+starttls://m.example", "smtp+starttls://m.example:587")],
)
def test_settings__ways_to_the_mail_server(said: str, becomes: str) -> None:
    assert _settings(smtp_url=said).smtp_url == becomes


@pytest.mark.parametrize("wrong", ["http://m.example", "smtp://", "m.example:25", "smtp://u:p@m.example", "smtp://m.example/x"])
def test_settings__no_other_way(wrong: str) -> None:
    with pytest.raises(ValueError, match="smtp"):
        _settings(smtp_url=wrong)


def test_settings__no_password_in_the_clear() -> None:
    with pytest.raises(ValueError, match="TLS"):
        _settings(smtp_url="smtp://m.example", smtp_user="u", smtp_password="p")
    assert _settings(smtp_url="smtps://m.example", smtp_user="u", smtp_password="secret-word").smtp_user == "u"
    assert "secret-word" not in repr(_settings(smtp_url="smtps://m.example", smtp_user="u", smtp_password="secret-word"))


def _settings(**more: str) -> Settings:
    return Settings(env="test", database_url="postgresql://x", issuer="http://127.0.0.1:1", cursor_key="only-for-tests-only", **more)  # type: ignore[arg-type]
