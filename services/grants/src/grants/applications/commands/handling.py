"""What an official does with a received application, and its applicant's withdrawal."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.problems import refuse_if_any
from chassis.values import HELSINKI, today
from chassis.work import UnitOfWork
from grants.access import Permission
from grants.applications import problems as p
from grants.applications import queries
from grants.applications.commands.holding import about, held_by_lead
from grants.applications.domain import MACHINE, Action
from grants.applications.schemas import RequestCompletion, ToMunicipality, Withdraw
from grants.applications.tables import Application
from grants.calls.tables import Call
from grants.events.application import ApplicationReferredToMunicipality, ApplicationWithdrawn, CompletionRequested


async def request_completion(uow: UnitOfWork, id: UUID, body: RequestCompletion) -> Application:
    """Ask for what is missing (täydennyspyyntö)."""
    application = await uow.target(Application, id, may=Permission.APPLICATION_HANDLE, lock=True)
    application.status = MACHINE.after(application.status, Action.REQUEST_COMPLETION)
    call = await uow.load(Call, application.call_id)
    application.complete_by = await deadline(uow, call, body.complete_by)
    application.wanted, application.requests = body.wanted, application.requests + 1
    application.updated_at = uow.now
    uow.publish(application, CompletionRequested(
        **await about(uow, application, call), number=application.requests, wanted=body.wanted, complete_by=application.complete_by
    ))
    return application


async def withdraw(uow: UnitOfWork, id: UUID, body: Withdraw) -> Application:
    """The applicant takes it back before it is decided (peruutus)."""
    application, _ = await held_by_lead(uow, id)
    application.status = MACHINE.after(application.status, Action.WITHDRAW)
    call = await uow.load(Call, application.call_id)
    _end(uow, application, body.grounds)
    uow.publish(application, ApplicationWithdrawn(
        **await about(uow, application, call), grounds=body.grounds, withdrawn_at=uow.now
    ))
    return application


async def refer(uow: UnitOfWork, id: UUID, body: ToMunicipality) -> Application:
    """The activity is local, and a municipality's to fund (siirto kunnalle). GRO-17."""
    application = await uow.target(Application, id, may=Permission.APPLICATION_HANDLE, lock=True)
    application.status = MACHINE.after(application.status, Action.REFER)
    areas = await queries.areas(uow, today(uow.now))
    refuse_if_any([] if areas.holds(body.municipality) else [p.MUNICIPALITY_UNKNOWN.at("/municipality", code=body.municipality)])
    call = await uow.load(Call, application.call_id)
    application.referred_to = body.municipality
    _end(uow, application, body.grounds)
    uow.publish(application, ApplicationReferredToMunicipality(
        **await about(uow, application, call), municipality=body.municipality, grounds=body.grounds
    ))
    return application


async def deadline(uow: UnitOfWork, call: Call, asked: datetime | None) -> datetime:
    """The moment that was asked for; else the end of the Finnish day on which the guideline's days are full."""
    if asked is not None:
        refuse_if_any([] if asked > uow.now else [p.COMPLETE_BY_PAST.at("/complete_by")])
        return asked
    parameters = await queries.parameters_of(uow, call)
    last = today(uow.now) + timedelta(days=parameters.completion_days)
    return datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=HELSINKI)


def _end(uow: UnitOfWork, application: Application, grounds: str) -> None:
    application.ended_because, application.updated_at = grounds, uow.now
    uow.because(grounds)
