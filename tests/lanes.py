"""Which tests share a worker of a parallel run, and which of them begin first.

A file stays on one worker, so what it makes for itself is made once. Those who start whole platforms, kill parts of them or
hold a stopwatch go one after the other on one worker: they do not disturb each other. They begin first, as they take longest.
"""

import pytest
from typing_extensions import override
from xdist.scheduler import LoadFileScheduling

ONE_BY_ONE = (
    "tests/local/",
    "tests/cli/test_platform.py",
    "tests/faults/",
    "tests/journeys/",
    "tests/security/restoring/",
)


def lane(path: str) -> str:
    """What must be on the same worker as this file: by default nothing but itself."""
    return "one by one" if path.startswith(ONE_BY_ONE) else path


def first_the_long(items: list[pytest.Item]) -> None:
    """The lane of the long ones first, everything else as it was collected."""
    items.sort(key=lambda item: not item.nodeid.startswith(ONE_BY_ONE))


class Lanes(LoadFileScheduling):
    """Hands out lanes in the order in which they were collected."""

    @override
    def _split_scope(self, nodeid: str) -> str:
        return lane(super()._split_scope(nodeid))
