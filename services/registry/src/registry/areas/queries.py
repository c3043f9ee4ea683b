"""Reading areas: the tree as the rules see it, lists by kind and day, what a code means on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal_column, or_, select
from sqlmodel import col

from chassis.paging import Items, Listing, paged
from chassis.values import today
from chassis.work import Reads
from registry.areas import domain
from registry.areas.domain import CouncilKind, Kind, Placement, Tree
from registry.areas.schemas import AreaOut, PlacementOut, Resolution, SoteDomainOut, Step, TermOut
from registry.areas.tables import Area, CouncilTerm, SoteDomain

KEYS = {
    "code": col(Area.code),
    "name": func.translate(func.lower(col(Area.name_fi)), "åäö", "{|}").collate("C"),
}
_trees: dict[str, tuple[Any, Tree]] = {}
"""By the name of the database: a process has one, a test run has many."""
_MARK = select(
    func.current_database(),
    func.sum(func.hashtextextended(literal_column("ctid || '/' || xmin"), 0)),
).select_from(Area)
"""Which versions of which rows there are: no other content has the same, whoever wrote it and whether it was committed."""
TERM_KEYS = {"valid_from": col(CouncilTerm.valid_from), "code": col(CouncilTerm.code)}


async def tree(reads: Reads) -> Tree:
    """All areas that were ever known. Most commands read it and few change it: it is made anew only when a row is another."""
    database, mark = (await reads.rows(_MARK))[0]
    marked, known = _trees.get(database, (None, None))
    if known is None or marked != mark:
        known = await _read(reads)
        _trees[database] = mark, known
    return known


async def _read(reads: Reads) -> Tree:
    found = await reads.rows(select(*_COLUMNS))
    return Tree(
        domain.Area(
            code, kind, fi, sv, en, since, until, successor, tuple(map(_placement, placements)), _people(population)
        )
        for code, kind, fi, sv, en, since, until, successor, placements, population in found
    )


async def known_terms(reads: Reads) -> list[domain.Term]:
    """All council terms as the rules see them."""
    return [domain.Term(t.code, t.kind, t.valid_from, t.valid_until) for t in await reads.all(select(CouncilTerm))]


def cover(tree: Tree, municipalities: Iterable[str], day: date) -> list[str]:
    """The codes of every area whose liaison answers for these municipalities on the day, health centres in them included.

    A code that means nothing on the day has no liaison.
    """
    found: set[str] = set()
    for code in municipalities:
        if not tree.stands_for_something(code, day):
            continue
        path = tree.path(code, day)
        found.update(area.code for area in path)
        found.update(area.code for area in tree.below(path[-1].code, day))
    return sorted(found)


def municipalities_on(tree: Tree, day: date) -> frozenset[str]:
    """The codes of the municipalities that exist on the day."""
    return frozenset(area.code for area in tree if area.kind is Kind.MUNICIPALITY and area.exists(day))


async def areas(reads: Reads, page: Listing, kind: Kind | None, on: date | None, parent: str | None) -> Items[AreaOut]:
    """The areas that exist on a day."""
    day = on or today(reads.now)
    rows = select(Area).where(
        or_(col(Area.valid_from).is_(None), col(Area.valid_from) <= day),
        or_(col(Area.valid_until).is_(None), col(Area.valid_until) > day),
    )
    if kind is not None:
        rows = rows.where(col(Area.kind) == kind)
    if parent is not None:
        children = (await tree(reads)).children(parent, day)
        rows = rows.where(col(Area.code).in_([child.code for child in children]))
    return await paged(reads, rows, page, keys=KEYS, id=col(Area.id), show=shown)


async def area(reads: Reads, id: UUID) -> Area:
    """One area, whether it still exists or not."""
    return await reads.one(select(Area).where(col(Area.id) == id))


async def resolve(reads: Reads, code: str, on: date | None) -> Resolution:
    """What a code means on a day."""
    day = on or today(reads.now)
    known = await tree(reads)
    found = known.resolve(code, day)
    years = sorted({year for area in known for year in area.population})
    counted = {year: people for year in years if (people := known.population(found.code, year, day)) is not None}
    path = [_step(area) for area in known.path(found.code, day)]
    return Resolution(asked=code, on=day, area=_step(found), path=path, population=counted)


async def terms(reads: Reads, page: Listing, kind: CouncilKind | None, on: date | None) -> Items[TermOut]:
    """Council terms, the oldest first."""
    rows = select(CouncilTerm)
    if kind is not None:
        rows = rows.where(col(CouncilTerm.kind) == kind)
    if on is not None:
        rows = rows.where(col(CouncilTerm.valid_from) <= on, col(CouncilTerm.valid_until) > on)
    return await paged(reads, rows, page, keys=TERM_KEYS, id=col(CouncilTerm.id), show=shown_term)


async def term(reads: Reads, id: UUID) -> CouncilTerm:
    """One council term."""
    return await reads.one(select(CouncilTerm).where(col(CouncilTerm.id) == id))


async def sote_domains(reads: Reads) -> list[SoteDomainOut]:
    """The county's service domains."""
    return [SoteDomainOut(**d.model_dump()) for d in await reads.all(select(SoteDomain).order_by(col(SoteDomain.code)))]


def shown(row: Area) -> AreaOut:
    """An area as the API shows it."""
    return AreaOut(
        id=row.id,
        code=row.code,
        kind=row.kind,
        name_fi=row.name_fi,
        name_sv=row.name_sv,
        name_en=row.name_en,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        successor=row.successor,
        placements=[PlacementOut(**placement) for placement in row.placements],
    )


def shown_term(row: CouncilTerm) -> TermOut:
    """A term as the API shows it."""
    return TermOut(id=row.id, code=row.code, kind=row.kind, valid_from=row.valid_from, valid_until=row.valid_until)


def area_of(row: Area) -> domain.Area:
    """A row as the rules see it."""
    return domain.Area(
        code=row.code,
        kind=row.kind,
        name_fi=row.name_fi,
        name_sv=row.name_sv,
        name_en=row.name_en,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        successor=row.successor,
        placements=tuple(map(_placement, row.placements)),
        population=_people(row.population),
    )


_COLUMNS = (
    col(Area.code), col(Area.kind), col(Area.name_fi), col(Area.name_sv), col(Area.name_en), col(Area.valid_from),
    col(Area.valid_until), col(Area.successor), col(Area.placements),
    col(Area.population),
)


def _placement(stored: dict[str, str | None]) -> Placement:
    return Placement(str(stored["parent"]), _day(stored["valid_from"]), _day(stored["valid_until"]))


def _people(stored: list[dict[str, int]]) -> dict[int, int]:
    return {counted["year"]: counted["people"] for counted in stored}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _step(area: domain.Area) -> Step:
    return Step(code=area.code, kind=area.kind, name_fi=area.name_fi)
