"""Structures by name, what they are established from, and how they are shown."""

from uuid import UUID

from sqlalchemy import func, or_, select
from sqlmodel import col

from chassis.paging import Items, Listing, paged
from chassis.values import Text
from chassis.work import Reader
from forums.structures import domain
from forums.structures.domain import Kind, Level, Status, groups_in
from forums.structures.schemas import Cadence, ConvenorOut, GroupOut, StructureOut, TemplateOut, WordedOut
from forums.structures.tables import Structure

_FI = col(Structure.names)["fi"].astext
KEYS = {
    "name": func.translate(func.lower(_FI), "åäö", "{|}").collate("C"),
    "code": col(Structure.code),
    "since": col(Structure.since),
}


async def structures(
    reader: Reader,
    page: Listing,
    *,
    level: Level | None,
    kind: Kind | None,
    area: str | None,
    domain: str | None,
    cooperation_area: str | None,
    parent_id: UUID | None,
    status: Status | None,
    q: str | None,
) -> Items[StructureOut]:
    """Structures by name, closed ones too unless a status is asked for."""
    rows = select(Structure)
    equal = {"level": level, "kind": kind, "domain": domain, "parent_id": parent_id, "status": status}
    rows = rows.filter_by(**{name: value for name, value in equal.items() if value is not None})
    if area is not None:
        rows = rows.where(col(Structure.areas).contains([area]))
    if cooperation_area is not None:
        rows = rows.where(col(Structure.cooperation_areas).contains([cooperation_area]))
    if q is not None:
        languages = (col(Structure.names)[language].astext for language in ("fi", "sv", "en"))
        rows = rows.where(or_(*(func.lower(name).contains(q.lower(), autoescape=True) for name in languages)))
    return await paged(reader, rows, page, keys=KEYS, id=col(Structure.id), show=shown)


def shown(row: Structure) -> StructureOut:
    """A structure as the API shows it."""
    return StructureOut(
        id=row.id,
        version=row.version,
        code=row.code,
        template=row.template,
        names=Text.model_validate(row.names),
        level=row.level,
        kind=row.kind,
        status=row.status,
        area=row.area,
        domain=row.domain,
        parent_id=row.parent_id,
        cooperation_areas=row.cooperation_areas,
        topics=row.topics,
        groups=[
            GroupOut(code=each.code, fi=each.fi, en=each.en, found=bool(each.who), least=each.least, most=each.most)
            for each in groups_in(row.groups)
        ],
        cadence=None if row.cadence is None else Cadence.model_validate(row.cadence),
        convenor=ConvenorOut(
            role=row.convenor_role, text=row.convenor_text, count=row.convenor_count, organisations=row.convenors,
            missing=max(0, row.convenor_count - len(row.convenors)) if row.status is Status.ACTIVE else 0,
        ),
        mandate=row.mandate,
        term_from=row.term_from,
        term_until=row.term_until,
        founded=row.founded,
        since=row.since,
        closed_on=row.closed_on,
        closing_grounds=row.closing_grounds,
        successor_id=row.successor_id,
        no_successor_because=row.no_successor_because,
    )


async def templates(_reader: Reader) -> list[TemplateOut]:
    """What the plan describes, by code."""
    return [
        TemplateOut(
            code=each.code, names=Text.model_validate(each.names), level=each.level, kind=each.kind, one_per=each.one_per,
            many=each.many, convenor=each.convenor_text, cooperation_areas=list(each.cooperation_areas), topics=list(each.topics),
        )
        for each in sorted(domain.templates().values(), key=lambda template: template.code)
    ]


async def cooperation_areas(_reader: Reader) -> list[WordedOut]:
    return [WordedOut(code=each.code, fi=each.fi, en=each.en) for each in domain.cooperation_areas().values()]


async def agenda_item_types(_reader: Reader) -> list[WordedOut]:
    return [WordedOut(code=each.code, fi=each.fi, en=each.en) for each in domain.topics().values()]
