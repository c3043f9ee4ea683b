"""A place in the feed: up to where somebody has read, and when. Signed, so that nobody makes one up. Pure."""

import base64
import hmac
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chassis.problems import Reason
from notifications.feeds import problems
from notifications.heard.everyone import ON_CALL, SERVICES

_PLACE = struct.Struct(">QQ")
_SIGNATURE = 16
_PURPOSE = b"notifications.feed\n"


@dataclass(frozen=True, slots=True)
class Place:
    """`position` of the last message that was seen; `read_at`, when."""

    position: int
    read_at: datetime

    def sealed(self, key: bytes) -> str:
        """As the reader carries it."""
        content = _PLACE.pack(self.position, int(self.read_at.timestamp()))
        return base64.urlsafe_b64encode(_signature(content, key) + content).decode().rstrip("=")


def opened(text: str, key: bytes) -> Place:
    """The place that we gave; 400 for anything else."""
    try:
        sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        signature, content = sealed[:_SIGNATURE], sealed[_SIGNATURE:]
        position, seconds = _PLACE.unpack(content)
    except (ValueError, struct.error):
        raise problems.BAD_CURSOR() from None
    if not hmac.compare_digest(signature, _signature(content, key)):
        raise problems.BAD_CURSOR()
    return Place(position, datetime.fromtimestamp(seconds, UTC))


def objections_to_types(types: Sequence[str]) -> Iterator[Reason]:
    """Public events, by name or as all of a service."""
    for wanted in types:
        service, _, name = wanted.partition(".")
        if wanted not in ON_CALL and not (name == "*" and service in SERVICES):
            yield problems.UNKNOWN_TYPE.at("", type=wanted)


def _signature(content: bytes, key: bytes) -> bytes:
    return hmac.digest(key, _PURPOSE + content, "sha256")[:_SIGNATURE]
