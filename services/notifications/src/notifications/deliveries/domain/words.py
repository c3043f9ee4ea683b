"""What a mail says: made when it is sent, and again whenever it is shown, from what was kept of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from notifications.calendar.domain import Entry, Host, Method, Status, invitation
from notifications.deliveries.domain.mime import Attached, is_address
from notifications.links import CONFIRM_DAYS, DESK
from notifications.templates.domain import TEMPLATES, Rendered, render
from notifications.templates.domain.fields import Meeting, MeetingRunning

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


def calendar(kept: Kept, *, to: str, sender: str) -> Attached | None:
    """The calendar file of a mail about a meeting, for this one reader; other mails have none."""
    of = TEMPLATES[kept.template]
    if of.calendar is None:
        return None
    values = of.values(kept.version).model_validate(kept.values)
    if not isinstance(values, Meeting):
        raise TypeError(f"{of.name} bears a calendar file and is not about a meeting")
    link = values.remote_link if isinstance(values, MeetingRunning) else None
    said = {name: getattr(each, kept.language) or each.fi for name, each in (("title", values.title), ("by", values.structure))}
    entry = Entry(
        meeting_id=values.meeting_id, sequence=values.calendar_sequence, title=said["title"], starts_at=values.starts_at,
        ends_at=values.ends_at, place=values.place or link, said_at=kept.at, link=link,
        status=Status.CANCELLED if of.calendar is Method.CANCEL else Status.CONFIRMED,
        description="\n".join(part for part in (said["by"], link, DESK.sender.contact) if part),
    )
    contact = DESK.sender.contact
    host = Host(contact if is_address(contact) else sender, DESK.sender.county, sender)
    name = "peruutus.ics" if of.calendar is Method.CANCEL else "kutsu.ics"
    return Attached(invitation(entry, of.calendar, host, to), of.calendar.value, name)


def words_shown(kept: Kept) -> Rendered:
    """As others may see it: without the links that only its recipient may follow."""
    values = kept.values
    if kept.template == CONFIRM:
        values = _confirming(f"{DESK.sender.base or 'https:/'}/v1/confirmations/…", datetime.fromisoformat(values["asked_at"]))
    return render(kept.template, kept.language, values, version=kept.version)


def _confirming(link: str, asked_at: datetime) -> dict[str, Any]:
    return {"link": link, "valid_until": asked_at + timedelta(days=CONFIRM_DAYS)}
