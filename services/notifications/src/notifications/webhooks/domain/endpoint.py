"""An endpoint (vastaanottaja): where a system wants to be told, and of what. Pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import Enum
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

from chassis.machine import Machine
from chassis.problems import Reason
from notifications.heard.everyone import ON_CALL, SERVICES
from notifications.webhooks import problems

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\]")


class Status(Enum):
    ACTIVE = "active"
    DISABLED = "disabled"
    REMOVED = "removed"


class Action(Enum):
    CHANGE = "change"
    DISABLE = "disable"
    ENABLE = "enable"
    REMOVE = "remove"


class Why(Enum):
    """Why nothing is sent to an endpoint."""

    BY_HAND = "by_hand"
    GONE = "gone"
    """It said so itself (410)."""
    FAILING = "failing"
    """It has failed for days, and a message had its last retry (N3)."""


MACHINE = Machine({
    (Status.ACTIVE, Action.CHANGE): Status.ACTIVE,
    (Status.ACTIVE, Action.DISABLE): Status.DISABLED,
    (Status.ACTIVE, Action.REMOVE): Status.REMOVED,
    (Status.DISABLED, Action.CHANGE): Status.DISABLED,
    (Status.DISABLED, Action.ENABLE): Status.ACTIVE,
    (Status.DISABLED, Action.REMOVE): Status.REMOVED,
})


class OldKey(Protocol):
    """What the rule of rotation reads of a key."""

    @property
    def expires_at(self) -> datetime | None: ...


def place(url: str) -> tuple[str, int] | None:
    """Host and port of an address in the one form we take; nothing for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
    return (parts.hostname or "", port) if _is_plain(url, parts) else None


def _is_plain(url: str, parts: SplitResult) -> bool:
    """Nothing that two readers of addresses could read differently."""
    printable = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>^`{|}')
    host = parts.netloc.removesuffix(f":{parts.port}") if parts.port else parts.netloc
    return printable and parts.scheme in {"http", "https"} and "#" not in url and _HOST.fullmatch(host) is not None


def objections_to_url(url: str, *, may_be_plain: bool) -> Iterator[Reason]:
    """The form of an address; `may_be_plain`: this very place is on the list of those that need no https."""
    if place(url) is None:
        yield problems.URL_FORM.at("/url")
    elif not url.startswith("https://") and not may_be_plain:
        yield problems.NOT_HTTPS.at("/url")


def objections_to_types(types: Sequence[str]) -> Iterator[Reason]:
    """Only public events may be asked for, by name or as all of a service: `grants.GrantApproved`, `grants.*`."""
    for n, wanted in enumerate(types):
        service, _, name = wanted.partition(".")
        if wanted not in ON_CALL and not (name == "*" and service in SERVICES):
            yield problems.UNKNOWN_TYPE.at(f"/types/{n}", type=wanted)


def objections_to_rotation(old: Sequence[OldKey], *, most: int) -> Iterator[Reason]:
    """At most so many old keys sign beside the new one (N4). `old`: those that sign now, the newest included."""
    expiring = sorted(key.expires_at for key in old if key.expires_at is not None)
    if len(expiring) >= most:
        yield problems.TOO_MANY_KEYS.at("", limit=most, until=expiring[0])
