"""What a mail says: made when it is sent, and again whenever it is shown, from what was kept of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from notifications.links import CONFIRM_DAYS, DESK
from notifications.templates.domain import Rendered, render

CONFIRM = "confirm_address"
ASKED_ANEW = "asked_anew"
"""Another address stands there than was asked about: a link that confirms the one would be dead at the other."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of a mail."""

    recipient_id: UUID
    template: str
    version: int
    language: str
    values: Mapping[str, Any]
    topic: str | None
    at: datetime
    """When it was queued: its links count from then."""


def unsubscribe(kept: Kept) -> str | None:
    """The link by which one click ends what the mail is about; none for what the law demands."""
    return None if kept.topic is None else DESK.sender.unsubscribe(kept.recipient_id, kept.topic, kept.at)


def words(kept: Kept) -> Rendered:
    """As its recipient gets it, links and all."""
    values = kept.values
    if kept.template == CONFIRM:
        asked_id, asked_at = UUID(values["asked_id"]), datetime.fromisoformat(values["asked_at"])
        values = _confirming(DESK.sender.confirm(kept.recipient_id, asked_id, asked_at), asked_at)
    return render(kept.template, kept.language, values, unsubscribe=unsubscribe(kept), version=kept.version)


def words_shown(kept: Kept) -> Rendered:
    """As others may see it: without the links that only its recipient may follow."""
    values = kept.values
    if kept.template == CONFIRM:
        values = _confirming(f"{DESK.sender.base or 'https:/'}/v1/confirmations/…", datetime.fromisoformat(values["asked_at"]))
    return render(kept.template, kept.language, values, version=kept.version)


def _confirming(link: str, asked_at: datetime) -> dict[str, Any]:
    return {"link": link, "valid_until": asked_at + timedelta(days=CONFIRM_DAYS)}
