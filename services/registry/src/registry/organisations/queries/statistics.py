"""Counts, density and net change: one statement counts, areas are summed over the tree. ORG-25, STA-03, STA-04."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Text, and_, case, cast, column, extract, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.expression import SQLColumnExpression
from sqlmodel import col

from chassis.values import today
from chassis.work import Reads
from registry.areas import queries as areas
from registry.areas.domain import COUNTY, Area, Tree
from registry.areas.domain import Kind as Level
from registry.organisations.domain.kinds import Field, Kind, LegalForm
from registry.organisations.domain.lifecycle import Status
from registry.organisations.domain.statistics import YearOfChange, density
from registry.organisations.schemas import CountOut, Grouping, YearOut
from registry.organisations.tables import Organisation

_OR_NONE = func.coalesce(func.nullif(col(Organisation.fields), literal([], ARRAY(Text))), literal([""], ARRAY(Text)))
"""Its fields, or one empty key: who has no known field is counted too."""


@dataclass(frozen=True, slots=True)
class Group:
    """What was counted under one key."""

    count: int = 0
    founded: int = 0
    dissolved: int = 0

    def __add__(self, other: "Group") -> "Group":
        return Group(self.count + other.count, self.founded + other.founded, self.dissolved + other.dissolved)


async def counts(
    reads: Reads, by: Grouping, year: int, kind: Kind, field: Field | None, legal_form: LegalForm | None
) -> list[CountOut]:
    """By municipality, area, field or legal form, in a year. Areas are those of today, so that years can be compared."""
    running = today(reads.now)
    tree = await areas.tree(reads)
    groups = await _groups(reads, by, year, running, _only(kind, field, legal_form))
    if by in {Grouping.FIELD, Grouping.LEGAL_FORM}:
        people = tree.population(COUNTY, year, running)
        return [_shown(key or None, None, year, group, people) for key, group in sorted(groups.items())]
    found = []
    for area, group in _by_area(tree, _LEVELS[by], groups, running):
        if area is None:
            found.append(_shown(None, None, year, group, None))
        else:
            found.append(_shown(area.code, area.name_fi, year, group, tree.population(area.code, year, running)))
    return found


async def years(
    reads: Reads,
    first: int,
    last: int,
    kind: Kind,
    municipality: str | None,
    field: Field | None,
    legal_form: LegalForm | None,
) -> list[YearOut]:
    """What each year brought and took, and how many there were at its end."""
    running = today(reads.now)
    only = _only(kind, field, legal_form)
    if municipality is not None:
        tree = await areas.tree(reads)
        code = tree.resolve(municipality, running).code
        only = [*only, col(Organisation.home_municipality).in_([code, *tree.predecessors(code)])]
    founded, gone = _year_of(col(Organisation.founded_on)), _year_of(_gone_on(running))
    now = _stands_on(running)
    known = (  # a few hundred pairs of years for any number of organisations
        select(founded.label("founded"), gone.label("gone"), now.label("now"), func.count().label("count"))
        .where(*only)
        .group_by(founded, gone, now)
        .subquery()
    )
    series = func.generate_series(first, last, type_=Integer()).table_valued(column("year", Integer)).render_derived()
    year = series.c.year
    then = and_(or_(known.c.founded.is_(None), known.c.founded <= year), or_(known.c.gone.is_(None), known.c.gone > year))
    stands = case((year < running.year, then), else_=known.c.now)

    def of(*which: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(known.c.count).filter(*which), 0, type_=Integer())

    rows = (
        select(
            year, of(known.c.founded == year), of(known.c.gone == year), of(stands), of(stands, known.c.founded.is_(None))
        )
        .select_from(series.outerjoin(known, true()))
        .group_by(year)
        .order_by(year)
    )
    return [
        YearOut(
            year=number,
            founded=founded,
            dissolved=dissolved,
            net=YearOfChange(number, founded, dissolved).net,
            standing=standing,
            founding_unknown=unknown,
        )
        for number, founded, dissolved, standing, unknown in await reads.rows(rows)
    ]


async def _groups(
    reads: Reads, by: Grouping, year: int, running: date, only: Sequence[ColumnElement[bool]]
) -> dict[str, Group]:
    """Key -> figures; the empty key is "not known"."""
    day = min(date(year, 12, 31), running)
    key: ColumnElement[str] = {
        Grouping.FIELD: func.unnest(_OR_NONE, type_=Text()),
        Grouping.LEGAL_FORM: cast(col(Organisation.legal_form), Text),
    }.get(by, func.coalesce(col(Organisation.home_municipality), ""))
    counted = select(key.label("key"), col(Organisation.founded_on), _gone_on(running).label("gone_on")).where(*only).subquery()
    stands = and_(
        or_(counted.c.founded_on.is_(None), counted.c.founded_on <= day),
        or_(counted.c.gone_on.is_(None), counted.c.gone_on > day),
    )
    rows = select(
        counted.c.key,
        func.count().filter(stands),
        func.count().filter(_year_of(counted.c.founded_on) == year),
        func.count().filter(_year_of(counted.c.gone_on) == year),
    ).group_by(counted.c.key)
    return {key: Group(count, founded, dissolved) for key, count, founded, dissolved in await reads.rows(rows)}


_LEVELS = {
    Grouping.MUNICIPALITY: Level.MUNICIPALITY,
    Grouping.SERVICE_AREA: Level.SERVICE_AREA,
    Grouping.COUNTY: Level.COUNTY,
}


def _by_area(tree: Tree, level: Level, groups: dict[str, Group], day: date) -> list[tuple[Area | None, Group]]:
    """Municipalities of old under what came after them, areas as the sum of their municipalities; unknown seats last."""
    sums = {area.code: Group() for area in tree if area.kind is level and area.exists(day)}
    unknown = Group()
    for municipality, group in groups.items():
        above = _area_of(tree, municipality, level, day)
        if above is None:
            unknown += group
        else:
            sums[above] += group
    return [*((tree.area(code), group) for code, group in sorted(sums.items())), (None, unknown)]


def _area_of(tree: Tree, municipality: str, level: Level, day: date) -> str | None:
    if not tree.stands_for_something(municipality, day):
        return None
    return next((area.code for area in tree.path(municipality, day) if area.kind is level), None)


def _shown(key: str | None, name: str | None, year: int, group: Group, population: int | None) -> CountOut:
    thick = density(group.count, population)
    return CountOut(
        key=key,
        name=name,
        year=year,
        count=group.count,
        population=population,
        density=thick.value,
        reason=thick.reason,
        founded=group.founded,
        dissolved=group.dissolved,
        net=YearOfChange(year, group.founded, group.dissolved).net,
    )


def _only(kind: Kind, field: Field | None, legal_form: LegalForm | None) -> list[ColumnElement[bool]]:
    return [
        col(Organisation.kind) == kind,
        *(col(Organisation.fields).contains([each.value]) for each in [field] if each),
        *(col(Organisation.legal_form) == each for each in [legal_form] if each),
    ]


def _stands_on(running: date) -> ColumnElement[bool]:
    """As `domain.statistics.standing` says it."""
    day, founded, gone = literal(running, Date), col(Organisation.founded_on), _gone_on(running)
    return and_(or_(founded.is_(None), founded <= day), or_(gone.is_(None), day < gone))


def _gone_on(running: date) -> ColumnElement[date]:
    """The first day on which it is no more: dissolved, or part of another. An end that is still to come is none."""
    merged = cast(func.timezone("Europe/Helsinki", col(Organisation.ended_at)), Date)
    return func.coalesce(
        col(Organisation.dissolved_on),
        case((col(Organisation.dissolves_on) <= running, col(Organisation.dissolves_on))),
        case((col(Organisation.status) == Status.MERGED, merged)),
        type_=Date(),
    )


def _year_of(day: SQLColumnExpression[Any]) -> ColumnElement[int]:
    return cast(extract("year", day), Integer)
