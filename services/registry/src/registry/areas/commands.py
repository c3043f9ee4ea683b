"""Changing areas: the reference files, further areas, moves, ends, populations, council terms.

Changes of the tree stand one behind the other (`_alone`, before any row is held): whether a successor closes a circle is seen only
by who sees them all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.problems import refuse_if_any
from chassis.values import today
from chassis.work import UnitOfWork
from registry.access import Permission
from registry.areas import domain, queries
from registry.areas.domain import Placement
from registry.areas.domain.additions import take_up
from registry.areas.problems import TERM_ENDS_FIRST
from registry.areas.schemas import AbolishArea, AddArea, Imported, MoveArea, OpenTerm
from registry.areas.tables import Area, CouncilTerm, SoteDomain
from registry.events.area import AreaChanged
from registry.events.council_term import CouncilTermOpened


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the reference files changed; all noughts the second time."""

    areas: int
    domains: int
    terms: int


async def load_reference(uow: UnitOfWork) -> Loaded:
    """Bring in what the reference files know and the tables do not (perusaineiston lataus); run again it changes nothing.

    What people have entered stays: an area is moved or ended by a file only if the file knows a later day than the row.
    """
    await _alone(uow)
    rows = {row.code: row for row in await uow.take(select(Area).order_by(col(Area.code)))}
    changed = [_taken_from_file(uow, rows.get(area.code), area) for area in domain.reference_tree()]
    domains = await uow.execute(
        insert(SoteDomain).on_conflict_do_nothing().returning(col(SoteDomain.code)).values([asdict(d) for d in domain.domains()])
    )
    known = {term.code for term in await queries.known_terms(uow)}
    opened = [_open(uow, term) for term in domain.terms() if term.code not in known]
    return Loaded(sum(changed), len(domains), len(opened))


async def add_area(uow: UnitOfWork, body: AddArea) -> Area:
    """Take up an area that no file knew: a health centre, a municipality of another county."""
    uow.actor.must(Permission.AREA_EDIT)
    await _alone(uow)
    wanted = domain.Area(body.code, body.kind, body.name_fi, body.name_sv, body.name_en, valid_from=body.valid_from)
    return _add(uow, take_up(await queries.tree(uow), wanted, under=body.parent, on=body.valid_from))


async def move_area(uow: UnitOfWork, id: UUID, body: MoveArea) -> Area:
    """Let it lie elsewhere from a day on."""
    await _alone(uow)
    row = await uow.target(Area, id, may=Permission.AREA_EDIT)
    _move(uow, row, await queries.tree(uow), to=body.parent, on=body.valid_from)
    uow.because(body.grounds)
    return row


async def abolish_area(uow: UnitOfWork, id: UUID, body: AbolishArea) -> Area:
    """Let it end on a day, with another in its place; what lies under it lies under that one from then on."""
    await _alone(uow)
    row = await uow.target(Area, id, may=Permission.AREA_EDIT)
    tree = await queries.tree(uow)
    ended = domain.abolish(tree, row.code, successor=body.successor, on=body.valid_until)
    below = [child.code for child in tree.children(row.code, body.valid_until)]
    for child in await uow.take(select(Area).where(col(Area.code).in_(below)).order_by(col(Area.code))):
        _move(uow, child, tree, to=body.successor, on=body.valid_until)
    _end(uow, row, ended)
    uow.because(body.grounds)
    return row


async def import_population(uow: UnitOfWork, table: str) -> Imported:
    """Take in a population file; the same file again changes nothing."""
    uow.actor.must(Permission.AREA_EDIT)
    await _alone(uow)
    figures = domain.figures(table, await queries.tree(uow))
    codes = {figure.code for figure in figures}
    rows = await uow.take(select(Area).where(col(Area.code).in_(codes)).order_by(col(Area.code)))
    changed = sum([_count(uow, row, {f.year: f.people for f in figures if f.code == row.code}) for row in rows])
    return Imported(lines=len(figures), changed=changed)


async def open_term(uow: UnitOfWork, body: OpenTerm) -> CouncilTerm:
    """Take up a further council term."""
    uow.actor.must(Permission.AREA_EDIT)
    if body.valid_until <= body.valid_from:
        refuse_if_any([TERM_ENDS_FIRST.at("/valid_until")])
    term = domain.Term(body.code, body.kind, body.valid_from, body.valid_until)
    return _open(uow, domain.open_term(term, await queries.known_terms(uow)))


async def _alone(uow: UnitOfWork) -> None:
    await uow.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("registry.area", 0))))


def _taken_from_file(uow: UnitOfWork, row: Area | None, read: domain.Area) -> bool:
    if row is None:
        _add(uow, read)
        return True
    said = list(_differences(row, read))
    if said:
        uow.publish(row, *said)
    return bool(said)


def _differences(row: Area, read: domain.Area) -> Iterator[AreaChanged]:
    if (row.name_fi, row.name_sv, row.name_en) != (read.name_fi, read.name_sv, read.name_en):
        row.name_fi, row.name_sv, row.name_en = read.name_fi, read.name_sv, read.name_en
        yield AreaChanged(area_id=row.id, code=row.code, what="renamed")
    stored = queries.area_of(row)
    newest = max((p.valid_from or date.min for p in stored.placements), default=date.min)
    for place in read.placements:
        if place.valid_from is not None and place.valid_from > newest:
            kept = (replace(p, valid_until=p.valid_until or place.valid_from) for p in stored.placements)
            row.placements = _stored([*kept, place])
            yield AreaChanged(
                area_id=row.id, code=row.code, what="moved", effective_on=place.valid_from, parent=place.parent
            )
    if missing := read.population.keys() - stored.population.keys():
        row.population = _by_year({**{year: read.population[year] for year in missing}, **stored.population})
        yield AreaChanged(area_id=row.id, code=row.code, what="counted")
    if read.valid_until is not None and row.valid_until is None:
        row.valid_until, row.successor = read.valid_until, read.successor
        yield AreaChanged(
            area_id=row.id, code=row.code, what="ended", effective_on=read.valid_until, successor=read.successor
        )


def _add(uow: UnitOfWork, area: domain.Area) -> Area:
    row = uow.add(Area(
        id=uow.new_id(),
        code=area.code,
        kind=area.kind,
        name_fi=area.name_fi,
        name_sv=area.name_sv,
        name_en=area.name_en,
        valid_from=area.valid_from,
        valid_until=area.valid_until,
        successor=area.successor,
        placements=_stored(area.placements),
        population=_by_year(area.population),
    ))
    parent = area.parent(area.valid_from or today(uow.now))
    uow.publish(row, AreaChanged(area_id=row.id, code=row.code, what="added", effective_on=area.valid_from, parent=parent))
    return row


def _move(uow: UnitOfWork, row: Area, tree: domain.Tree, *, to: str, on: date) -> None:
    row.placements = _stored(domain.move(tree, row.code, to=to, on=on))
    uow.publish(row, AreaChanged(area_id=row.id, code=row.code, what="moved", effective_on=on, parent=to))


def _end(uow: UnitOfWork, row: Area, ended: domain.Area) -> None:
    row.valid_until, row.successor, row.placements = ended.valid_until, ended.successor, _stored(ended.placements)
    uow.publish(row, AreaChanged(
        area_id=row.id, code=row.code, what="ended", effective_on=ended.valid_until, successor=ended.successor
    ))


def _open(uow: UnitOfWork, term: domain.Term) -> CouncilTerm:
    row = uow.add(CouncilTerm(
        id=uow.new_id(), code=term.code, kind=term.kind, valid_from=term.valid_from, valid_until=term.valid_until
    ))
    uow.publish(row, CouncilTermOpened(
        council_term_id=row.id, code=row.code, kind=row.kind.value, valid_from=row.valid_from, valid_until=row.valid_until
    ))
    return row


def _count(uow: UnitOfWork, row: Area, people: dict[int, int]) -> int:
    """How many of the figures were new or different; of two for one year the later one counts."""
    known = queries.area_of(row).population
    changed = {year for year, count in people.items() if known.get(year) != count}
    if changed:
        row.population = _by_year({**known, **people})
        uow.publish(row, AreaChanged(area_id=row.id, code=row.code, what="counted"))
    return len(changed)


def _by_year(people: Mapping[int, int]) -> list[dict[str, int]]:
    return [{"year": year, "people": count} for year, count in sorted(people.items())]


def _stored(placements: Iterable[Placement]) -> list[dict[str, Any]]:
    return [
        {"parent": p.parent, "valid_from": _iso(p.valid_from), "valid_until": _iso(p.valid_until)} for p in placements
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
