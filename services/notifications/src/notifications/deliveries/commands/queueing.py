"""Mails are queued: once for each event, recipient and template, whatever is replayed (N1)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from pydantic_core import to_json
from sqlalchemy import text

from chassis.work import UnitOfWork
from notifications.deliveries.domain.state import Lane
from notifications.recipients.domain.addressee import Language
from notifications.templates.domain import TEMPLATES

_TOLD = text(
    "INSERT INTO notifications.telling (event_id, name, at) VALUES (:event_id, :name, :now) ON CONFLICT DO NOTHING "
    "RETURNING event_id"
)
_QUEUE = text("""
    INSERT INTO notifications.mail AS m (
        id, version, event_id, recipient_id, organisations, template, template_version, language, "values", lane, weight, topic,
        application_id, decision_id, notice_id, useful_until, state, tried, claims, due_at, queued_at, reply
    )
    SELECT id, 1, event_id, recipient_id, organisations, template, template_version, language, "values", lane, weight, topic,
        application_id, decision_id, notice_id, useful_until, 'queued', 0, 0, :now, :now, ''
    FROM jsonb_to_recordset(CAST(:mails AS jsonb)) AS fresh (
        id uuid, event_id uuid, recipient_id uuid, organisations uuid[], template text, template_version smallint, language text,
        "values" jsonb, lane text, weight text, topic text, application_id uuid, decision_id uuid, notice_id uuid,
        useful_until timestamptz
    )
    ON CONFLICT (event_id, recipient_id, template) DO NOTHING
    RETURNING m.id
""")
"""One statement for any number of recipients. Mails are their own record: no audit row beside each."""


async def is_first(uow: UnitOfWork, name: str) -> bool:
    """Whether this event is told of for the first time. Who acts for an organisation by now does not matter on a replay."""
    return bool(await uow.execute(_TOLD.bindparams(event_id=uow.cause.id, name=name, now=uow.now)))


def direct(
    template: str, *, event_id: UUID, to: UUID, language: Language, values: Mapping[str, Any], organisations: Iterable[UUID] = (),
    useful_until: datetime | None = None,
) -> dict[str, Any]:
    """One mail that goes ahead of the many, to be queued: of the template's newest version."""
    of = TEMPLATES[template]
    return {
        "event_id": event_id, "template": template, "template_version": of.version, "values": values, "recipient_id": to,
        "language": language, "organisations": list(organisations), "lane": Lane.DIRECT, "weight": of.weight, "topic": of.topic,
        "useful_until": useful_until,
    }


async def queue(uow: UnitOfWork, mails: Sequence[dict[str, Any]]) -> int:
    """How many of these are new."""
    if not mails:
        return 0
    fresh = [{"id": _id(**mail), **mail} for mail in mails]
    return len(await uow.execute(_QUEUE.bindparams(mails=to_json(fresh).decode(), now=uow.now)))


def _id(event_id: UUID, recipient_id: UUID, template: str, **_: object) -> UUID:
    """The same whenever it is queued, also by a schema that was restored and hears again; and so is its Message-ID."""
    return uuid5(event_id, f"{recipient_id} {template}")
