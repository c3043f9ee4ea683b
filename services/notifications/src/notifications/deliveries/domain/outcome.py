"""What follows from a mail server's answer: 4xx and silence again later, 5xx never again (RFC 5321, 4.2.1). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from notifications.deliveries.domain.state import Action


class Answered(Protocol):
    """What the rule reads of an answer."""

    @property
    def code(self) -> int | None: ...
    @property
    def about_recipient(self) -> bool: ...
    @property
    def about_message(self) -> bool: ...


class Waits(Protocol):
    """What the rule reads of the parameters."""

    @property
    def retry_waits(self) -> Sequence[int]: ...
    @property
    def jitter(self) -> float: ...


_ENHANCED = re.compile(r"\d\.\d{1,3}\.\d{1,3}")
_MAILBOX = (550, 551, 553)


def mailbox_gone(code: int | None, words: str) -> bool:
    """Whether the address itself is at fault, for good: bad destination or disabled mailbox (RFC 3463: 5.1.x, 5.2.1).

    A refusal for any other reason, policy above all (5.7.x), says nothing of the address.
    """
    said = _ENHANCED.search(words)
    if said is None:
        return code in _MAILBOX
    return said.group().startswith("5.1.") or said.group() == "5.2.1"


@dataclass(frozen=True, slots=True)
class Outcome:
    action: Action
    due_at: datetime | None = None


def outcome(answer: Answered, *, tried: int, waits: Waits, chance: float, now: datetime) -> Outcome:
    """After attempt number `tried` (1, 2, …); `chance` in [0, 1) is drawn for the jitter.

    A no that is not about this message (sign-in, TLS, our being allowed to send) is never final for it: somebody mends that.
    """
    code = answer.code
    if code is not None and 200 <= code < 300:
        return Outcome(Action.ACCEPT)
    final = code is not None and code >= 500
    if final and answer.about_recipient:
        return Outcome(Action.BOUNCE)
    if (final and answer.about_message) or tried > len(waits.retry_waits):
        return Outcome(Action.GIVE_UP)
    planned = waits.retry_waits[tried - 1]
    return Outcome(Action.PUT_OFF, now + timedelta(seconds=planned * (1 + waits.jitter * (2 * chance - 1))))
