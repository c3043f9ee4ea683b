"""Asking for an import: files are looked at, kept, and left for a worker."""

import asyncio
import hashlib
from datetime import date
from itertools import islice
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlmodel import col

from chassis.values import today
from chassis.work import UnitOfWork
from registry.access import Permission
from registry.imports.commands.working import WORK
from registry.imports.domain import job, reading
from registry.imports.domain.incoming import Files, Source
from registry.imports.domain.job import Mode
from registry.imports.problems import FILES_GONE, NOT_BUNDLED
from registry.imports.sources import bundled, source
from registry.imports.tables import Import, ImportFile, ImportRow


async def start(uow: UnitOfWork, key: str, mode: Mode, sent: Files, edition_on: date | None) -> Import:
    """Take in the files of a source (tuonnin aloittaminen). What cannot be read at all is refused at once. ORG-22."""
    uow.actor.must(Permission.IMPORT_RUN)
    found = source(key)
    files = await asyncio.to_thread(_opened, found, sent, today(uow.now))
    return await _kept(uow, found, mode, files, edition_on)


async def start_bundled(uow: UnitOfWork, key: str, mode: Mode, edition_on: date | None) -> Import:
    """The same with the files that come with the registry."""
    uow.actor.must(Permission.IMPORT_RUN)
    found = source(key)
    files = bundled(key)
    if not files:
        raise NOT_BUNDLED(source=key)
    return await _kept(uow, found, mode, files, edition_on)


async def apply(uow: UnitOfWork, id: UUID) -> Import:
    """Do what a dry run has shown (koeajon toteuttaminen). It is planned anew, on what is known then."""
    row = await uow.target(Import, id, may=Permission.IMPORT_RUN, lock=True)
    status = job.apply(row)
    await _must_have_files(uow, row)
    await uow.execute(delete(ImportRow).where(col(ImportRow.import_id) == id))
    row.status, row.mode, row.finished_at, row.rows_done = status, Mode.APPLY, None, 0
    row.created = row.changed = row.unchanged = row.rejected = row.possible_duplicates = row.candidate_pairs = 0
    await uow.at(uow.now, WORK, id)
    return row


async def resume(uow: UnitOfWork, id: UUID) -> Import:
    """Go on after the last batch that was committed, once the reason of the failure is gone."""
    row = await uow.target(Import, id, may=Permission.IMPORT_RUN, lock=True)
    status = job.resume(row)
    await _must_have_files(uow, row)
    row.status, row.failures, row.finished_at = status, [], None
    await uow.at(uow.now, WORK, id)
    return row


async def forget_files(uow: UnitOfWork, id: UUID) -> None:
    """Nobody has gone on with it for a month: the files go, the account stays."""
    await uow.execute(delete(ImportFile).where(col(ImportFile.import_id) == id))


async def _kept(uow: UnitOfWork, found: Source, mode: Mode, files: Files, edition_on: date | None) -> Import:
    row = uow.add(Import(
        id=uow.new_id(),
        source=found.key,
        mode=mode,
        edition_on=edition_on or today(uow.now),
        watermark=watermark(files),
        file_names=sorted(files),
        asked_by=uow.actor.id,
        asked_at=uow.now,
    ))
    for name, content in files.items():
        await uow.execute(ImportFile.__table__.insert().values(import_id=row.id, name=name, content=content))
    await uow.at(uow.now, WORK, row.id)
    return row


def watermark(files: Files) -> str:
    """SHA-256 over the names and bytes, in the order of the names."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _opened(found: Source, sent: Files, day: date) -> Files:
    """Unpacked, beside the event loop. Encoding, separator and columns show themselves with the first record."""
    files = {name: content for sent_as, packed in sent.items() for name, content in reading.files_of(sent_as, packed).items()}
    list(islice(found.parse(files, day), 1))
    return files


async def _must_have_files(uow: UnitOfWork, row: Import) -> None:
    if not await uow.one(select(exists().where(col(ImportFile.import_id) == row.id))):
        raise FILES_GONE()
