"""Writing a batch: organisations through their own commands, whose key is whose, candidate pairs, and the account of the rows."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python
from sqlalchemy import delete, select
from sqlmodel import col

from chassis.work import Stale, UnitOfWork
from registry.imports.domain.duplicates import Status, pair
from registry.imports.domain.incoming import Incoming
from registry.imports.domain.job import Mode
from registry.imports.domain.matching import Key
from registry.imports.domain.planning import Outcome, Planned
from registry.imports.domain.provenance import Said, Stored
from registry.imports.tables import Duplicate, Import, ImportRow, SourceKey, WaitingRow
from registry.organisations import commands as organisations
from registry.organisations.commands import Amendment, Entry, Source
from registry.organisations.domain.lifecycle import ALIVE, standing
from registry.organisations.tables import Organisation

AS_JSON: Final = TypeAdapter(Incoming)
_AT_ONCE: Final = 1000


async def write(uow: UnitOfWork, row: Import, planned: Sequence[Planned], versions: Mapping[UUID, int]) -> None:
    """Everything that a batch does to the registry. What somebody changed since it was read is planned anew."""
    await organisations.register_many(uow, [_entry(each, row.source) for each in planned if each.outcome is Outcome.CREATE])
    changed = [each for each in planned if each.outcome is Outcome.CHANGE]
    if changed:
        await _must_be_as_read(uow, [each.id for each in changed if each.id], versions)
        said = Said(row.source, row.edition_on)
        await organisations.update_many(uow, [amendment(each, said) for each in changed])
    await link(uow, {each.key: each.id for each in planned if each.key and each.id and each.outcome is not Outcome.CREATE})
    await _link_new(uow, {each.key: each.id for each in planned if each.key and each.id and each.outcome is Outcome.CREATE})
    await _settle(uow, row, planned)
    await _wait(uow, row, planned)
    await _propose(uow, row, planned)


async def note(uow: UnitOfWork, row: Import, planned: Sequence[Planned]) -> None:
    """The account: one row for each. A dry run knows no id of what it would create."""
    noted = iter([_noted(row, number, each) for number, each in enumerate(planned, start=row.rows_done + 1)])
    while some := list(islice(noted, _AT_ONCE)):
        await uow.add_many(ImportRow, some)


async def link(uow: UnitOfWork, keys: Mapping[Key, UUID]) -> None:
    """Write down whom the source means by these keys, where that is not known yet."""
    if not keys:
        return
    sources = {key.source for key in keys}
    known = select(col(SourceKey.source), col(SourceKey.external_id)).where(
        col(SourceKey.source).in_(sources), col(SourceKey.external_id).in_([key.external_id for key in keys])
    )
    before = {Key(source, external_id) for source, external_id in await uow.rows(known)}
    await _link_new(uow, {key: id for key, id in keys.items() if key not in before})


async def _link_new(uow: UnitOfWork, keys: Mapping[Key, UUID]) -> None:
    await uow.add_many(SourceKey, [
        {"source": key.source, "external_id": key.external_id, "organisation_id": id, "linked_at": uow.now}
        for key, id in keys.items()
    ])


def entry(stored: Stored, incoming: Incoming, source: str) -> Entry:
    """A new organisation as its commands take it."""
    origins = {name: Source(said.source, said.on) for name, said in stored.said.items()}
    return Entry(
        stored.id, stored.profile, source, stored.auxiliary, stored.memberships, incoming.language, origins
    )


def amendment(planned: Planned, said: Said) -> Amendment:
    """A known one as it shall stand."""
    if planned.id is None or planned.stored is None or planned.incoming is None:
        raise ValueError(f"line {planned.line} changes nobody")
    return Amendment(
        planned.id,
        planned.stored.profile,
        Source(said.source, said.on),
        tuple(change.field for change in planned.difference.changes),
        planned.stored.auxiliary,
        planned.stored.memberships,
        planned.incoming.language,
    )


def _entry(planned: Planned, source: str) -> Entry:
    if planned.stored is None or planned.incoming is None:
        raise ValueError(f"line {planned.line} creates nobody")
    return entry(planned.stored, planned.incoming, source)


async def _must_be_as_read(uow: UnitOfWork, ids: Sequence[UUID], versions: Mapping[UUID, int]) -> None:
    rows = await uow.take(select(Organisation).where(col(Organisation.id).in_(ids)).order_by(col(Organisation.id)))
    if {row.id: row.version for row in rows} != {id: versions[id] for id in ids}:
        raise Stale("an organisation was changed while the import was planned")
    if any(standing(row, uow.now) not in ALIVE for row in rows):
        raise Stale("an organisation came to its end while the import was planned")


async def _settle(uow: UnitOfWork, row: Import, planned: Sequence[Planned]) -> None:
    """Rows that waited and are certain now, by an identifier that came meanwhile: nobody needs to decide any more."""
    waiting = await uow.all(select(col(WaitingRow.external_id)).where(col(WaitingRow.source) == row.source))
    certain = {each.key.external_id: each.id for each in planned if each.key and each.id and each.outcome is not Outcome.REJECT}
    settled = {external_id: certain[external_id] for external_id in waiting if external_id in certain}
    if not settled:
        return
    await uow.execute(delete(WaitingRow).where(
        col(WaitingRow.source) == row.source, col(WaitingRow.external_id).in_(list(settled))
    ))
    open_pairs = select(Duplicate).where(
        col(Duplicate.source) == row.source,
        col(Duplicate.external_id).in_(list(settled)),
        col(Duplicate.status) == Status.OPEN,
    )
    for proposed in await uow.all(open_pairs):
        same = settled[str(proposed.external_id)] == proposed.one_id
        proposed.status, proposed.decided_at = Status.SAME if same else Status.APART, uow.now


async def _wait(uow: UnitOfWork, row: Import, planned: Sequence[Planned]) -> None:
    waiting = [
        {
            "source": row.source,
            "external_id": each.incoming.external_id,
            "name": each.incoming.name,
            "incoming": AS_JSON.dump_python(each.incoming, mode="json"),
            "edition_on": row.edition_on,
            "import_id": row.id,
        }
        for each in planned
        if each.outcome is Outcome.POSSIBLE_DUPLICATE and each.incoming
    ]
    await uow.add_many(WaitingRow, waiting, replacing=True)


async def _propose(uow: UnitOfWork, row: Import, planned: Sequence[Planned]) -> None:
    """Pairs that nobody has proposed before; what a person has decided stays decided."""
    found = {_place(proposed): proposed for each in planned for proposed in _candidates(uow, row, each)}
    if not found:
        return
    ones = {proposed["one_id"] for proposed in found.values()}
    known = select(
        col(Duplicate.one_id), col(Duplicate.other_id), col(Duplicate.source), col(Duplicate.external_id)
    ).where(col(Duplicate.one_id).in_(ones))
    before = {tuple(place) for place in await uow.rows(known)}
    await uow.add_many(Duplicate, [proposed for place, proposed in found.items() if place not in before])


def _candidates(uow: UnitOfWork, row: Import, planned: Planned) -> Iterable[dict[str, Any]]:
    for candidate in planned.candidates:
        one, other = (candidate.of, None) if planned.id is None else pair(planned.id, candidate.of)
        waiting = planned.key if planned.id is None else None
        yield {
            "id": uow.new_id(),
            "one_id": one,
            "other_id": other,
            "source": waiting.source if waiting else None,
            "external_id": waiting.external_id if waiting else None,
            "score": candidate.score,
            "why": candidate.why,
            "status": Status.OPEN,
            "import_id": row.id,
            "proposed_at": uow.now,
        }


def _place(proposed: Mapping[str, Any]) -> tuple[Any, ...]:
    return proposed["one_id"], proposed["other_id"], proposed["source"], proposed["external_id"]


def _noted(row: Import, number: int, planned: Planned) -> dict[str, Any]:
    rejected = planned.rejected
    imagined = row.mode is Mode.DRY_RUN and planned.outcome is Outcome.CREATE
    return {
        "import_id": row.id,
        "number": number,
        "line": planned.line,
        "outcome": planned.outcome,
        "external_id": planned.key.external_id if planned.key else None,
        "name": planned.incoming.name if planned.incoming else None,
        "organisation_id": None if imagined else planned.id,
        "changes": [
            to_jsonable_python({"field": each.field, "before": each.before, "after": each.after})
            for each in planned.difference.changes
        ],
        "kept": [
            to_jsonable_python({
                "field": each.field,
                "stored": each.stored,
                "offered": each.offered,
                "source": each.said.source if each.said else None,
            })
            for each in planned.difference.kept
        ],
        "candidates": [
            {"organisation_id": str(each.of), "score": each.score, "why": each.why.value} for each in planned.candidates
        ],
        "field": rejected.field if rejected else None,
        "value": rejected.value if rejected else None,
        "reason": rejected.reason if rejected else None,
    }
