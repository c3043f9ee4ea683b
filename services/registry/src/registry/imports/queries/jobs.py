"""Imports as jobs, and the account of their rows."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlmodel import col

from chassis.paging import Items, Keys, Listing, paged
from chassis.work import Reads
from registry.access import Permission
from registry.imports.domain.job import Status
from registry.imports.domain.planning import Outcome
from registry.imports.problems import SENTENCES, Rejection
from registry.imports.schemas import (
    CandidateOut,
    ChangeOut,
    CountsOut,
    FailureOut,
    ImportOut,
    KeptOut,
    Progress,
    RejectionOut,
    RowOut,
    SourceOut,
    Texts,
)
from registry.imports.sources import SOURCES, bundled
from registry.imports.tables import Import, ImportFile, ImportRow

KEPT: Final = timedelta(days=30)
"""How long the files of a dry run or of a failed import wait for somebody to go on."""
KEYS: Keys = {"-asked_at": col(Import.asked_at), "asked_at": col(Import.asked_at)}
ROW_KEYS: Keys = {"number": col(ImportRow.number)}


async def sources(reads: Reads) -> list[SourceOut]:
    """The registers that can be imported."""
    del reads
    return [
        SourceOut(
            key=each.key,
            name=each.name,
            licence=each.licence,
            credit=each.credit,
            formats=sorted(each.formats),
            bundled=bool(bundled(each.key)),
        )
        for each in SOURCES.values()
    ]


async def imports(reads: Reads, page: Listing, source: str | None, state: Status | None) -> Items[ImportOut]:
    """Imports, the newest first."""
    rows = select(Import).where(reads.actor.sees(Permission.IMPORT_READ, Import))
    if source is not None:
        rows = rows.where(col(Import.source) == source)
    if state is not None:
        rows = rows.where(col(Import.status) == state)
    return await paged(reads, rows, page, keys=KEYS, id=col(Import.id), show=shown)


async def job(reads: Reads, id: UUID) -> Import:
    """One import."""
    return await reads.one(select(Import).where(col(Import.id) == id, reads.actor.sees(Permission.IMPORT_READ, Import)))


async def rows(reads: Reads, page: Listing, id: UUID, outcome: Outcome | None) -> Items[RowOut]:
    """What becomes of each row, in the order of the file."""
    await job(reads, id)
    found = select(ImportRow).where(col(ImportRow.import_id) == id)
    if outcome is not None:
        found = found.where(col(ImportRow.outcome) == outcome)
    return await paged(reads, found, page, keys=ROW_KEYS, id=col(ImportRow.number), show=_shown_row)


async def rejections(reads: Reads, page: Listing, id: UUID) -> Items[RejectionOut]:
    """The rows that were not taken, and why."""
    await job(reads, id)
    found = select(ImportRow).where(col(ImportRow.import_id) == id, col(ImportRow.outcome) == Outcome.REJECT)
    return await paged(reads, found, page, keys=ROW_KEYS, id=col(ImportRow.number), show=_shown_rejection)


async def stale_files(reads: Reads, limit: int) -> Sequence[UUID]:
    """Imports whose files nobody has asked for any more."""
    kept = exists().where(col(ImportFile.import_id) == col(Import.id))
    rows = select(col(Import.id)).where(
        col(Import.status).in_([Status.DONE, Status.FAILED]), col(Import.finished_at) < reads.now - KEPT, kept
    )
    return await reads.all(rows.order_by(col(Import.id)).limit(limit))


def shown(row: Import) -> ImportOut:
    """The job as the API shows it."""
    source = SOURCES[row.source]
    return ImportOut(
        id=row.id,
        version=row.version,
        source=row.source,
        source_name=source.name,
        licence=source.licence,
        credit=source.credit,
        mode=row.mode,
        state=row.status,
        edition_on=row.edition_on,
        watermark=row.watermark,
        files=row.file_names,
        progress=Progress(done=row.rows_done, total=row.rows_total),
        counts=CountsOut(
            create=row.created,
            change=row.changed,
            unchanged=row.unchanged,
            reject=row.rejected,
            possible_duplicate=row.possible_duplicates,
            candidate_pairs=row.candidate_pairs,
        ),
        problems=[FailureOut(**failure) for failure in row.failures],
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


def place(row: Import) -> str:
    """Where to look how it goes."""
    return f"/v1/imports/{row.id}"


def _shown_row(row: ImportRow) -> RowOut:
    said: dict[str, Any] = row.model_dump(exclude={"import_id", "changes", "kept", "candidates", "field", "value"})
    return RowOut(
        **said,
        changes=[ChangeOut(**change) for change in row.changes],
        kept=[KeptOut(**kept) for kept in row.kept],
        candidates=[CandidateOut(**candidate) for candidate in row.candidates],
    )


def _shown_rejection(row: ImportRow) -> RejectionOut:
    reason = row.reason or Rejection.UNREADABLE
    sentence = SENTENCES[reason]
    return RejectionOut(
        number=row.number,
        line=row.line,
        field=row.field or "",
        value=row.value or "",
        reason=reason,
        text=Texts(fi=sentence.fi, sv=sentence.sv, en=sentence.en),
    )
