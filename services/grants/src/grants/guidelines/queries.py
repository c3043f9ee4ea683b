"""Reads of kinds of grant, criteria, guidelines and principles. A draft is the coordinator's alone."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from chassis.access import Actor
from chassis.paging import Items, Listing, paged
from chassis.values import Days, Text
from chassis.work import Reader, Reads
from grants.access import Permission
from grants.copies.tables import CouncilTerm
from grants.guidelines.domain import Facts, Purpose, Status
from grants.guidelines.schemas import (
    Body,
    CoPlanning,
    CriterionOut,
    CriterionUse,
    GuidelineOut,
    KindOut,
    Parameters,
    PrinciplesOut,
)
from grants.guidelines.tables import Criterion, GrantKind, Guideline, Principles

BY_CODE = {"code": col(GrantKind.code)}
BY_CRITERION = {"code": col(Criterion.code)}
BY_DAY = {"valid_from": col(Guideline.valid_from), "kind": col(Guideline.kind), "number": col(Guideline.number)}
BY_TERM = {"valid_from": col(Principles.valid_from), "agreed_on": col(Principles.agreed_on)}
COUNTY_COUNCIL = "county_council"


# --- what commands of this and of later features ask


async def in_force(db: Reads, kind: str, day: date) -> Guideline | None:
    """The version by which this kind of grant goes on this day: the last that came into force, of two of one day the later one."""
    wanted = select(Guideline).where(
        col(Guideline.kind) == kind, col(Guideline.status) == Status.PUBLISHED, col(Guideline.valid_from) <= day
    )
    return await db.maybe(wanted.order_by(col(Guideline.valid_from).desc(), col(Guideline.number).desc()).limit(1))


async def principles_in_force(db: Reads, day: date) -> Principles | None:
    """The newest agreed ones whose days hold this one. GRC-16."""
    wanted = select(Principles).where(col(Principles.valid_from) <= day, col(Principles.valid_until) > day)
    return await db.maybe(wanted.order_by(col(Principles.agreed_on).desc(), col(Principles.recorded_at).desc()).limit(1))


def parameters_of(row: Guideline) -> Parameters:
    """The numbers and lists of this version."""
    return Parameters.model_validate(row.parameters)


async def kind_of(db: Reads, code: str) -> GrantKind | None:
    """The kind of grant of this code, if there is one."""
    return await db.maybe(select(GrantKind).where(col(GrantKind.code) == code))


async def term(db: Reads, code: str) -> Days | None:
    """The term of the county council of this code, if the registry has told of it."""
    wanted = select(CouncilTerm).where(col(CouncilTerm.code) == code, col(CouncilTerm.kind) == COUNTY_COUNCIL)
    found = await db.maybe(wanted)
    return None if found is None else Days(from_=found.valid_from, until=found.valid_until)


async def facts(db: Reads, kind: str, council_term: str) -> Facts:
    """What a guideline of this kind is held against."""
    library = await db.all(select(Criterion))
    return Facts(
        library={one.code for one in library},
        mandatory={one.code for one in library if kind in one.mandatory_for},
        term=await term(db, council_term),
        term_code=council_term,
    )


# --- what is shown


async def kinds(reader: Reader, page: Listing) -> Items[KindOut]:
    """Kinds of grant by their word."""
    return await paged(reader, select(GrantKind), page, keys=BY_CODE, id=col(GrantKind.code), show=shown_kind)


async def kind(reader: Reader, code: str) -> GrantKind:
    return await reader.one(select(GrantKind).where(col(GrantKind.code) == code))


async def criteria(reader: Reader, page: Listing, mandatory_for: str | None) -> Items[CriterionOut]:
    """The library by word."""
    rows = select(Criterion)
    if mandatory_for is not None:
        rows = rows.where(col(Criterion.mandatory_for).contains([mandatory_for]))
    return await paged(reader, rows, page, keys=BY_CRITERION, id=col(Criterion.code), show=shown_criterion)


def visible(actor: Actor) -> ColumnElement[bool]:
    """Published ones are for everybody, drafts for who may write them."""
    return or_(col(Guideline.status) != Status.DRAFT, actor.sees(Permission.GUIDELINE_WRITE, Guideline))


async def guideline(db: Reads, id: UUID) -> Guideline:
    """One version that the caller may see."""
    return await db.one(select(Guideline).where(visible(db.actor), col(Guideline.id) == id))


async def guidelines(
    reader: Reader, page: Listing, kind: str | None, status: Status | None, council_term: str | None
) -> Items[GuidelineOut]:
    """Versions that the caller may see, by the day on which they come into force."""
    asked = {"kind": kind, "status": status, "council_term": council_term}
    rows = select(Guideline).where(visible(reader.actor)).filter_by(**{k: v for k, v in asked.items() if v is not None})
    return await paged(reader, rows, page, keys=BY_DAY, id=col(Guideline.id), show=shown)


async def principles_of(reader: Reader, id: UUID) -> Principles:
    return await reader.one(select(Principles).where(col(Principles.id) == id))


async def principles(reader: Reader, page: Listing, on: date | None) -> Items[PrinciplesOut]:
    """All that were agreed; or those whose days hold one."""
    rows = select(Principles)
    if on is not None:
        rows = rows.where(col(Principles.valid_from) <= on, col(Principles.valid_until) > on)
    return await paged(reader, rows, page, keys=BY_TERM, id=col(Principles.id), show=shown_principles)


def shown_kind(row: GrantKind) -> KindOut:
    return KindOut(code=row.code, names=Text(**row.names), purpose=Text(**row.purpose), way=row.way)


def shown_criterion(row: Criterion) -> CriterionOut:
    return CriterionOut(code=row.code, names=Text(**row.names), mandatory_for=row.mandatory_for, source=row.source)


def shown(row: Guideline) -> GuidelineOut:
    return GuidelineOut(
        id=row.id,
        version=row.version,
        kind=row.kind,
        number=row.number or None,
        title=Text(**row.title),
        council_term=row.council_term,
        status=row.status,
        valid_from=row.valid_from,
        criteria=[CriterionUse.model_validate(one) for one in row.criteria],
        parameters=parameters_of(row),
        purposes=[Purpose(one) for one in row.purposes],
        authors=[Body.model_validate(one) for one in row.authors],
        co_planning=[CoPlanning.model_validate(one) for one in row.co_planning],
        published_at=row.published_at,
    )


def shown_principles(row: Principles) -> PrinciplesOut:
    return PrinciplesOut(
        id=row.id,
        version=row.version,
        council_term=row.council_term,
        title=Text(**row.title),
        text=row.text,
        agreed_on=row.agreed_on,
        agreed_by=[Body.model_validate(one) for one in row.agreed_by],
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        recorded_at=row.recorded_at,
    )
