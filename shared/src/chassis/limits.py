"""A token bucket for each client, in this process's memory (IETF draft `ratelimit-headers`)."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_CLIENTS = 50_000
"""Buckets kept; the longest unused go first. A full bucket that is forgotten is full again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What is left after one request, and when there will be more."""

    allowed: bool
    remaining: int
    wait_seconds: int
    policy: str

    @property
    def headers(self) -> dict[str, str]:
        """The headers of every answer, refused or not."""
        told = {"RateLimit": f'"default";r={self.remaining};t={self.wait_seconds}', "RateLimit-Policy": self.policy}
        return told if self.allowed else {**told, "Retry-After": str(self.wait_seconds)}


class Limiter:
    """`burst` requests at once, refilled evenly at `per_minute`."""

    def __init__(self, per_minute: int, burst: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / 60
        self._burst = float(burst)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._policy = f'"default";q={per_minute};w=60'

    def take(self, client: str) -> Taken:
        """One request of this client."""
        now = self._clock()
        tokens, since = self._buckets.pop(client, (self._burst, now))
        tokens = min(self._burst, tokens + (now - since) * self._rate)
        allowed = tokens >= 1
        tokens -= 1 if allowed else 0
        self._buckets[client] = (tokens, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        wait = 0 if tokens >= 1 else math.ceil((1 - tokens) / self._rate)
        return Taken(allowed, int(tokens), wait, self._policy)
