"""What was expected, and what came instead."""

import json
from collections.abc import Container
from typing import Any, TypeVar

T = TypeVar("T")
_LONGEST = 1500


class Differs(Exception):
    """A step did not come out as it must."""

    def __init__(self, expected: str, came: Any, request_id: str | None = None) -> None:
        """`came`: a value, or words. `request_id`: of the request whose answer it was; `yhdyspinta trace` shows the rest."""
        super().__init__(f"expected {expected}, came {shortened(came)}")
        self.expected, self.came, self.request_id = expected, came, request_id


def shortened(came: Any) -> str:
    """As it is shown: JSON, not without end."""
    text = came if isinstance(came, str) else json.dumps(came, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def same(what: str, came: T, expected: T, request_id: str | None = None) -> None:
    """Both are equal."""
    if came != expected:
        raise Differs(f"{what} to be {shortened(expected)}", came, request_id)


def holds(what: str, condition: object, came: Any, request_id: str | None = None) -> None:
    """It is so."""
    if not condition:
        raise Differs(what, came, request_id)


def has(what: str, part: Any, whole: Container[Any], request_id: str | None = None) -> None:
    """It is in it."""
    if part not in whole:
        raise Differs(f"{what} to have {shortened(part)}", whole, request_id)


def at(whole: Any, *path: str | int, request_id: str | None = None) -> Any:
    """What stands at this place of an answer."""
    found = whole
    for step in path:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError) as missing:
            raise Differs(f"something at {'/'.join(map(str, path))}", whole, request_id) from missing
    return found
