"""A draft begins, also from last year's, is written by several colleagues, or is given up."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.problems import Reason, refuse_if_any
from chassis.values import Days, today
from chassis.work import UnitOfWork
from grants.access import Permission, Scope
from grants.applications import problems as p
from grants.applications import queries
from grants.applications.commands.holding import changed, held, held_by_lead, put_parties
from grants.applications.commands.reminding import REMIND
from grants.applications.domain import MACHINE, Action, Status, form
from grants.applications.domain.parties import WHOLE, Parties
from grants.applications.domain.period import moved, of_year
from grants.applications.domain.period import objections as of_period
from grants.applications.domain.snapshot import signed
from grants.applications.queries import Copied
from grants.applications.schemas import BudgetLine, Copy, Edit, Start
from grants.applications.tables import Application
from grants.calls.domain import Status as CallStatus
from grants.calls.tables import Call
from grants.copies import queries as copies
from grants.guidelines.domain import Way
from grants.guidelines.tables import GrantKind


async def start(uow: UnitOfWork, body: Start) -> Application:
    """Begin a draft (hakemuksen aloittaminen), from the publication of a call to its end."""
    call = await _call(uow, body.call_id, body.kind)
    lead = await _lead(uow, body.lead_id)
    period = body.period or of_year(call.year)
    refuse_if_any([*of_period(period, call.year), *await _unknown_municipality(uow, body.activity_municipality)])
    application = _begun(uow, call, lead, body.activity_id or uow.new_id(), body.activity_title, period)
    application.activity_municipality = body.activity_municipality
    await _keep(uow, application, call, Parties(lead, {lead: WHOLE}))
    return application


async def copy(uow: UnitOfWork, id: UUID, body: Copy) -> Copied:
    """Begin anew from an earlier application: words, budget, partners; neither documents nor signatures (kopioiminen)."""
    source, sides = await held_by_lead(uow, id)
    call = await _call(uow, body.call_id, None)
    period = moved(Days(from_=source.period_from, until=source.period_until), call.year - source.year) or of_year(call.year)
    lead = sides.today(sides.parties.lead)
    application = _begun(uow, call, lead, source.activity_id, source.activity_title, period)
    application.activity_municipality = source.activity_municipality
    application.copied_from = source.id
    application.sought_cents, application.budget = source.sought_cents, list(source.budget)
    application.form, dropped = form.fitting(call.form_schema, source.form)
    shares: dict[UUID, int] = {}
    for each, share in sides.parties.shares.items():
        shares[sides.today(each)] = shares.get(sides.today(each), 0) + share
    await _keep(uow, application, call, Parties(lead, shares))
    return Copied(application, dropped)


async def edit(uow: UnitOfWork, id: UUID, body: Edit) -> Application:
    """Change what it says (muokkaaminen), for any of its parties. Only what was sent; a completion changes answers alone."""
    application, sides = await held(uow, id)
    application.status = MACHINE.after(application.status, Action.EDIT)
    sent = body.model_fields_set
    if application.status is Status.RETURNED:
        _may_complete(uow, application, sent)
    before = signed(application, sides.parties)
    answers = form.merged(application.form, body.form)
    period = _period(application, body)
    refuse_if_any([
        *of_period(period, application.year),
        *await _unknown_municipality(uow, body.activity_municipality),
        *form.objections(answers),
    ])
    application.form = answers
    application.period_from, application.period_until = period.from_, period.until or application.period_until
    for name in sent & {"activity_title", "activity_municipality"}:
        setattr(application, name, getattr(body, name))
    if "sought" in sent:
        application.sought_cents = body.sought.cents
    if "budget" in sent:
        application.budget = [_line(line) for line in body.budget]
    application.updated_at = uow.now
    if signed(application, sides.parties) != before:
        await changed(uow, application, sides.parties)
    return application


async def discard(uow: UnitOfWork, id: UUID) -> None:
    """Give up a draft that nobody else has seen (luonnoksen hylkääminen)."""
    application, _ = await held_by_lead(uow, id)
    application.status = MACHINE.after(application.status, Action.DISCARD)
    application.updated_at = uow.now


async def _call(uow: UnitOfWork, call_id: UUID | None, kind: str | None) -> Call:
    """A call in which one may begin. A kind of grant that is negotiated is refused with the way that does exist (GRP-02)."""
    call = None if call_id is None else await uow.maybe(select(Call).where(col(Call.id) == call_id))
    if kind is not None or call is not None:
        codes = [code for code in (kind, call and call.kind) if code is not None]
        ways = await uow.all(select(col(GrantKind.way)).where(col(GrantKind.code).in_(codes)))
        if Way.NEGOTIATION in ways:
            raise p.NOT_APPLIED_FOR()
    if call_id is None:
        refuse_if_any([p.CALL_MISSING.at("/call_id")])
    if call is None or call.status is CallStatus.DRAFT:
        refuse_if_any([p.CALL_UNKNOWN.at("/call_id")])
    assert call is not None  # noqa: S101 - what is unknown was refused above
    if call.status is CallStatus.CANCELLED:
        raise p.CALL_CANCELLED()
    if uow.now >= call.closes_at:
        raise p.CALL_OVER(closes_at=call.closes_at)
    return call


async def _lead(uow: UnitOfWork, id: UUID) -> UUID:
    """The organisation of today, for which the caller acts."""
    known = await copies.present(uow, [id])
    now = known[id].id if id in known else id
    if not uow.actor.itself and not {str(id), str(now)} & uow.actor.scopes(Permission.APPLICATION_WRITE, Scope.ORGANISATION):
        raise p.NOT_REPRESENTED()
    if id not in known:
        refuse_if_any([p.ORGANISATION_UNKNOWN.at("/lead_id")])
    return now


def _begun(uow: UnitOfWork, call: Call, lead: UUID, activity_id: UUID, title: str, period: Days) -> Application:
    return uow.add(Application(
        id=uow.new_id(),
        call_id=call.id,
        kind=call.kind,
        year=call.year,
        lead_id=lead,
        parties=[lead],
        acting=[lead],
        activity_id=activity_id,
        activity_title=title,
        period_from=period.from_,
        period_until=period.until or date(call.year + 1, 1, 1),
        created_by=uow.actor.id,
        created_at=uow.now,
        updated_at=uow.now,
    ))


async def _keep(uow: UnitOfWork, application: Application, call: Call, parties: Parties) -> None:
    """Its parties, and the reminder before the call closes."""
    await put_parties(uow, application, parties)
    await changed(uow, application, parties)
    parameters = await queries.parameters_of(uow, call)
    remind_at = call.closes_at - timedelta(days=parameters.reminder_days)
    if remind_at > uow.now:
        await uow.at(remind_at, REMIND, application.id)


def _may_complete(uow: UnitOfWork, application: Application, sent: set[str]) -> None:
    if application.complete_by is not None and uow.now >= application.complete_by:
        raise p.TOO_LATE_TO_COMPLETE(complete_by=application.complete_by)
    if sent - {"form"}:
        raise p.SUBSTANCE_STANDS()


def _period(application: Application, body: Edit) -> Days:
    if "period" in body.model_fields_set:
        return body.period or of_year(application.year)
    return Days(from_=application.period_from, until=application.period_until)


async def _unknown_municipality(uow: UnitOfWork, code: str | None) -> Iterator[Reason]:
    known = code is None or (await queries.areas(uow, today(uow.now))).holds(code)
    return iter([] if known else [p.MUNICIPALITY_UNKNOWN.at("/activity_municipality", code=code)])


def _line(line: BudgetLine) -> dict[str, str | int]:
    return {"kind": line.kind.value, "title": line.title, "cents": line.amount.cents}
