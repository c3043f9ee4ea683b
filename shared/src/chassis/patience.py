"""Waiting before the next try."""

import random


def pause(attempt: int, *, first: float = 0.1, most: float = 30.0) -> float:
    """Seconds before try number `attempt` (1, 2 …): doubling, with a fifth of jitter, never above `most`."""
    doubled: float = first * 2 ** (attempt - 1)
    return min(most, doubled) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
