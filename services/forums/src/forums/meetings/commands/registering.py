"""Who comes, who waits, who leaves. One after the other: whoever changes seats of a meeting holds the meeting. M1, M2, STR-02."""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.problems import NOT_FOUND, Reason, refuse_if_any
from chassis.work import Irrelevant, UnitOfWork
from forums.access import Permission
from forums.events.registration import RegistrationLeft
from forums.meetings import domain, queries
from forums.meetings.commands.telling import registered, tell_promoted
from forums.meetings.domain import HOLDING, MACHINE, Action, How, Mode, RegistrationStatus, Status, Waiting
from forums.meetings.domain.places import RESERVED_FOR
from forums.meetings.problems import (
    BEGUN,
    FULL,
    HOW_UNFIT,
    LARGER_THAN_ROOM,
    LEFT_ALREADY,
    NOT_MEANT,
    NOT_REPRESENTED,
    NOT_RESERVED,
    QUEUE_FULL,
    REGISTERED_ALREADY,
)
from forums.meetings.queries.one import ACTIVE, TO_COME, acts_for
from forums.meetings.schemas import Register
from forums.meetings.tables import Meeting, Registration
from forums.structures import queries as structures
from forums.structures.domain import Kind
from forums.structures.tables import Structure

EXPIRE: Final = "forums.meetings.expire"
"""The timer of a reservation."""
WAYS: Final = {Mode.IN_PERSON: {How.ROOM}, Mode.REMOTE: {How.REMOTE}, Mode.HYBRID: {How.ROOM, How.REMOTE}}


async def register(uow: UnitOfWork, meeting_id: UUID, body: Register) -> Registration:
    """Take part: seated, waiting, or from afar, which is never refused (ilmoittautuminen)."""
    meeting = await uow.load(Meeting, meeting_id, lock=True)
    if meeting.status is Status.DRAFT:
        raise NOT_FOUND()
    MACHINE.after(meeting.status, Action.REGISTER)
    if meeting.ends_at is None or meeting.ends_at <= uow.now:
        raise BEGUN()
    refuse_if_any([reason async for reason in _objections(uow, meeting, body)])
    taken = await queries.taken(uow, meeting_id)
    row = uow.add(Registration(
        id=uow.new_id(), meeting_id=meeting_id, areas=meeting.areas, area=meeting.area, domain=meeting.domain,
        person=uow.actor.id, owner=uow.actor.name, organisation_id=body.organisation_id, persons=body.persons, how=body.how,
        status=_status(meeting, body, taken), rank=taken.rank + 1, made_at=uow.now,
    ))
    if row.status is RegistrationStatus.RESERVED:
        row.reserved_until = uow.now + RESERVED_FOR
        await uow.at(row.reserved_until, EXPIRE, row.id)
    return row


async def confirm(uow: UnitOfWork, id: UUID) -> Registration:
    """The form is filled in: the seats that were reserved are theirs (vahvistus)."""
    row, _ = await _kept(uow, id)
    if row.status is not RegistrationStatus.RESERVED or row.reserved_until is None or row.reserved_until <= uow.now:
        raise NOT_RESERVED()
    row.status = RegistrationStatus.SEATED
    return row


async def leave(uow: UnitOfWork, id: UUID) -> Registration:
    """Somebody does not come after all; whoever waits and fits gets the seats (peruutus). M2."""
    row, meeting = await _kept(uow, id)
    if row.status not in ACTIVE:
        raise LEFT_ALREADY()
    held, row.status = row.status in HOLDING, RegistrationStatus.LEFT
    structure = await uow.load(Structure, meeting.structure_id)
    if row.told_version and meeting.status in TO_COME:
        uow.publish(row, RegistrationLeft(**registered(meeting, structure, row)))
    if held:
        await promote(uow, meeting, structure)
    return row


async def expire(uow: UnitOfWork, id: UUID) -> None:
    """The seats were not kept for longer: once, however often the clock asks (varaus rauennut)."""
    row = await uow.load(Registration, id)
    meeting = await uow.load(Meeting, row.meeting_id, lock=True)
    row = await uow.load(Registration, id, lock=True)
    if row.status is not RegistrationStatus.RESERVED or row.reserved_until is None or row.reserved_until > uow.now:
        raise Irrelevant("not reserved, or not yet over")
    row.status = RegistrationStatus.EXPIRED
    await promote(uow, meeting, await uow.load(Structure, meeting.structure_id))


async def promote(uow: UnitOfWork, meeting: Meeting, structure: Structure) -> None:
    """Give free seats to those who wait, in their order, each whole; with the meeting held. Told to each, once."""
    if meeting.status not in TO_COME:
        return
    waiting = await uow.take(
        select(Registration)
        .where(col(Registration.meeting_id) == meeting.id, col(Registration.status) == RegistrationStatus.WAITING)
        .order_by(col(Registration.rank))
    )
    if not waiting:
        return
    taken = await queries.taken(uow, meeting.id)
    free = None if meeting.capacity is None else meeting.capacity - taken.seats
    promoted = set(domain.fitting(free, [Waiting(row.id, row.persons) for row in waiting]))
    for row in waiting:
        if row.id in promoted:
            row.status, row.promoted_at, row.told_version = RegistrationStatus.SEATED, uow.now, 0
    await tell_promoted(uow, meeting, structure)


async def reseat(uow: UnitOfWork, meeting: Meeting, structure: Structure) -> None:
    """It is held in another way: without a room all are remote; without a link all want a seat, in their order."""
    rows = await uow.take(
        select(Registration)
        .where(col(Registration.meeting_id) == meeting.id, col(Registration.status).in_(ACTIVE))
        .order_by(col(Registration.rank))
    )
    for row in rows:
        if meeting.mode is Mode.REMOTE:
            row.how, row.status = How.REMOTE, RegistrationStatus.REMOTE
        elif meeting.mode is Mode.IN_PERSON and row.how is How.REMOTE:
            row.how, row.status = How.ROOM, RegistrationStatus.WAITING
    await promote(uow, meeting, structure)


def _status(meeting: Meeting, body: Register, taken: queries.Taken) -> RegistrationStatus:
    """Nobody who waits fits into what is free: so whoever does, and comes last, may have it."""
    if body.how is How.REMOTE:
        return RegistrationStatus.REMOTE
    free = None if meeting.capacity is None else meeting.capacity - taken.seats
    if free is None or body.persons <= free:
        return RegistrationStatus.RESERVED if body.reserve else RegistrationStatus.SEATED
    if body.reserve:
        raise FULL(free=free)
    if meeting.waiting_capacity is not None and taken.waiting >= meeting.waiting_capacity:
        raise QUEUE_FULL()
    return RegistrationStatus.WAITING


async def _objections(uow: UnitOfWork, meeting: Meeting, body: Register) -> AsyncIterator[Reason]:
    if body.how not in WAYS[meeting.mode]:
        yield HOW_UNFIT.at("/how")
    elif body.how is How.ROOM and meeting.capacity is not None and body.persons > meeting.capacity:
        yield LARGER_THAN_ROOM.at("/persons", capacity=meeting.capacity)
    if body.organisation_id is not None and body.organisation_id not in acts_for(uow.actor):
        yield NOT_REPRESENTED.at("/organisation_id")
    already = await uow.maybe(select(col(Registration.id)).where(
        col(Registration.meeting_id) == meeting.id, col(Registration.person) == uow.actor.id, col(Registration.status).in_(ACTIVE)
    ))
    if already is not None:
        yield REGISTERED_ALREADY.at("")
    if not await _is_meant(uow, meeting):
        yield NOT_MEANT.at("")


async def _is_meant(uow: UnitOfWork, meeting: Meeting) -> bool:
    """An open structure refuses nobody (STR-02); into another come its members now, and whoever was invited."""
    structure = await uow.load(Structure, meeting.structure_id)
    if structure.kind is Kind.OPEN or await queries.concerned(uow, meeting):
        return True
    found = await structures.audience(uow, structure)
    return (
        uow.actor.id in found.persons | found.deputies or not acts_for(uow.actor).isdisjoint(found.organisations)
    )


async def _kept(uow: UnitOfWork, id: UUID) -> tuple[Registration, Meeting]:
    """The meeting is held first, then the registration: nobody waits in a circle."""
    meeting_id = await uow.maybe(select(col(Registration.meeting_id)).where(col(Registration.id) == id))
    if meeting_id is None:
        raise NOT_FOUND()
    meeting = await uow.load(Meeting, meeting_id, lock=True)
    return await uow.target(Registration, id, may=Permission.REGISTRATION_KEEP, lock=True), meeting
