"""Imports, their rows and rejections; what of a source is known already."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.paging import Items, Keys, Listing, paged
from chassis.work import Reads
from facilities.access import Permission
from facilities.copies.tables import Area
from facilities.imports.domain.job import ImportStatus
from facilities.imports.domain.planning import FIELDS, Outcome, Stored
from facilities.imports.problems import SENTENCES, Rejection
from facilities.imports.schemas import ChangeOut, CountsOut, KeptOut, RejectionOut, RowOut, SiteImportOut, SourceOut, Texts
from facilities.imports.sources import SOURCES
from facilities.imports.tables import SiteImport, SiteImportRow
from facilities.spaces.tables import Site

KEYS: Keys = {"-asked_at": col(SiteImport.asked_at), "asked_at": col(SiteImport.asked_at)}
ROW_KEYS: Keys = {"number": col(SiteImportRow.number)}
_MUNICIPALITY: Final = "municipality"


async def sources(reads: Reads) -> list[SourceOut]:
    """The registers that can be imported."""
    del reads
    return [SourceOut(key=s.key, name=s.name, licence=s.licence, credit=s.credit, format=s.format) for s in SOURCES.values()]


async def imports(reads: Reads, page: Listing, source: str | None, state: ImportStatus | None) -> Items[SiteImportOut]:
    """Imports, the newest first."""
    rows = select(SiteImport).where(reads.actor.sees(Permission.IMPORT_READ, SiteImport))
    asked = {"source": source, "status": state}
    rows = rows.filter_by(**{name: value for name, value in asked.items() if value is not None})
    return await paged(reads, rows, page, keys=KEYS, id=col(SiteImport.id), show=shown)


async def job(reads: Reads, id: UUID) -> SiteImport:
    """One import."""
    mine = reads.actor.sees(Permission.IMPORT_READ, SiteImport)
    return await reads.one(select(SiteImport).where(mine, col(SiteImport.id) == id))


async def rows(reads: Reads, page: Listing, id: UUID, outcome: Outcome | None) -> Items[RowOut]:
    """What becomes of each row, in the order of the file."""
    await job(reads, id)
    found = select(SiteImportRow).where(col(SiteImportRow.import_id) == id)
    if outcome is not None:
        found = found.where(col(SiteImportRow.outcome) == outcome)
    return await paged(reads, found, page, keys=ROW_KEYS, id=col(SiteImportRow.number), show=_shown_row)


async def rejections(reads: Reads, page: Listing, id: UUID) -> Items[RejectionOut]:
    """The rows that were not taken, and why."""
    await job(reads, id)
    found = select(SiteImportRow).where(col(SiteImportRow.import_id) == id, col(SiteImportRow.outcome) == Outcome.REJECT)
    return await paged(reads, found, page, keys=ROW_KEYS, id=col(SiteImportRow.number), show=_shown_rejection)


async def known(reads: Reads, source: str) -> dict[str, Stored]:
    """The sites that this source has brought, by its own keys."""
    columns = [getattr(Site, name) for name in FIELDS]
    found = await reads.rows(
        select(col(Site.source_id), col(Site.id), col(Site.by_hand), col(Site.seen_on), *columns).where(col(Site.source) == source)
    )
    return {
        row[0]: Stored(row[1], dict(zip(FIELDS, row[4:], strict=True)), frozenset(row[2]), row[3]) for row in found
    }


async def our_codes(reads: Reads, day: date) -> dict[str, str]:
    """The county's codes of municipalities, those of old too -> of the one that stands for it on the day. XCT-04."""
    areas = await reads.all(select(Area).where(col(Area.kind) == _MUNICIPALITY))
    by_code = {area.code: area for area in areas}
    found = {code: _standing(code, by_code, day) for code in by_code}
    return {code: now for code, now in found.items() if now is not None and by_code[now].placements}


def _standing(code: str, areas: Mapping[str, Area], day: date) -> str | None:
    """What took its place, however many steps away. The registry lets nothing succeed itself; a copy is not trusted with that."""
    passed: set[str] = set()
    while code in areas and code not in passed:
        passed.add(code)
        area = areas[code]
        if area.valid_until is None or day < area.valid_until:
            return code
        code = area.successor or ""
    return None


def shown(row: SiteImport) -> SiteImportOut:
    """The job as the API shows it."""
    source = SOURCES[row.source]
    counts = CountsOut(
        create=row.created, change=row.changed, unchanged=row.unchanged, outside=row.outside, reject=row.rejected
    )
    said: dict[str, Any] = row.model_dump(
        exclude={"status", "created", "changed", "unchanged", "outside", "rejected"}
    )
    return SiteImportOut(**said, licence=source.licence, credit=source.credit, state=row.status, counts=counts)


def place(row: SiteImport) -> str:
    """Where to look how it goes."""
    return f"/v1/imports/{row.id}"


def _shown_row(row: SiteImportRow) -> RowOut:
    said: dict[str, Any] = row.model_dump(exclude={"import_id", "changes", "kept", "field", "value"})
    return RowOut(**said, changes=[ChangeOut(**each) for each in row.changes], kept=[KeptOut(**each) for each in row.kept])


def _shown_rejection(row: SiteImportRow) -> RejectionOut:
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
