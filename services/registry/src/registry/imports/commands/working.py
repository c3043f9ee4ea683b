"""A worker's part: one batch after the other, each a unit of work with its rows, events and the mark of how far it came.

The timer of the next batch is written with the batch. Whoever is killed loses the batch under way and nothing else: the timer is
still there, and the next worker goes on behind the mark.
"""

import asyncio
import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import col

from chassis.problems import Refused
from chassis.values import today
from chassis.work import Irrelevant, Stale, UnitOfWork
from registry.areas import queries as areas
from registry.events.imports import Counts, ImportCompleted
from registry.imports import queries
from registry.imports.commands.writing import note, write
from registry.imports.domain.incoming import Incoming, Rejected
from registry.imports.domain.job import MACHINE, Action, Mode, is_waiting
from registry.imports.domain.matching import Key
from registry.imports.domain.planning import Outcome, Planned, Planner, tally
from registry.imports.domain.provenance import trust
from registry.imports.queries import Known
from registry.imports.sources import source
from registry.imports.tables import Import, ImportFile
from registry.organisations.domain import profile as rules
from registry.organisations.domain.profile import Facts

WORK: Final = "registry.import.work"
BATCH: Final = 500
"""Rows in a unit of work: what is done again after a kill, and how long other writers wait."""
_TRUST: Final = trust()
_MOST_RUNS: Final = 4


@dataclass(slots=True)
class _Run:
    """An import under way, in this process's memory: read again from files and tables wherever it does not fit the row's mark."""

    rows: Sequence[Incoming | Rejected]
    known: Known
    done: int
    ahead: asyncio.Task[list[Planned]] | None = None
    """The next batch, planned in a thread while this one is written."""
    versions: Mapping[UUID, int] = field(default_factory=dict)
    """Of the organisations that the next batch was planned on."""


_runs: dict[UUID, _Run] = {}


async def work(uow: UnitOfWork, id: UUID) -> None:
    """Take the next batch of an import; a dry run is one batch, for it writes nothing that others wait for."""
    row = await uow.load(Import, id, lock=True)
    if not is_waiting(row):
        raise Irrelevant("import_not_waiting")
    row.status, row.started_at = MACHINE.after(row.status, Action.RUN), row.started_at or uow.now
    remembered = _runs.pop(id, None)
    if remembered is not None and remembered.done != row.rows_done:
        remembered = None
    try:
        async with uow.attempt():
            run = remembered or await _begun(uow, row)
            await (_preview if row.mode is Mode.DRY_RUN else _batch)(uow, row, run)
    except Refused as refused:
        if remembered is not None:
            raise Stale("somebody wrote meanwhile what this import remembers otherwise") from refused
        row.status, row.failures, row.finished_at = MACHINE.after(row.status, Action.FAIL), _told(refused), uow.now
        return
    if row.rows_done < len(run.rows):
        _remember(id, run)
        await uow.at(uow.now, WORK, id)
    else:
        gc.unfreeze()
        await _complete(uow, row)


async def _begun(uow: UnitOfWork, row: Import) -> _Run:
    files = select(col(ImportFile.name), col(ImportFile.content)).where(col(ImportFile.import_id) == row.id)
    found = dict(await uow.rows(files))
    parse = source(row.source).parse
    rows = await asyncio.to_thread(lambda: list(parse(found, today(row.asked_at))))
    row.rows_total = len(rows)
    run = _Run(rows, await queries.known(uow, row.source), row.rows_done)
    gc.freeze()  # a hundred thousand values that live until the end: to look for cycles in them at every turn cost a fifth
    return run


async def _preview(uow: UnitOfWork, row: Import, run: _Run) -> None:
    planned = await (await _planning(uow, row, run, run.rows))
    await note(uow, row, planned)
    _count(row, planned)


async def _batch(uow: UnitOfWork, row: Import, run: _Run) -> None:
    """Write what was planned while the batch before was written, and have the next one planned meanwhile.

    What somebody else changes between plan and write has another version then, and the whole is planned anew.
    """
    planned = await (run.ahead or await _planning(uow, row, run, _next(run, row.rows_done)))
    versions, run.ahead = run.versions, None
    done = row.rows_done + len(planned)
    if done < len(run.rows):
        run.ahead = await _planning(uow, row, run, _next(run, done))
    await write(uow, row, planned, versions)
    await note(uow, row, planned)
    _count(row, planned)
    run.done = row.rows_done


def _next(run: _Run, done: int) -> Sequence[Incoming | Rejected]:
    return run.rows[done : done + BATCH]


async def _planning(
    uow: UnitOfWork, row: Import, run: _Run, rows: Sequence[Incoming | Rejected]
) -> asyncio.Task[list[Planned]]:
    """The fate of these rows, held against what stands at this moment; worked out beside the event loop."""
    index = run.known.index
    certain = (index.certain(Key(row.source, each.external_id), each) for each in rows if isinstance(each, Incoming))
    read = await queries.stored(uow, {id for ids in certain for id in ids})
    facts = Facts(municipalities=areas.municipalities_on(await areas.tree(uow), today(uow.now)))
    run.versions = read.versions
    planner = Planner(
        row.source,
        row.edition_on,
        index,
        read.stored,
        _TRUST,
        uow.new_id,
        voices=run.known.voices,
        objections=partial(rules.objections, facts=facts, now=uow.now),
    )
    return asyncio.create_task(asyncio.to_thread(lambda: list(planner.plan(rows))))


def _count(row: Import, planned: Sequence[Planned]) -> None:
    counted = tally(planned)
    row.created += counted.of[Outcome.CREATE]
    row.changed += counted.of[Outcome.CHANGE]
    row.unchanged += counted.of[Outcome.UNCHANGED]
    row.rejected += counted.of[Outcome.REJECT]
    row.possible_duplicates += counted.of[Outcome.POSSIBLE_DUPLICATE]
    row.candidate_pairs += counted.candidate_pairs
    row.rows_done += counted.rows


async def _complete(uow: UnitOfWork, row: Import) -> None:
    """Announced, unless these very files had been taken before and changed nothing now: that is no news."""
    row.status, row.finished_at = MACHINE.after(row.status, Action.COMPLETE), uow.now
    if row.mode is Mode.DRY_RUN:
        return
    await uow.execute(delete(ImportFile).where(col(ImportFile.import_id) == row.id))
    before = select(col(Import.id)).where(
        col(Import.source) == row.source,
        col(Import.watermark) == row.watermark,
        col(Import.mode) == Mode.APPLY,
        col(Import.status) == row.status,
        col(Import.id) != row.id,
    )
    if not row.created and not row.changed and await uow.maybe(before.limit(1)) is not None:
        return
    uow.publish(row, ImportCompleted(
        import_id=row.id,
        source=row.source,
        counts=Counts(
            created=row.created,
            changed=row.changed,
            unchanged=row.unchanged,
            rejected=row.rejected,
            possible_duplicates=row.possible_duplicates,
            candidate_pairs=row.candidate_pairs,
        ),
        watermark=row.watermark,
        started_at=row.started_at or uow.now,
        finished_at=uow.now,
    ))


def _remember(id: UUID, run: _Run) -> None:
    while len(_runs) >= _MOST_RUNS:
        _runs.pop(next(iter(_runs)))
    _runs[id] = run


def _told(refused: Refused) -> list[dict[str, str]]:
    """The reasons as the job shows them."""
    return [
        {
            "code": reason.problem.code,
            **{language: getattr(reason.problem, language).format_map(dict(reason.values)) for language in ("fi", "sv", "en")},
        }
        for reason in refused.reasons
    ]
