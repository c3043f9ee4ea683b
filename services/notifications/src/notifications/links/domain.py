"""The links that mails carry (linkki), and under whose name mails go out. Signed: nobody can make one, or one into another. Pure.

A token is `kind | id | topic | until` and its HMAC, so short that it stands in one line of a mail; nothing is kept of it, so that
it outlives restarts and deletions. It says nothing to those who cannot open it, and nothing secret to those who can.
"""

import base64
import hmac
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Final
from uuid import UUID

UNSUBSCRIBE_DAYS: Final = 365
"""How long a mail's unsubscribe link works (N10)."""
CONFIRM_DAYS: Final = 5
"""How long an address may be confirmed; then it is forgotten (N11)."""
_BODY: Final = struct.Struct(">B16s16sI")
_SIGNATURE: Final = 16
_PURPOSE: Final = b"yhdyspinta.notifications.link.v1"


class Kind(IntEnum):
    """What a link is for. A token of one kind opens nothing else."""

    CONFIRM = 1
    UNSUBSCRIBE = 2


@dataclass(frozen=True, slots=True)
class Token:
    """What a link says: of whom, and of what of theirs."""

    kind: Kind
    recipient_id: UUID
    about: bytes
    """The confirmation's id; or the topic, at most 16 bytes; empty: all topics."""
    until: datetime

    @property
    def topic(self) -> str:
        """Of a link that unsubscribes; empty for all."""
        return self.about.rstrip(b"\0").decode()


def sealed(token: Token, key: bytes) -> str:
    """The token as it stands in an address."""
    if not key:
        raise ValueError("no link is signed before the settings are known")
    if len(token.about) > 16:
        raise ValueError("a topic's code has at most 16 bytes")
    body = _BODY.pack(token.kind, token.recipient_id.bytes, token.about, int(token.until.timestamp()))
    return _written(body + _signature(body, key))


def opened(text: str, key: bytes, kind: Kind, now: datetime) -> Token | None:
    """What it says; nothing unless it is ours, of this kind, unchanged and not expired. Why not is nobody's business (N10)."""
    if not key:
        return None
    try:
        whole = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        body, signature = whole[:-_SIGNATURE], whole[-_SIGNATURE:]
        if not hmac.compare_digest(signature, _signature(body, key)) or _written(whole) != text:
            return None
        number, id, about, until = _BODY.unpack(body)
    except (ValueError, struct.error):
        return None
    ends = datetime.fromtimestamp(until, UTC)
    return Token(Kind(number), UUID(bytes=id), about, ends) if number == kind and now < ends else None


def _written(whole: bytes) -> str:
    """The one way to write it: base64 has bits to spare in its last letter, and two alphabets, that mean the same bytes."""
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def _signature(body: bytes, key: bytes) -> bytes:
    return hmac.digest(key, _PURPOSE + body, "sha256")[:_SIGNATURE]


@dataclass(frozen=True, slots=True)
class Sender:
    """Under whose name mails go out, and how their links begin."""

    county: str
    contact: str
    """Where to ask: an address or a number that people answer at."""
    base: str
    """Address of this service as the world reaches it: `https://…/api/notifications`."""
    key: bytes = field(repr=False)

    def confirm(self, recipient_id: UUID, asked_id: UUID, asked_at: datetime) -> str:
        """The link that confirms an address, once."""
        until = asked_at + timedelta(days=CONFIRM_DAYS)
        return f"{self.base}/v1/confirmations/{sealed(Token(Kind.CONFIRM, recipient_id, asked_id.bytes, until), self.key)}"

    def unsubscribe(self, recipient_id: UUID, topic: str, now: datetime) -> str:
        """The link that ends one subscription (RFC 8058); `""`: all of them."""
        until = now + timedelta(days=UNSUBSCRIBE_DAYS)
        token = Token(Kind.UNSUBSCRIBE, recipient_id, topic.encode(), until)
        return f"{self.base}/v1/unsubscribe/{sealed(token, self.key)}"
