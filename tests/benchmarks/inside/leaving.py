"""What a process may do without, to see what it costs."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

from typing_extensions import override


def put(owner: Any, name: str, other: Any) -> None:
    """Something else under a name that is there: what was renamed is not left out unseen."""
    if not hasattr(owner, name):
        raise AttributeError(f"{owner} has no {name} any more")
    setattr(owner, name, other)


def sign_in() -> None:
    """Whoever comes is who came first: no token is read, no role looked up, nothing counted."""
    from chassis.edge.desk import Desk

    first: list[Any] = []
    inner = Desk.sign_in

    async def same(*asked: Any, **more: Any) -> Any:
        if not first:
            first.append(await inner(*asked, **more))
        return first[0]

    put(Desk, "sign_in", same)


def memory_of_tokens() -> None:
    """Each token's signature is reckoned as if it had never been seen (RS256)."""
    from chassis.auth import Verifier

    class Forgetful(OrderedDict[Any, Any]):
        @override
        def __setitem__(self, key: Any, value: Any) -> None: ...

    inner = Verifier.__init__

    def begin(verifier: Any, *given: Any, **more: Any) -> None:
        inner(verifier, *given, **more)
        put(verifier, "_signed", Forgetful())

    put(Verifier, "__init__", begin)


def audit() -> None:
    """Who changed what is not written down."""
    from chassis.unit import Unit

    put(Unit, "_entries", lambda _: [])


def telemetry() -> None:
    """No spans, not even their names."""
    from chassis import telemetry as product

    put(product, "configure", lambda *_: None)


def log_line() -> None:
    """A request is counted and timed, and not told."""
    logging.getLogger("chassis.front").setLevel(logging.WARNING)


LEFT_OUT: Final[dict[str, Callable[[], None]]] = {
    "sign-in": sign_in,
    "memory-of-tokens": memory_of_tokens,
    "audit": audit,
    "telemetry": telemetry,
    "log-line": log_line,
}
