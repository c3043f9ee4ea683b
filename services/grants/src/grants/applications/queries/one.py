"""One application, its documents and its frozen versions, as they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.problems import NOT_FOUND
from chassis.values import Days, Money
from chassis.work import Reader, Reads
from grants.access import Permission
from grants.applications.domain import Action
from grants.applications.domain.budget import Line
from grants.applications.domain.rights import Caller, allowed
from grants.applications.domain.snapshot import signed
from grants.applications.queries.ending import shown_holds
from grants.applications.queries.parties import Sides, name_of, sides_of
from grants.applications.schemas import (
    ActivityOut,
    ApplicationOut,
    AttachmentOut,
    BudgetLine,
    CopiedOut,
    PartyOut,
    ReceiptOut,
    VersionOut,
    VersionRow,
)
from grants.applications.tables import Application, Attachment, SignOff, Submission
from grants.calls.tables import Call


@dataclass(frozen=True, slots=True)
class Copied:
    """A draft begun from last year's, and the answers that this year's form does not take."""

    application: Application
    dropped: list[str]


_OF_THE_ACT = frozenset({"number", "submitted_at", "submitted_by"})
"""Parts of a frozen version that differ always."""


async def application(reader: Reader, id: UUID) -> Application:
    """One that the caller may see."""
    mine = reader.actor.sees(Permission.APPLICATION_READ, Application)
    return await reader.one(select(Application).where(mine, col(Application.id) == id))


async def attachments(reader: Reader, id: UUID) -> list[AttachmentOut]:
    """The documents that it has now."""
    found = await application(reader, id)
    return [shown_attachment(row) for row in await _attached(reader, found)]


async def attachment(reader: Reader, id: UUID, attachment_id: UUID) -> Attachment:
    """One document, also one that was taken out."""
    await application(reader, id)
    mine = col(Attachment.application_id) == id, col(Attachment.id) == attachment_id
    return await reader.one(select(Attachment).where(*mine))


async def versions(reader: Reader, id: UUID) -> list[VersionRow]:
    """The frozen versions, the first one first, and what changed from each to the next."""
    await application(reader, id)
    rows = await reader.all(select(Submission).where(col(Submission.application_id) == id).order_by(col(Submission.number)))
    before: Sequence[Mapping[str, Any]] = [{}, *(row.content for row in rows)]
    return [
        VersionRow(number=row.number, sha256=row.sha256, submitted_at=row.submitted_at, changed=_changed(old, row.content))
        for old, row in zip(before, rows, strict=False)
    ]


async def version(reader: Reader, id: UUID, number: int) -> VersionOut:
    """One frozen version, whole."""
    await application(reader, id)
    of_it = col(Submission.application_id) == id
    rows = await reader.all(select(Submission).where(of_it, col(Submission.number).in_([number - 1, number])))
    found = {row.number: row for row in rows}
    if number not in found:
        raise NOT_FOUND()
    row, before = found[number], found.get(number - 1)
    signers = [UUID(each["signed_by"]) for each in row.content["sign_offs"]]
    reader.has_read(row.submitted_by, *signers)
    return VersionOut(
        number=row.number,
        sha256=row.sha256,
        submitted_at=row.submitted_at,
        changed=_changed({} if before is None else before.content, row.content),
        submitted_by=row.submitted_by,
        content=row.content,
    )


async def receipt(db: Reads, row: Application) -> ReceiptOut:
    """What the applicant has in hand: of the newest version."""
    newest = col(Submission.application_id) == row.id, col(Submission.number) == row.frozen
    frozen = await db.one(select(Submission).where(*newest))
    return ReceiptOut(
        application_id=row.id,
        version=row.version,
        status=row.status,
        case_number=row.case_number or "",
        received_at=frozen.submitted_at,
        number=frozen.number,
        sha256=frozen.sha256,
    )


async def shown(db: Reads, row: Application) -> ApplicationOut:
    """The application with its parties and documents, and what the caller may do with it."""
    sides = await sides_of(db, row)
    now = signed(row, sides.parties)
    signatures = {each.organisation_id: each for each in await db.all(select(SignOff).where(col(SignOff.application_id) == row.id))}
    return ApplicationOut(
        id=row.id,
        version=row.version,
        call_id=row.call_id,
        kind=row.kind,
        year=row.year,
        status=row.status,
        allowed=await _allowed(db, row, sides),
        case_number=row.case_number,
        parties=[_party(sides, id, signatures.get(id), now) for id in sides.parties.ids],
        sign_off_hash=now,
        activity=shown_activity(row),
        period=shown_period(row),
        sought=Money(cents=row.sought_cents),
        granted=shown_granted(row),
        budget=[
            BudgetLine(kind=Line(line["kind"]), title=line["title"], amount=Money(cents=line["cents"])) for line in row.budget
        ],
        form=row.form,
        attachments=[shown_attachment(each) for each in await _attached(db, row)],
        submitted_at=row.submitted_at,
        versions=row.frozen,
        wanted=row.wanted,
        complete_by=row.complete_by,
        referred_to=row.referred_to,
        ended_because=row.ended_because,
        held=await shown_holds(db, row),
        copied_from=row.copied_from,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


async def shown_copy(db: Reads, found: Copied) -> CopiedOut:
    """The draft, and what of last year's answers it does not take."""
    return CopiedOut(application=await shown(db, found.application), version=found.application.version, dropped=found.dropped)


def place(found: Copied) -> str:
    """Where the draft is."""
    return f"/v1/applications/{found.application.id}"


def shown_activity(row: Application) -> ActivityOut:
    return ActivityOut(id=row.activity_id, title=row.activity_title, municipality=row.activity_municipality)


def shown_period(row: Application) -> Days:
    return Days(from_=row.period_from, until=row.period_until)


def shown_granted(row: Application) -> Money | None:
    return None if row.granted_cents is None else Money(cents=row.granted_cents)


def shown_attachment(row: Attachment) -> AttachmentOut:
    return AttachmentOut(
        id=row.id,
        version=row.version,
        code=row.code,
        filename=row.filename,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        secret=row.secret,
        added_at=row.added_at,
        removed_at=row.removed_at,
    )


def _party(sides: Sides, id: UUID, signature: SignOff | None, now: str) -> PartyOut:
    lead = id == sides.parties.lead
    return PartyOut(
        organisation_id=sides.today(id),
        name=name_of(sides.now.get(id), id),
        lead=lead,
        share=sides.parties.shares[id],
        asked_at=signature and signature.asked_at,
        signed_at=signature and signature.signed_at,
        signed=lead or (signature is not None and signature.hash == now),
    )


async def _attached(db: Reads, row: Application) -> Sequence[Attachment]:
    of_it = col(Attachment.application_id) == row.id, col(Attachment.removed_at).is_(None)
    return await db.all(select(Attachment).where(*of_it).order_by(col(Attachment.added_at), col(Attachment.id)))


async def _allowed(db: Reads, row: Application, sides: Sides) -> list[Action]:
    call = await db.one(select(Call).where(col(Call.id) == row.call_id))
    mine = sides.acted_for(db.actor)
    caller = Caller(
        leads=sides.parties.lead in mine,
        partners=bool(mine - {sides.parties.lead}),
        handles=db.actor.may(Permission.APPLICATION_HANDLE, row),
        proposes=db.actor.may(Permission.DECISION_PROPOSE, row),
        decides=db.actor.may(Permission.DECISION_DECIDE, row),
    )
    return allowed(row.status, caller, alone=not sides.parties.partners, call_over=db.now >= call.closes_at)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Names of the parts that differ; nothing for the first version."""
    if not before:
        return []
    return sorted(name for name in before.keys() | after.keys() if name not in _OF_THE_ACT and before.get(name) != after.get(name))
