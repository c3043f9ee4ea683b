"""Add a kind of grant; draft, edit and publish its guideline; record the principles of support."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from chassis.problems import refuse_if_any
from chassis.values import today
from chassis.work import UnitOfWork
from grants.access import Permission
from grants.events.guideline import GuidelinePublished
from grants.events.parts import Words
from grants.guidelines import queries
from grants.guidelines.domain import MACHINE, Action, Rules, Side, faults, objections, principle_objections
from grants.guidelines.problems import CRITERION_UNKNOWN, KIND_KNOWN, KIND_UNKNOWN
from grants.guidelines.schemas import AddKind, DraftGuideline, EditGuideline, RecordPrinciples
from grants.guidelines.tables import Criterion, GrantKind, Guideline, Principles


async def add_grant_kind(uow: UnitOfWork, body: AddKind) -> GrantKind:
    """A further kind of grant (avustuslaji). It needs this row and a guideline, and no change of the code. GRC-25."""
    uow.actor.must(Permission.GUIDELINE_WRITE)
    await _take_turns(uow, "kind", body.code)
    if await queries.kind_of(uow, body.code) is not None:
        raise KIND_KNOWN(kind=body.code)
    library = (await queries.facts(uow, body.code, "")).library
    refuse_if_any(
        CRITERION_UNKNOWN.at(f"/mandatory/{place}", criterion=code)
        for place, code in enumerate(body.mandatory) if code not in library
    )
    await uow.add_many(GrantKind, [{
        "code": body.code, "names": _text(body.names), "purpose": _text(body.purpose), "way": body.way.value,
    }])
    also = col(Criterion.mandatory_for).op("||")(literal([body.code], JSONB))
    await uow.execute(update(Criterion).where(col(Criterion.code).in_(body.mandatory)).values(mandatory_for=also))
    return await uow.one(select(GrantKind).where(col(GrantKind.code) == body.code))


async def draft_guideline(uow: UnitOfWork, body: DraftGuideline) -> Guideline:
    """Begin the next version (ohjeluonnos); it gets its number when it comes out."""
    uow.actor.must(Permission.GUIDELINE_WRITE)
    if await queries.kind_of(uow, body.kind) is None:
        refuse_if_any([KIND_UNKNOWN.at("/kind", kind=body.kind)])
    row = Guideline(id=uow.new_id(), **_columns(body))
    refuse_if_any(faults(_rules(row), await queries.facts(uow, row.kind, row.council_term)))
    return uow.add(row)


async def edit_guideline(uow: UnitOfWork, id: UUID, body: EditGuideline) -> Guideline:
    """Change a draft; a published version never changes."""
    row = await _target(uow, id)
    MACHINE.after(row.status, Action.EDIT)
    for name, value in _columns(body).items():
        setattr(row, name, value)
    refuse_if_any(faults(_rules(row), await queries.facts(uow, row.kind, row.council_term)))
    return row


async def publish_guideline(uow: UnitOfWork, id: UUID) -> Guideline:
    """It comes out under the next number of its kind, and stands from then on (ohjeen julkaiseminen)."""
    row = await _target(uow, id)
    after = MACHINE.after(row.status, Action.PUBLISH)
    refuse_if_any(objections(_rules(row), await queries.facts(uow, row.kind, row.council_term), today(uow.now)))
    await _take_turns(uow, "guideline", row.kind)
    last = await uow.one(select(func.coalesce(func.max(Guideline.number), 0)).where(col(Guideline.kind) == row.kind))
    row.status, row.number, row.published_at = after, last + 1, uow.now
    uow.publish(row, GuidelinePublished(
        guideline_id=row.id,
        kind=row.kind,
        number=row.number,
        title=Words(**row.title),
        criteria=tuple(one["code"] for one in row.criteria),
        valid_from=row.valid_from,
        published_at=uow.now,
    ))
    return row


async def record_principles(uow: UnitOfWork, body: RecordPrinciples) -> Principles:
    """Write down what county, municipalities and organisations agreed on (tukemisen periaatteet). GRC-16.

    The coordinator does it until forums announces `PrinciplesAgreed`.
    """
    uow.actor.must(Permission.GUIDELINE_WRITE)
    term = await queries.term(uow, body.council_term)
    until = body.valid_until or (term.until if term is not None else None) or date.max
    refuse_if_any(principle_objections(
        agreed_on=body.agreed_on,
        bodies={one.kind for one in body.agreed_by},
        since=body.valid_from,
        until=until,
        term=term,
        term_code=body.council_term,
        day=today(uow.now),
    ))
    return uow.add(Principles(
        id=uow.new_id(),
        council_term=body.council_term,
        title=_text(body.title),
        text=body.text,
        agreed_on=body.agreed_on,
        agreed_by=[one.model_dump(mode="json") for one in body.agreed_by],
        valid_from=body.valid_from,
        valid_until=until,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    ))


async def _target(uow: UnitOfWork, id: UUID) -> Guideline:
    """404 for who may not see a draft; 403 for who may read what is published."""
    await queries.guideline(uow, id)
    return await uow.target(Guideline, id, may=Permission.GUIDELINE_WRITE, lock=True)


async def _take_turns(uow: UnitOfWork, *words: str) -> None:
    """Until the end of the transaction, nobody else decides about these words."""
    await uow.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(" ".join(words), 0))))


def _columns(body: DraftGuideline | EditGuideline) -> dict[str, Any]:
    """What was sent, as the columns hold it."""
    sent = body.model_dump(mode="json", exclude_unset=isinstance(body, EditGuideline))
    if "title" in sent:
        sent["title"] = _text(body.title)
    if "valid_from" in sent:
        sent["valid_from"] = body.valid_from
    return sent


def _text(text: Any) -> dict[str, str]:
    found: dict[str, str] = text.model_dump(exclude_none=True)
    return found


def _rules(row: Guideline) -> Rules:
    return Rules(
        criteria=tuple(one["code"] for one in row.criteria),
        valid_from=row.valid_from,
        authors=frozenset(Side(one["kind"]) for one in row.authors),
        planned_on=tuple(date.fromisoformat(one["on"]) for one in row.co_planning),
    )
