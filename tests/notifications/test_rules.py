"""N2, N3, N4, N5: what follows from an answer, and what is signed. Pure."""

import base64
import string
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import from_json
from standardwebhooks import Webhook, WebhookVerificationError

from chassis import clock
from chassis.outbox import new_id
from notifications.adapters.http import Answer, Fault, _wait
from notifications.messages.domain import cloud_event
from notifications.webhooks.commands.sending import Result
from notifications.webhooks.domain.attempt import Outcome, Purpose, State, failed_too_long, outcome, retry_wait
from notifications.webhooks.domain.endpoint import objections_to_rotation, objections_to_types
from notifications.webhooks.domain.signing import Key, secret_of, signed_headers

NOW = datetime(2027, 3, 1, 10, 0, 0, 999_999, tzinfo=UTC)


@dataclass(frozen=True)
class Waits:
    retry_waits: tuple[int, ...] = (5, 300, 1800, 7200, 18000, 36000, 36000)
    jitter: float = 0.2
    least_wait: int = 60


def after(answer: Answer, *, tried: int = 1, purpose: Purpose = Purpose.EVENT, chance: float = 0.5) -> Outcome:
    return outcome(Result(answer), purpose=purpose, tried=tried, waits=Waits(), chance=chance, now=NOW)


def answered(status: int, **others: object) -> Answer:
    return Answer(1, status, **others)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_outcome__success(status: int) -> None:
    assert after(answered(status)) == Outcome(State.DELIVERED)


@pytest.mark.parametrize("status", [100, 199, 300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 409, 422, 500, 502, 503, 504, 599])
def test_outcome__every_other_status_is_retried(status: int) -> None:
    assert after(answered(status)) == Outcome(State.RETRYING, NOW + timedelta(seconds=5))


@pytest.mark.parametrize("fault", list(Fault))
def test_outcome__every_fault_is_retried(fault: Fault) -> None:
    assert after(Answer(1, fault=fault)).state is State.RETRYING


def test_outcome__seven_retries_and_then_no_more() -> None:
    waits = [after(answered(500), tried=n).due_at for n in range(1, 8)]
    assert waits == [NOW + timedelta(seconds=s) for s in (5, 300, 1800, 7200, 18000, 36000, 36000)]
    assert after(answered(500), tried=8) == Outcome(State.FAILED, exhausted=True)


@pytest.mark.parametrize("purpose", [Purpose.TEST, Purpose.RESEND, Purpose.REPLAY])
def test_outcome__what_was_sent_by_hand_is_not_retried(purpose: Purpose) -> None:
    """And it takes no part in giving up the endpoint."""
    assert after(answered(500), purpose=purpose) == Outcome(State.FAILED)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_outcome__gone(purpose: Purpose) -> None:
    assert after(answered(410), purpose=purpose) == Outcome(State.FAILED, gone=True)


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 7))
def test_retry_wait__jitter(chance: float, tried: int) -> None:
    planned = Waits().retry_waits[tried - 1]
    wait = retry_wait(Result(answered(500)), planned, waits=Waits(), chance=chance)
    assert planned * 0.8 <= wait <= planned * 1.2


@given(st.floats(0, 1, exclude_max=True))
def test_retry_wait__overloaded_or_late_at_least_a_minute(chance: float) -> None:
    for answer in (answered(429), Answer(30_000, fault=Fault.TIMEOUT)):
        assert 60 <= retry_wait(Result(answer), 5, waits=Waits(), chance=chance) <= 72
    assert retry_wait(Result(answered(500)), 5, waits=Waits(), chance=chance) <= 6


@pytest.mark.parametrize(("asked", "status", "planned", "wait"), [
    (0, 503, 300, 300), (299, 503, 300, 300), (300, 503, 300, 300), (450, 503, 300, 450), (600, 503, 300, 600),
    (601, 503, 300, 600), (86400, 503, 300, 600), (3, 429, 5, 60), (90, 429, 5, 90), (500, 429, 5, 120), (7, 500, 5, 7),
])  # fmt: skip
def test_retry_wait__what_the_receiver_asks_within_base_and_twice_base(asked: int, status: int, planned: int, wait: int) -> None:
    answer = answered(status, retry_after=float(asked))
    assert {retry_wait(Result(answer), planned, waits=Waits(), chance=c) for c in (0.0, 0.5, 0.99)} == {wait}


@pytest.mark.parametrize(("text", "seconds"), [
    ("120", 120.0), ("0", 0.0), (" 7 ", 7.0), ("-5", None), ("1.5", None), ("soon", None), ("", None), ("٣", None),
    ("99999999999", None), ("Mon, 01 Mar 2027 10:02:00 GMT", 119.000001), ("Mon, 01 Mar 2021 10:02:00 GMT", 0.0),
])  # fmt: skip
def test_wait__number_or_date(text: str, seconds: float | None) -> None:
    assert _wait({"retry-after": text}, NOW) == pytest.approx(seconds)


def test_failed_too_long__five_days() -> None:
    assert not failed_too_long(NOW - timedelta(hours=120), now=NOW, hours=120)
    assert failed_too_long(NOW - timedelta(hours=120, seconds=1), now=NOW, hours=120)


def test_signed_headers__verified_by_the_public_package() -> None:
    secret, now = secret_of(bytes(range(32))), clock.now()
    body = '{"data": "ä ””\u2028 \U0001f600"}'.encode()
    headers = dict(signed_headers(new_id(), body, [Key(secret)], now=now, replayed=False))
    assert Webhook(secret).verify(body, headers) == from_json(body)
    assert headers["webhook-timestamp"] == str(int(now.timestamp()))
    for wrong in (body + b" ", body.replace(b":", b" :")):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(wrong, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, {**headers, "webhook-id": str(new_id())})


def test_signed_headers__only_keys_in_use() -> None:
    keys = [Key(secret_of(bytes([n]) * 32), at) for n, at in enumerate([None, NOW + timedelta(seconds=1), NOW, NOW - timedelta(1)])]
    signatures = signed_headers(new_id(), b"{}", keys, now=NOW, replayed=False)["webhook-signature"].split(" ")
    assert len(signatures) == 2


@given(st.uuids(), st.datetimes(timezones=st.just(UTC), min_value=datetime(2020, 1, 1)))  # noqa: DTZ001
def test_signed_headers__no_dot_in_id_or_time(id: UUID, now: datetime) -> None:
    """N5: a dot would let one text be read as two."""
    headers = signed_headers(id, b"{}", [Key(secret_of(bytes(32)))], now=now, replayed=True)
    assert "." not in headers["webhook-id"] + headers["webhook-timestamp"]
    assert headers["webhook-timestamp"].isdigit()
    assert headers["webhook-replay"] == "true"


def test_secret_of__form() -> None:
    secret = secret_of(bytes(32))
    assert secret.startswith("whsec_")
    assert base64.b64decode(secret.removeprefix("whsec_")) == bytes(32)
    assert "whsec_" not in repr(Key(secret))


def test_objections_to_rotation__the_eleventh_learns_when() -> None:
    keys = [Key("x", NOW + timedelta(hours=n)) for n in range(10, 0, -1)]
    assert not list(objections_to_rotation([Key("x"), *keys[1:]], most=10))
    (reason,) = objections_to_rotation([Key("x"), *keys], most=10)
    assert reason.problem.code == "notifications.webhook.too_many_keys"
    assert reason.values == {"limit": 10, "until": NOW + timedelta(hours=1)}


@pytest.mark.parametrize("wanted", [
    "registry.RoleAssigned", "registry.RoleEnded", "registry.ConvenorAppointed", "registry.internal.assignment", "registry.internal.*",
    "notifications.SubscriptionChanged", "notifications.EndpointDisabled", "registry", "registry.", "*", "*.*", "", ".*",
    "registry.organisation", "fi.yhdyspinta.registry.OrganisationRegistered.v1", "Registry.OrganisationRegistered", "nobody.*",
])  # fmt: skip
def test_objections_to_types__internal_unknown_misspelt(wanted: str) -> None:
    (reason,) = objections_to_types(["registry.OrganisationRegistered", "grants.*", wanted])
    assert (reason.problem.code, reason.pointer) == ("notifications.webhook.unknown_type", "/types/2")


def test_cloud_event__structured_with_the_fields_of_standard_webhooks() -> None:
    names = ("specversion", "id", "source", "type", "subject", "time", "dataschema", "sequence", "correlationid", "tenant")
    headers = {f"ce_{name}": f"«{name}»" for name in names} | {"ce_actor": "person:1", "traceparent": "00", "content-type": "x"}
    body = cloud_event(headers, b'{"a":  1.0, "b": "\xc3\xa4"}')
    event = from_json(body)
    assert event == {name: f"«{name}»" for name in names} | {
        "timestamp": "«time»", "datacontenttype": "application/json", "data": {"a": 1.0, "b": "ä"},
    }  # fmt: skip
    assert b'"data": {"a":  1.0, "b": "\xc3\xa4"}}' in body
    assert b"actor" not in body
    assert all(set(name) <= set(string.ascii_lowercase) for name in event)


@pytest.mark.parametrize("payload", [b"", b"{", b'{"a": 1}, "type": "x"', b"\xff"])
def test_cloud_event__no_json(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        cloud_event({"ce_time": "x"}, payload)
