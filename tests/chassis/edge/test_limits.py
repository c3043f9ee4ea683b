"""Buckets and tags: pure."""

import pytest

from chassis import limits
from chassis.concurrency import NEVER, etag, expected, is_known
from chassis.limits import Limiter


class Clock:
    at = 0.0

    def __call__(self) -> float:
        return self.at


def test_limiter__burst_then_refill() -> None:
    clock = Clock()
    limiter = Limiter(60, 3, clock=clock)
    assert [limiter.take("a").allowed for _ in range(4)] == [True, True, True, False]
    assert limiter.take("b").allowed
    refused = limiter.take("a")
    assert refused.headers["Retry-After"] == "1"
    assert refused.headers["RateLimit"] == '"default";r=0;t=1'
    assert refused.headers["RateLimit-Policy"] == '"default";q=60;w=60'
    clock.at = 1.0
    assert limiter.take("a").allowed
    assert not limiter.take("a").allowed
    clock.at = 1000.0
    assert limiter.take("a").remaining == 2


def test_limiter__memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CLIENTS", 10)
    limiter = Limiter(60, 3)
    for n in range(50):
        limiter.take(str(n))
    assert len(limiter._buckets) == 10


@pytest.mark.parametrize(
    ("header", "version"),
    [
        (None, None), ("*", None), ('"7"', 7), ('W/"7"', 7), ('"7-gzip"', 7), ('"7-zstd"', 7), ('W/"7-br"', 7), (' "7" ', 7),
        ("7", NEVER), ('"x"', NEVER), ('"7-evil"', NEVER), ('"7","8"', NEVER), ('"' + "9" * 40 + '"', NEVER), ('"-1"', NEVER),
    ],
)  # fmt: skip
def test_expected(header: str | None, version: int | None) -> None:
    assert expected(header) == version


def test_is_known() -> None:
    assert is_known('"6", W/"7-gzip"', 7)
    assert is_known("*", 7)
    assert not is_known('"6"', 7)
    assert not is_known(None, 7)
    assert etag(7) == '"7"'
