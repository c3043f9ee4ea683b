"""Waiting before the next try."""

import random
from datetime import timedelta


def pause(attempt: int, *, first: float = 0.1, most: float = 30.0) -> float:
    """Seconds before try number `attempt` (1, 2 …): doubling, with a fifth of jitter, never above `most`."""
    return min(most, first * 2 ** (attempt - 1)) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret


def pause_of(attempt: int, *, first: float, most: float) -> timedelta:
    """The same as a span of time."""
    return timedelta(seconds=pause(attempt, first=first, most=most))
