"""What every event of a meeting tells, and the calendars of those who come: a new time or room only once it holds. M3."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import UnitOfWork
from forums.access import Permission
from forums.events.invitation import CalendarChanged, ParticipantsInvited
from forums.events.meeting import MeetingConfirmed, RoomWanted
from forums.events.registration import RegistrationCalendarChanged, RegistrationPromoted
from forums.meetings import domain, queries
from forums.meetings.domain import MACHINE, Action, RegistrationStatus, Room, Status
from forums.meetings.queries.one import ACTIVE
from forums.meetings.tables import Invitation, Meeting, Registration
from forums.structures.tables import Structure


async def convened(uow: UnitOfWork, id: UUID, action: Action, *, lock: bool = False) -> tuple[Meeting, Structure, Status]:
    """The meeting on which somebody acts who may, its structure, and the state that follows; a draft is nothing to anybody else."""
    await queries.meeting(uow, id)
    meeting = await uow.target(Meeting, id, may=Permission.MEETING_CONVENE, lock=lock)
    return meeting, await uow.load(Structure, meeting.structure_id), MACHINE.after(meeting.status, action)


def told(meeting: Meeting, structure: Structure) -> dict[str, Any]:
    """What every event of `forums.meeting` tells."""
    return {**named(meeting, structure), "public": meeting.listed}


def named(meeting: Meeting, structure: Structure) -> dict[str, Any]:
    """The meeting and its time."""
    return {
        "meeting_id": meeting.id, "schedule_version": meeting.schedule_version, "structure": structure.named(),
        "title": meeting.words, "starts_at": meeting.starts_at, "ends_at": meeting.ends_at,
    }


def entry(meeting: Meeting, structure: Structure) -> dict[str, Any]:
    """What stands in the calendar of somebody who comes: never anything of the agenda (M6)."""
    return {
        **named(meeting, structure), "mode": meeting.mode.value, "place": meeting.place, "remote_link": meeting.remote_link,
        "calendar_sequence": meeting.calendar_sequence,
    }


def wanted(meeting: Meeting) -> RoomWanted | None:
    """The room that it asks for."""
    return None if meeting.wanted is None else RoomWanted.model_validate(meeting.wanted)


def confirm(uow: UnitOfWork, meeting: Meeting, structure: Structure) -> None:
    """Say that time and place hold."""
    uow.publish(meeting, MeetingConfirmed(
        **told(meeting, structure), mode=meeting.mode.value, booking_id=meeting.booking_id if meeting.room is Room.WON else None,
        space_id=meeting.space_id, place=meeting.place,
    ))


async def calendars(
    uow: UnitOfWork, meeting: Meeting, structure: Structure, *, because: str | None = None, cancelled: bool = False,
    void: bool = False,
) -> None:
    """With the meeting held: whoever was told gets the entry anew, whoever was not is told when time and place hold.

    `cancelled`, `void` (what stands in the entry is not true any more, whatever comes): told at once.
    Of a meeting that is cancelled before anybody was told, nobody is.
    """
    def goes_out(told_version: int) -> bool:
        return cancelled or void or domain.goes_out(meeting.room, meeting.schedule_version, told_version)

    if meeting.invitation_id is not None:
        invitation = await uow.load(Invitation, meeting.invitation_id)
        if goes_out(invitation.told_version):
            _anew(uow, meeting, structure, invitation, because=because, cancelled=cancelled)
        if not cancelled:
            invite_untold(uow, meeting, structure, invitation)
    promoted = await _promoted(uow, meeting)
    for row in promoted:
        if row.told_version and goes_out(row.told_version):
            uow.publish(row, RegistrationCalendarChanged(
                **registered(meeting, structure, row), cancelled=cancelled, because=_reason(meeting, row.told_version, because)
            ))
            row.told_version = meeting.schedule_version
    if not cancelled and meeting.room in domain.HOLDS:
        _tell(uow, meeting, structure, promoted)


def invite_untold(uow: UnitOfWork, meeting: Meeting, structure: Structure, invitation: Invitation) -> None:
    """Tell those who are invited and do not know, once time and place hold (kutsu lähtee). MTG-02."""
    persons, organisations = tuple(invitation.untold_persons), tuple(invitation.untold_organisations)
    if meeting.room not in domain.HOLDS or not (persons or organisations):
        return
    uow.publish(invitation, ParticipantsInvited(
        **entry(meeting, structure), invitation_id=invitation.id, persons=persons, organisations=organisations,
        invited_at=invitation.invited_at,
    ))
    invitation.untold_persons, invitation.untold_organisations = [], []
    invitation.told_version = meeting.schedule_version


async def tell_promoted(uow: UnitOfWork, meeting: Meeting, structure: Structure) -> None:
    """Tell those who got seats from the waiting list and do not know, once time and place hold. M1."""
    if meeting.room in domain.HOLDS:
        _tell(uow, meeting, structure, await _promoted(uow, meeting))


def _tell(uow: UnitOfWork, meeting: Meeting, structure: Structure, promoted: Sequence[Registration]) -> None:
    for row in promoted:
        if not row.told_version and row.status is not RegistrationStatus.WAITING:
            uow.publish(row, RegistrationPromoted(**registered(meeting, structure, row)))
            row.told_version = meeting.schedule_version


def registered(meeting: Meeting, structure: Structure, row: Registration) -> dict[str, Any]:
    """What every event of a registration tells."""
    return {
        **entry(meeting, structure), "registration_id": row.id, "person": row.person, "organisation_id": row.organisation_id,
        "persons": row.persons,
    }


def _anew(
    uow: UnitOfWork, meeting: Meeting, structure: Structure, invitation: Invitation, *, because: str | None, cancelled: bool
) -> None:
    """Only to who was told."""
    persons = tuple(id for id in invitation.persons if id not in set(invitation.untold_persons))
    organisations = tuple(id for id in invitation.organisations if id not in set(invitation.untold_organisations))
    if persons or organisations:
        uow.publish(invitation, CalendarChanged(
            **entry(meeting, structure), invitation_id=invitation.id, cancelled=cancelled,
            because=_reason(meeting, invitation.told_version, because), persons=persons, organisations=organisations,
        ))
        invitation.told_version = meeting.schedule_version


def _reason(meeting: Meeting, told_version: int, because: str | None) -> str | None:
    """Of a move that was held back until there was a room, why it was moved."""
    return because or (meeting.because if told_version < meeting.schedule_version else None)


async def _promoted(uow: UnitOfWork, meeting: Meeting) -> list[Registration]:
    """Who got seats from the waiting list and is still registered, in their order."""
    return list(await uow.take(
        select(Registration)
        .where(
            col(Registration.meeting_id) == meeting.id, col(Registration.promoted_at).is_not(None),
            col(Registration.status).in_(ACTIVE),
        )
        .order_by(col(Registration.rank))
    ))
