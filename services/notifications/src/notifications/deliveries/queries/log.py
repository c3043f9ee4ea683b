"""The log of mail (toimitusloki): what was sent on whose behalf and how it stands. Addresses are not in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from chassis.paging import Items, Listing, paged
from chassis.work import Reader, Reads
from notifications.access import Permission
from notifications.deliveries.domain.state import UNDER_WAY, Lane, State
from notifications.deliveries.domain.words import Kept, words_shown
from notifications.deliveries.schemas import MailOut, MessageOut
from notifications.deliveries.tables import Mail


async def mail(reader: Reader, id: UUID) -> Mail:
    """One mail that the caller may see; whose data was read is noted."""
    mine = reader.actor.sees(Permission.MAIL_READ, Mail)
    found = await reader.one(select(Mail).where(mine, col(Mail.id) == id))
    _note(reader, found)
    return found


async def mails(
    reader: Reader, page: Listing, organisation_id: UUID | None, status: State | None, event_id: UUID | None
) -> Items[MailOut]:
    """Those that the caller may see, the newest last."""
    mine = select(Mail).where(reader.actor.sees(Permission.MAIL_READ, Mail))
    if organisation_id is not None:
        mine = mine.where(col(Mail.organisations).contains([organisation_id]))
    if status is not None:
        mine = mine.where(col(Mail.state) == status)
    if event_id is not None:
        mine = mine.where(col(Mail.event_id) == event_id)

    def show(found: Mail) -> MailOut:
        _note(reader, found)
        return shown(found)

    return await paged(reader, mine, page, keys={"queued_at": col(Mail.queued_at)}, id=col(Mail.id), show=show)


async def message(reader: Reader, id: UUID) -> MessageOut:
    """What it said."""
    found = await mail(reader, id)
    said = words_shown(kept(found))
    return MessageOut(subject=said.subject, text=said.text, html=said.html, language=found.language)


def kept(mail: Mail) -> Kept:
    """What its words are made of."""
    return Kept(
        recipient_id=mail.recipient_id, template=mail.template, version=mail.template_version, language=mail.language,
        values=mail.values, topic=mail.topic, at=mail.queued_at,
    )


def shown(mail: Mail) -> MailOut:
    return MailOut(
        **mail.model_dump(include=set(MailOut.model_fields)), status=mail.state,
        next_attempt_at=mail.due_at if mail.state is State.QUEUED else None,
    )


async def exists(db: Reads, id: UUID) -> bool:
    """Whether there is such a mail."""
    return await db.maybe(select(col(Mail.id)).where(col(Mail.id) == id)) is not None


async def states_for(db: Reads, event_id: UUID, organisation_id: UUID) -> Sequence[State]:
    """How all mails stand that tell of this event on behalf of this organisation."""
    mine = (col(Mail.event_id) == event_id, col(Mail.organisations).contains([organisation_id]))
    return await db.all(select(col(Mail.state)).where(*mine))


async def counted(db: Reads, notice_id: UUID) -> Mapping[str, int]:
    """Mails of a notice by their state."""
    mine = select(col(Mail.state), func.count()).where(col(Mail.notice_id) == notice_id).group_by(col(Mail.state))
    return {row[0].value: row[1] for row in await db.rows(mine)}


async def waiting(db: Reads) -> Mapping[Lane, tuple[int, datetime]]:
    """Of each lane with mail under way: how much, and since when the oldest waits."""
    mine = select(col(Mail.lane), func.count(), func.min(col(Mail.queued_at))).where(col(Mail.state).in_(UNDER_WAY))
    return {row[0]: (row[1], row[2]) for row in await db.rows(mine.group_by(col(Mail.lane)))}


def _note(reader: Reader, mail: Mail) -> None:
    """Who it went to is personal data, save where that is the organisation itself."""
    if mail.recipient_id not in mail.organisations:
        reader.has_read(mail.recipient_id)
