"""Links of mails: signed, of one kind, for one thing, for a time (N10, N11)."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from notifications.links import CONFIRM_DAYS, UNSUBSCRIBE_DAYS, Kind, Sender, Token, opened, sealed
from notifications.settings import Settings

NOW = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
ONE, TWO = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01"), UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e02")
KEY = b"only-for-tests-only-for-tests-only"
SENDER = Sender("Hyvinvointialue", "kysy@esimerkki.example", "https://alue.example/api/notifications", KEY)


def last(link: str) -> str:
    return link.rpartition("/")[2]


def test_unsubscribe__one_topic_and_all() -> None:
    one, all_of_them = SENDER.unsubscribe(ONE, "grant_calls", NOW), SENDER.unsubscribe(ONE, "", NOW)
    assert one.startswith("https://alue.example/api/notifications/v1/unsubscribe/")
    found = opened(last(one), KEY, Kind.UNSUBSCRIBE, NOW)
    assert found is not None
    assert (found.recipient_id, found.topic) == (ONE, "grant_calls")
    whole = opened(last(all_of_them), KEY, Kind.UNSUBSCRIBE, NOW)
    assert whole is not None
    assert whole.topic == ""


def test_link__to_the_second() -> None:
    link, ends = last(SENDER.unsubscribe(ONE, "news", NOW)), NOW + timedelta(days=UNSUBSCRIBE_DAYS)
    assert opened(link, KEY, Kind.UNSUBSCRIBE, ends - timedelta(seconds=1)) is not None
    assert opened(link, KEY, Kind.UNSUBSCRIBE, ends) is None
    link, ends = last(SENDER.confirm(ONE, TWO, NOW)), NOW + timedelta(days=CONFIRM_DAYS)
    found = opened(link, KEY, Kind.CONFIRM, ends - timedelta(seconds=1))
    assert found is not None
    assert UUID(bytes=found.about) == TWO
    assert opened(link, KEY, Kind.CONFIRM, ends) is None


def test_link__one_kind_opens_no_other() -> None:
    assert opened(last(SENDER.confirm(ONE, TWO, NOW)), KEY, Kind.UNSUBSCRIBE, NOW) is None
    assert opened(last(SENDER.unsubscribe(ONE, "news", NOW)), KEY, Kind.CONFIRM, NOW) is None


def test_link__every_changed_bit_is_seen() -> None:
    link = last(SENDER.unsubscribe(ONE, "news", NOW))
    whole = bytearray(base64.urlsafe_b64decode(link + "=" * (-len(link) % 4)))
    for place in range(len(whole)):
        for bit in range(8):
            whole[place] ^= 1 << bit
            forged = base64.urlsafe_b64encode(whole).decode().rstrip("=")
            assert opened(forged, KEY, Kind.UNSUBSCRIBE, NOW) is None, (place, bit)
            whole[place] ^= 1 << bit
    assert opened(base64.urlsafe_b64encode(whole).decode().rstrip("="), KEY, Kind.UNSUBSCRIBE, NOW) is not None


def test_link__written_in_one_way_only() -> None:
    """The last letter of 53 bytes has two bits to spare, and `+/` are `-_`: the same bytes, another text, nobody's link."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for seconds in range(50):
        link = last(SENDER.unsubscribe(ONE, "news", NOW + timedelta(seconds=seconds)))
        spare = [link[:-1] + letters[letters.index(link[-1]) + more] for more in (1, 2, 3)]
        other = {link.replace("-", "+").replace("_", "/")} - {link}
        for forged in (*spare, *other, link + "="):
            assert opened(forged, KEY, Kind.UNSUBSCRIBE, NOW) is None, forged
        assert opened(link, KEY, Kind.UNSUBSCRIBE, NOW) is not None


@pytest.mark.parametrize("rubbish", ["", "a", "====", "ä", "A" * 200, "../../etc", "AAAA AAAA", "\0"])
def test_link__rubbish_is_nobodys(rubbish: str) -> None:
    assert opened(rubbish, KEY, Kind.UNSUBSCRIBE, NOW) is None


def test_link__other_keys_open_nothing_and_no_key_signs_nothing() -> None:
    link = last(SENDER.unsubscribe(ONE, "news", NOW))
    assert opened(link, KEY + b"x", Kind.UNSUBSCRIBE, NOW) is None
    assert opened(link, b"", Kind.UNSUBSCRIBE, NOW) is None
    with pytest.raises(ValueError, match="before the settings"):
        sealed(Token(Kind.CONFIRM, ONE, b"", NOW), b"")
    with pytest.raises(ValueError, match="16 bytes"):
        SENDER.unsubscribe(ONE, "a_topic_with_a_long_name", NOW)
    assert "only-for-tests" not in repr(SENDER)


GIVEN: dict[str, Any] = {
    "env": "production", "database_url": "x", "issuer": "https://sso.kunta.example", "cursor_key": "only-for-tests-only",
    "public_url": "https://alue.example", "mail_contact": "kysy@alue.example", "link_key": "k" * 32,
}


@pytest.mark.parametrize("wrong", [
    {"link_key": ""}, {"link_key": "k" * 31}, {"public_url": "http://alue.example"}, {"mail_contact": "a@b.invalid"},
])  # fmt: skip
def test_settings__production_signs_with_a_key_of_its_own(wrong: dict[str, str]) -> None:
    made = Settings(**GIVEN)
    assert made.sender.base == "https://alue.example/api/notifications"
    assert made.sender.key == b"k" * 32
    with pytest.raises(ValidationError, match="in production"):
        Settings(**GIVEN | wrong)


def test_settings__dev_has_a_key_that_survives_restarts() -> None:
    dev = GIVEN | {"env": "dev", "link_key": ""}
    link = last(Settings(**dev).sender.unsubscribe(ONE, "news", NOW))
    assert opened(link, Settings(**dev).sender.key, Kind.UNSUBSCRIBE, NOW) is not None
