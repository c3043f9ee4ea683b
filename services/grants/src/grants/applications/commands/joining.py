"""Who applies together: partners and shares, signatures, another lead, a party that goes. GRO-07, G12."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import UnitOfWork
from grants.access import Permission
from grants.applications import problems as p
from grants.applications import queries
from grants.applications.commands.handling import deadline
from grants.applications.commands.holding import about, ask_to_sign, changed, held, held_by_lead, party, put_parties
from grants.applications.domain import MACHINE, Action
from grants.applications.domain.parties import led_by, settle, without
from grants.applications.domain.snapshot import signed
from grants.applications.schemas import ChangeLead, Leave, Release, SetParties, Sign
from grants.applications.tables import Application, SignOff
from grants.calls.tables import Call
from grants.copies import queries as copies
from grants.events.application import CompletionRequested, PartyLeft


async def set_parties(uow: UnitOfWork, id: UUID, body: SetParties) -> Application:
    """Say who applies and with what share (hakijat ja osuudet)."""
    application, sides = await held_by_lead(uow, id)
    application.status = MACHINE.after(application.status, Action.SET_PARTIES)
    wanted = [(each.organisation_id, each.share) for each in body.parties]
    known = await copies.present(uow, [*(each for each, _ in wanted), sides.parties.lead])
    call = await uow.load(Call, application.call_id)
    parameters = await queries.parameters_of(uow, call)
    today = {each: organisation.id for each, organisation in known.items()}
    parties = settle(sides.parties.lead, wanted, today, most_partners=parameters.most_partners)
    await put_parties(uow, application, parties)
    await changed(uow, application, parties)
    return application


async def change_lead(uow: UnitOfWork, id: UUID, body: ChangeLead) -> Application:
    """Hand the lead over to another party (päähakijan vaihtaminen). It accepts by submitting, all others sign anew."""
    application, sides = await held_by_lead(uow, id)
    application.status = MACHINE.after(application.status, Action.CHANGE_LEAD)
    parties = led_by(sides.parties, sides.named(body.lead_id) or body.lead_id)
    await put_parties(uow, application, parties)
    await changed(uow, application, parties)
    return application


async def sign(uow: UnitOfWork, id: UUID, body: Sign) -> Application:
    """A partner signs what it has read (allekirjoittaminen), and nothing else: changed meanwhile, it is read again first."""
    application, sides = await held(uow, id)
    signs = party(uow, sides, body.organisation_id)
    application.status = MACHINE.after(application.status, Action.SIGN)
    if signs == sides.parties.lead:
        raise p.LEAD_SIGNS_BY_SUBMITTING()
    if body.hash != signed(application, sides.parties):
        raise p.SIGNED_ANOTHER()
    mine = col(SignOff.application_id) == id, col(SignOff.organisation_id) == signs
    row = await uow.maybe(select(SignOff).where(*mine))
    if row is None:
        row = uow.add(SignOff(id=uow.new_id(), application_id=id, organisation_id=signs, asked_at=uow.now))
    row.hash, row.signed_by, row.signed_at = body.hash, uow.actor.id, uow.now
    application.updated_at = uow.now
    return application


async def leave(uow: UnitOfWork, id: UUID, body: Leave) -> Application:
    """One party goes (hakijan jääminen pois). A submitted application is a draft again; later than that, an official decides."""
    application, sides = await held(uow, id)
    leaves = party(uow, sides, body.organisation_id)
    call = await uow.load(Call, application.call_id)
    if application.case_number is not None and uow.now >= call.closes_at:
        raise p.LEAVES_TOO_LATE()
    application.status = MACHINE.after(application.status, Action.LEAVE)
    parties = without(sides.parties, leaves, body.new_lead_id and (sides.named(body.new_lead_id) or body.new_lead_id))
    uow.because(body.grounds)
    await put_parties(uow, application, parties)
    if application.case_number is not None:
        uow.publish(application, PartyLeft(
            **await about(uow, application, call),
            organisation_id=sides.today(leaves),
            name=queries.name_of(sides.now.get(leaves), leaves),
            grounds=body.grounds,
            left_at=uow.now,
        ))
    application.updated_at = uow.now
    await ask_to_sign(uow, application, parties, call)
    return application


async def release(uow: UnitOfWork, id: UUID, body: Release) -> Application:
    """Let a party go after the call has closed (hakijan vapauttaminen): those who stay sign anew and complete it."""
    application = await uow.target(Application, id, may=Permission.APPLICATION_HANDLE, lock=True)
    sides, call = await queries.sides_of(uow, application), await uow.load(Call, application.call_id)
    if uow.now < call.closes_at:
        raise p.CALL_STILL_OPEN()
    application.status = MACHINE.after(application.status, Action.RELEASE_PARTY)
    leaves = sides.named(body.organisation_id) or body.organisation_id
    stay = without(sides.parties, leaves, body.new_lead_id and (sides.named(body.new_lead_id) or body.new_lead_id))
    wanted = [(sides.named(each.organisation_id) or each.organisation_id, each.share) for each in body.shares]
    if {each for each, _ in wanted} != set(stay.ids):
        raise p.NOT_A_PARTY()
    parties = settle(stay.lead, wanted, {each: each for each in stay.ids}, most_partners=len(stay.ids))
    uow.because(body.grounds)
    application.complete_by = await deadline(uow, call, body.complete_by)
    application.wanted, application.requests = body.grounds, application.requests + 1
    await put_parties(uow, application, parties)
    said = await about(uow, application, call)
    uow.publish(
        application,
        PartyLeft(
            **said,
            organisation_id=sides.today(leaves),
            name=queries.name_of(sides.now.get(leaves), leaves),
            grounds=body.grounds,
            left_at=uow.now,
        ),
        CompletionRequested(**said, number=application.requests, wanted=body.grounds, complete_by=application.complete_by),
    )
    application.updated_at = uow.now
    await ask_to_sign(uow, application, parties, call)
    return application
