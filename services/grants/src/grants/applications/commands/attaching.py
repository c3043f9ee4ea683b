"""Documents of an application: their bytes go to the store under their hash, the row says what they are."""

import asyncio
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from chassis.problems import NOT_FOUND, refuse_if_any
from chassis.work import UnitOfWork
from grants.adapters.files import STORE
from grants.applications import problems as p
from grants.applications.commands.holding import held
from grants.applications.domain import MACHINE, Action, Status
from grants.applications.domain.files import LARGEST, MOST, media_type_of, safe_name
from grants.applications.tables import Application, Attachment
from grants.calls.tables import Call

OTHER: Final = "other"
"""Any document beside those that the call wants."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A document as it came."""

    code: str
    filename: str
    content: bytes
    secret: bool


async def attach(uow: UnitOfWork, id: UUID, sent: Sent) -> Attachment:
    """Add a document (liitteen lisääminen). A crash before the end leaves bytes that no row names: they are swept."""
    application = await _writable(uow, id)
    if len(sent.content) > LARGEST:
        raise p.FILE_TOO_LARGE(megabytes=LARGEST // 1_048_576)
    media_type = await asyncio.to_thread(media_type_of, sent.content, sent.filename)
    await _must_fit(uow, application, sent, media_type)
    row = uow.add(Attachment(
        id=uow.new_id(),
        application_id=id,
        code=sent.code,
        filename=safe_name(sent.filename),
        media_type=media_type or "",
        size=len(sent.content),
        sha256=await STORE.keep(sent.content),
        secret=sent.secret,
        added_by=uow.actor.id,
        added_at=uow.now,
    ))
    application.updated_at = uow.now
    return row


async def remove_attachment(uow: UnitOfWork, id: UUID, attachment_id: UUID) -> None:
    """Take a document out (liitteen poistaminen). A frozen version that names it keeps it."""
    application = await _writable(uow, id)
    row = await uow.load(Attachment, attachment_id, lock=True)
    if row.application_id != id or row.removed_at is not None:
        raise NOT_FOUND()
    row.removed_at = application.updated_at = uow.now


async def content_of(row: Attachment) -> bytes:
    """Its bytes, as they came."""
    return await STORE.read(row.sha256)


async def _writable(uow: UnitOfWork, id: UUID) -> Application:
    application, _ = await held(uow, id)
    application.status = MACHINE.after(application.status, Action.EDIT)
    late = application.complete_by is not None and uow.now >= application.complete_by
    if application.status is Status.RETURNED and late:
        raise p.TOO_LATE_TO_COMPLETE(complete_by=application.complete_by)
    return application


async def _must_fit(uow: UnitOfWork, application: Application, sent: Sent, media_type: str | None) -> None:
    call = await uow.load(Call, application.call_id)
    wanted = {one["code"] for one in call.attachments} | {OTHER}
    refuse_if_any([
        *([p.FILE_EMPTY.at("/file")] if not sent.content else []),
        *([p.FILE_TYPE.at("/file")] if sent.content and media_type is None else []),
        *([p.FILE_CODE.at("/code", code=sent.code)] if sent.code not in wanted else []),
    ])
    there = col(Attachment.application_id) == application.id, col(Attachment.removed_at).is_(None)
    if await uow.one(select(func.count()).select_from(Attachment).where(*there)) >= MOST:
        raise p.TOO_MANY_FILES(most=MOST)
