"""Reads of calls and questions. A draft is the coordinator's alone; a question is everybody's once it is answered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, not_, or_, select, true
from sqlmodel import col

from chassis.access import Actor
from chassis.paging import Items, Listing, paged
from chassis.values import Text, today
from chassis.work import Reader, Reads
from grants.access import Permission
from grants.appropriations import queries as appropriations
from grants.calls.domain import ANNOUNCED, Status, finnish, is_open
from grants.calls.domain.terms import Facts, Neighbour, Rulebook, Terms
from grants.calls.schemas import CallItem, CallOut, QuestionOut, RequiredAttachment
from grants.calls.tables import Call, Question
from grants.guidelines import domain as rules
from grants.guidelines import queries as guidelines
from grants.guidelines.tables import Guideline

KEYS = {"opens_at": col(Call.opens_at), "closes_at": col(Call.closes_at), "year": col(Call.year), "kind": col(Call.kind)}
BY_MOMENT = {"asked_at": col(Question.asked_at)}


def visible(actor: Actor) -> ColumnElement[bool]:
    """What was announced is for everybody, drafts for who may write them."""
    return or_(col(Call.status) != Status.DRAFT, actor.sees(Permission.CALL_WRITE, Call))


async def call(db: Reads, id: UUID) -> Call:
    """One call that the caller may see."""
    return await db.one(select(Call).where(visible(db.actor), col(Call.id) == id))


async def calls(
    reader: Reader, page: Listing, kind: str | None, year: int | None, status: Status | None, open: bool | None
) -> Items[CallItem]:
    """Calls that the caller may see, by the moment when they open."""
    asked = {"kind": kind, "year": year, "status": status}
    rows = select(Call).where(visible(reader.actor)).filter_by(**{k: v for k, v in asked.items() if v is not None})
    if open is not None:
        rows = rows.where(_open(reader.now) if open else not_(_open(reader.now)))
    return await paged(reader, rows, page, keys=KEYS, id=col(Call.id), show=lambda row: item(row, reader.now))


def _open(now: datetime) -> ColumnElement[bool]:
    """`is_open`, for a list."""
    return and_(col(Call.status).in_(ANNOUNCED), col(Call.opens_at) <= now, col(Call.closes_at) > now)


async def facts(db: Reads, terms: Terms, besides: UUID | None = None, *, may_overlap: bool = False) -> Facts:
    """What the terms of a call are held against."""
    kind = await guidelines.kind_of(db, terms.kind)
    named = await db.maybe(select(Guideline).where(col(Guideline.id) == terms.guideline_id))
    in_force = await guidelines.in_force(db, terms.kind, today(terms.opens_at))
    return Facts(
        way=None if kind is None else kind.way,
        guideline=None if named is None else Rulebook(
            kind=named.kind,
            published=named.status is rules.Status.PUBLISHED,
            in_force=in_force is not None and in_force.id == named.id,
        ),
        has_appropriation=await appropriations.of(db, terms.year, terms.kind) is not None,
        neighbours=[] if may_overlap else await _neighbours(db, terms, besides),
    )


async def _neighbours(db: Reads, terms: Terms, besides: UUID | None) -> list[Neighbour]:
    """Half-open windows that touch share no moment. What is said of either of two calls lets both be."""
    found = await db.all(select(Call).where(
        col(Call.kind) == terms.kind,
        col(Call.status).not_in({Status.DRAFT, Status.CANCELLED}),
        col(Call.overlaps_because).is_(None),
        col(Call.opens_at) < terms.closes_at,
        col(Call.closes_at) > terms.opens_at,
        true() if besides is None else col(Call.id) != besides,
    ).order_by(col(Call.opens_at)).limit(10))
    return [Neighbour(one.title["fi"], one.opens_at, one.closes_at) for one in found]


async def question(db: Reads, id: UUID) -> Question:
    """One question that the caller may see."""
    return await db.one(select(Question).where(_readable(db.actor), col(Question.id) == id))


async def questions(reader: Reader, page: Listing, call_id: UUID, answered: bool | None) -> Items[QuestionOut]:
    """Of one call, by the moment when they were asked."""
    await call(reader, call_id)
    rows = select(Question).where(_readable(reader.actor), col(Question.call_id) == call_id)
    if answered is not None:
        rows = rows.where(col(Question.answered_at).is_not(None) if answered else col(Question.answered_at).is_(None))
    return await paged(reader, rows, page, keys=BY_MOMENT, id=col(Question.id), show=lambda row: question_to(reader.actor, row))


def _readable(actor: Actor) -> ColumnElement[bool]:
    """Answered ones are for everybody; the others for who answers them and for the organisation that asked."""
    mine = [actor.sees(permission, Question) for permission in (Permission.CALL_WRITE, Permission.CALL_ASK)]
    return or_(false(), col(Question.answered_at).is_not(None), *mine)


async def shown(db: Reads, row: Call) -> CallOut:
    return CallOut(**item(row, db.now).model_dump(), form_schema=row.form_schema)


def item(row: Call, now: datetime) -> CallItem:
    """As it stands in a list."""
    return CallItem(
        id=row.id,
        version=row.version,
        kind=row.kind,
        year=row.year,
        title=Text(**row.title),
        status=row.status,
        open=is_open(row, now),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        opens=finnish(row.opens_at),
        closes=finnish(row.closes_at),
        guideline_id=row.guideline_id,
        guideline_number=row.guideline_number or None,
        appropriation_id=row.appropriation_id,
        attachments=[RequiredAttachment.model_validate(one) for one in row.attachments],
        overlaps_because=row.overlaps_because,
        case_number=row.case_number,
        results_at=row.results_at,
    )


async def shown_question(db: Reads, row: Question) -> QuestionOut:
    return question_to(db.actor, row)


def question_to(actor: Actor, row: Question) -> QuestionOut:
    """A question as this caller may see it."""
    near = actor.may(Permission.CALL_WRITE, row) or actor.may(Permission.CALL_ASK, row)
    return QuestionOut(
        id=row.id,
        version=row.version,
        call_id=row.call_id,
        organisation_id=row.organisation_id if near else None,
        text=row.text,
        asked_at=row.asked_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )
