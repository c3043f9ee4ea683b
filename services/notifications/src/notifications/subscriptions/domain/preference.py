"""Whether a recipient is sent a mail (N9, N11). One rule, one function. Pure."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Weight(Enum):
    """How much a mail weighs against what its recipient prefers."""

    LEGAL = "legal"
    """The law demands it, or a right depends on it (lakisääteinen): a decision, a request for completion."""
    CONFIRMATION = "confirmation"
    """Asks whether the address is right (vahvistus)."""
    TOPIC = "topic"
    """About something that one may want to be told of, or not (tilattava)."""


class No(Enum):
    """Why nothing is sent."""

    UNVERIFIED = "unverified"
    """Nobody has confirmed the address yet: it gets the confirmation and nothing else (N11)."""
    VERIFIED = "verified"
    """There is nothing to confirm any more."""
    SUPPRESSED = "suppressed"
    """It bounced for good, or somebody there complained."""
    UNSUBSCRIBED = "unsubscribed"
    """This topic is not wanted."""
    MUTED = "muted"
    """Nothing is wanted that need not be."""
    NOT_ASKED_FOR = "not_asked_for"
    """Such recipients are told of this topic only when they ask for it."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What is known of a recipient, from the strongest to the weakest."""

    verified: bool
    suppressed: bool = False
    topic: bool | None = None
    """What was said about this very topic; None: nothing."""
    muted: bool = False
    """All that need not be sent is unwanted (`all` link)."""
    by_default: bool = True
    """What holds for such recipients who have said nothing about this topic."""


SEND: Final = None
"""The verdict when nothing speaks against it."""


def verdict(weight: Weight, has: Preferences) -> No | None:
    """`SEND`, or the reason why not: legal > hard suppression > the topic's own word > the word about all > default.

    Whoever is not written to for a LEGAL mail gets a letter: the caller makes a postal task of every `No` and of every bounce.
    """
    if weight is Weight.CONFIRMATION:
        return No.VERIFIED if has.verified else No.SUPPRESSED if has.suppressed else SEND
    if not has.verified:
        return No.UNVERIFIED
    if weight is Weight.LEGAL:
        return SEND
    return No.SUPPRESSED if has.suppressed else _preferred(has)


def _preferred(has: Preferences) -> No | None:
    """What its recipient prefers, the most particular word first."""
    if has.topic is not None:
        return SEND if has.topic else No.UNSUBSCRIBED
    if has.muted:
        return No.MUTED
    return SEND if has.by_default else No.NOT_ASKED_FOR
