"""Ask for an import, show what it would do, do it. Sites are written, and what their spaces show of them with it."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import delete, select, update
from sqlmodel import col

from chassis.values import today
from chassis.work import Irrelevant, UnitOfWork
from facilities.access import Permission
from facilities.imports import queries
from facilities.imports.domain import job
from facilities.imports.domain.incoming import MOST_ROWS, Incoming, Rejected, Source, taken
from facilities.imports.domain.job import MACHINE, ImportAction, ImportStatus, Mode
from facilities.imports.domain.planning import Outcome, Planned, plan, tally
from facilities.imports.problems import TOO_MANY_ROWS
from facilities.imports.sources import bundled, source
from facilities.imports.tables import SiteImport, SiteImportFile, SiteImportRow
from facilities.spaces.commands.sites import spaces_follow
from facilities.spaces.tables import Site

WORK: Final = "facilities.import.work"


async def start(uow: UnitOfWork, key: str, mode: Mode, content: bytes, edition_on: date | None) -> SiteImport:
    """Take in the file of a source (tuonnin aloittaminen). What cannot be read at all is refused at once."""
    uow.actor.must(Permission.IMPORT_RUN)
    found = source(key)
    rows = await asyncio.to_thread(_read, found, content)
    row = uow.add(SiteImport(
        id=uow.new_id(),
        source=found.key,
        mode=mode,
        edition_on=edition_on or today(uow.now),
        watermark=hashlib.sha256(content).hexdigest(),
        rows=len(rows),
        asked_by=uow.actor.id,
        asked_at=uow.now,
    ))
    await uow.execute(SiteImportFile.__table__.insert().values(import_id=row.id, content=content))
    await uow.at(uow.now, WORK, row.id)
    return row


async def start_bundled(uow: UnitOfWork, key: str, mode: Mode, edition_on: date | None) -> SiteImport:
    """The same with the copy that comes with the service."""
    return await start(uow, key, mode, bundled(source(key).key), edition_on)


async def apply(uow: UnitOfWork, id: UUID) -> SiteImport:
    """Do what a dry run has shown (koeajon toteuttaminen). It is planned anew, on what is known then."""
    row = await uow.target(SiteImport, id, may=Permission.IMPORT_RUN, lock=True)
    row.status, row.mode, row.finished_at = job.apply(row.status, row.mode), Mode.APPLY, None
    row.created = row.changed = row.unchanged = row.outside = row.rejected = 0
    await uow.execute(delete(SiteImportRow).where(col(SiteImportRow.import_id) == id))
    await uow.at(uow.now, WORK, id)
    return row


async def work(uow: UnitOfWork, id: UUID) -> None:
    """A worker's part: account for each row, and do it unless it is a dry run. One transaction: all of it or nothing."""
    row = await uow.load(SiteImport, id, lock=True)
    if row.status is not ImportStatus.QUEUED:
        raise Irrelevant("import_not_waiting")
    content = await uow.one(select(col(SiteImportFile.content)).where(col(SiteImportFile.import_id) == id))
    rows = await asyncio.to_thread(_read, source(row.source), content)
    known, ours = await queries.known(uow, row.source), await queries.our_codes(uow, today(uow.now))
    planned = list(plan(rows, known, ours, row.edition_on))
    ids = {} if row.mode is Mode.DRY_RUN else await _write(uow, row, planned)
    await _note(uow, row, planned, ids)
    counted = tally(planned)
    row.created, row.changed = counted[Outcome.CREATE], counted[Outcome.CHANGE]
    row.unchanged, row.outside, row.rejected = counted[Outcome.UNCHANGED], counted[Outcome.OUTSIDE], counted[Outcome.REJECT]
    row.status, row.finished_at = MACHINE.after(row.status, ImportAction.COMPLETE), uow.now
    if row.mode is Mode.APPLY:
        await uow.execute(delete(SiteImportFile).where(col(SiteImportFile.import_id) == id))


def _read(found: Source, content: bytes) -> list[Incoming | Rejected]:
    rows = list(islice(taken(found, content), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise TOO_MANY_ROWS(most=MOST_ROWS)
    return rows


async def _write(uow: UnitOfWork, row: SiteImport, planned: Sequence[Planned]) -> dict[str, UUID]:
    """New sites in one statement, changed ones one by one. Nothing is removed because the source lacks it."""
    new = [(each.row, each.values) for each in planned if each.outcome is Outcome.CREATE and isinstance(each.row, Incoming)]
    ids = {said.source_id: uow.new_id() for said, _ in new}
    await uow.add_many(Site, [_site(row, said.source_id, values, ids[said.source_id]) for said, values in new])
    for each in planned:
        if each.outcome is Outcome.CHANGE and each.stored is not None:
            site = await uow.load(Site, each.stored.id, lock=True)
            for name, value in each.values.items():
                setattr(site, name, value)
            await spaces_follow(uow, site, set(each.values))
    await _see(uow, row, planned)
    return ids


async def _see(uow: UnitOfWork, row: SiteImport, planned: Sequence[Planned]) -> None:
    """A newer edition has them still."""
    seen = [each.stored.id for each in planned if each.stored is not None and each.stored.seen_on < row.edition_on]
    if seen:
        counted = {"seen_on": row.edition_on, "version": col(Site.version) + 1}
        await uow.execute(update(Site).where(col(Site.id).in_(seen)).values(**counted))


async def _note(uow: UnitOfWork, row: SiteImport, planned: Sequence[Planned], ids: dict[str, UUID]) -> None:
    await uow.add_many(SiteImportRow, [_noted(row, number, each, ids) for number, each in enumerate(planned, start=1)])


def _site(row: SiteImport, source_id: str, values: Mapping[str, Any], id: UUID) -> dict[str, Any]:
    """A new site as its columns hold it."""
    return {
        "id": id,
        **values,
        "centre": None,
        "accessibility": {},
        "accessibility_text": {},
        "demonstration": False,
        "source": row.source,
        "source_id": source_id,
        "seen_on": row.edition_on,
        "by_hand": [],
    }


def _noted(row: SiteImport, number: int, planned: Planned, ids: dict[str, UUID]) -> dict[str, Any]:
    """The account of one row as its columns hold it."""
    said, stored = planned.row, planned.stored
    values = {} if stored is None else stored.values
    noted: dict[str, Any] = {
        "import_id": row.id, "number": number, "line": said.line, "outcome": planned.outcome.value,
        "source_id": None, "name": None, "site_id": None if stored is None else stored.id,
        "changes": _json([
            {"field": name, "before": values.get(name), "after": value} for name, value in planned.values.items()
            if stored is not None or value is not None
        ]),
        "kept": _json([
            {"field": name, "stored": values.get(name), "offered": value} for name, value in planned.kept.items()
        ]),
        "field": None, "value": None, "reason": None,
    }
    if isinstance(said, Rejected):
        return noted | {"field": said.field, "value": said.value, "reason": said.reason.value}
    return noted | {"source_id": said.source_id, "name": said.name, "site_id": noted["site_id"] or ids.get(said.source_id)}


def _json(found: list[dict[str, Any]]) -> Any:
    return to_jsonable_python(found)
