"""How many meetings there were in a year, where, and how many took part. MTG-05, MTG-12, MTG-13, STR-08."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import col

from chassis.values import HELSINKI, Text, today
from chassis.work import Reader, Reads
from forums.meetings import domain
from forums.meetings.domain import Pace, Sector, Status
from forums.meetings.schemas import CadenceOut, CountsOut, MunicipalityOut, StructureCountOut
from forums.meetings.tables import Meeting
from forums.structures.domain import Level
from forums.structures.domain import Status as StructureStatus
from forums.structures.tables import Structure

HELD: Final = frozenset({Status.HELD, Status.MINUTED})
AHEAD: Final = frozenset({Status.SCHEDULED, Status.INVITED})
BREACHES: Final = frozenset({Pace.TOO_FEW, Pace.TOO_MANY, Pace.AT_RISK})


async def in_year(db: Reads, year: int, structures: Collection[UUID]) -> Mapping[UUID, tuple[int, int]]:
    """Of each structure, how many meetings were held in the Finnish year and how many are scheduled in it."""
    found = await db.rows(
        select(
            col(Meeting.structure_id),
            func.count().filter(col(Meeting.status).in_(HELD)),
            func.count().filter(col(Meeting.status).in_(AHEAD)),
        )
        .where(col(Meeting.structure_id).in_(structures), _begins_in(year))
        .group_by(col(Meeting.structure_id))
    )
    return {structure: (held, ahead) for structure, held, ahead in found}


async def cadences(reader: Reader, year: int, *, breached: bool) -> list[CadenceOut]:
    """Structures of which it is said how often they meet; or only those that do not, or are at risk (STR-08)."""
    rows = await reader.all(
        select(Structure)
        .where(
            col(Structure.status) == StructureStatus.ACTIVE,
            func.jsonb_exists_any(col(Structure.cadence), ["per_year_min", "per_year_max"]),
        )
        .order_by(col(Structure.names)["fi"].astext, col(Structure.id))
    )
    counted = await in_year(reader, year, [row.id for row in rows])
    shown = [_cadence(row, year, *counted.get(row.id, (0, 0)), reader.now) for row in rows]
    return [each for each in shown if not breached or each.pace in BREACHES]


def _cadence(row: Structure, year: int, held: int, ahead: int, now: datetime) -> CadenceOut:
    cadence = row.cadence or {}
    return CadenceOut(
        structure_id=row.id, names=Text.model_validate(row.names), per_year_min=cadence.get("per_year_min"),
        per_year_max=cadence.get("per_year_max"), held=held, ahead=ahead,
        pace=domain.pace(cadence, year, held=held, ahead=ahead, today=today(now)),
    )


async def counts(reader: Reader, year: int) -> CountsOut:
    """Meetings held in the Finnish year, by structure and by municipality, with participations summed by sector."""
    found = await reader.rows(
        select(Structure, col(Meeting.attendance))
        .join(Meeting, col(Meeting.structure_id) == col(Structure.id))
        .where(col(Meeting.status).in_(HELD), _begins_in(year))
        .order_by(col(Structure.names)["fi"].astext, col(Structure.id))
    )
    meetings: Counter[UUID] = Counter()
    took_part: dict[UUID, Counter[str]] = {}
    structures: dict[UUID, Structure] = {}
    places: Counter[str] = Counter()
    for structure, attendance in found:
        structures[structure.id] = structure
        meetings[structure.id] += 1
        took_part.setdefault(structure.id, Counter()).update(attendance or {})
        if structure.level is Level.MUNICIPALITY and structure.area is not None:
            places[structure.area] += 1
    return CountsOut(
        year=year,
        meetings=meetings.total(),
        attendance=_by_sector(sum(took_part.values(), Counter())),
        municipalities=len(places),
        by_municipality=[MunicipalityOut(municipality=code, meetings=count) for code, count in sorted(places.items())],
        by_structure=[
            StructureCountOut(
                structure_id=id, names=Text.model_validate(row.names),
                municipality=row.area if row.level is Level.MUNICIPALITY else None, meetings=meetings[id],
                attendance=_by_sector(took_part[id]),
            )
            for id, row in structures.items()
        ],
    )


def _by_sector(counted: Mapping[str, int]) -> dict[Sector, int]:
    return {sector: counted[sector.value] for sector in Sector if sector.value in counted}


def _begins_in(year: int) -> ColumnElement[bool]:
    begins = datetime(year, 1, 1, tzinfo=HELSINKI)
    return and_(col(Meeting.starts_at) >= begins, col(Meeting.starts_at) < datetime(year + 1, 1, 1, tzinfo=HELSINKI))
