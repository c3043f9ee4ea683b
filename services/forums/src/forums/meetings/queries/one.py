"""One meeting as the caller may see it: drafts for who convenes, the remote link for who takes part."""

from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from chassis.access import Actor
from chassis.values import Text, today
from chassis.work import Reads
from forums.access import Permission, Scope
from forums.meetings import domain
from forums.meetings.domain import Caution, RegistrationStatus, Room, Status, Visibility
from forums.meetings.queries.counts import in_year
from forums.meetings.schemas import AlternativeOut, CautionOut, InvitedOut, KeptRoomOut, MeetingItem, MeetingOut, RoomOut
from forums.meetings.tables import Invitation, Meeting, Registration
from forums.structures.tables import Structure

CAUTIONS: Final = {
    Caution.HOLIDAY: Text(
        fi="Tapaaminen on pyhäpäivänä tai juhlapyhän aattona.", sv="Mötet är på en helgdag eller helgdagsafton.",
        en="The meeting is on a public holiday or its eve.",
    ),
    Caution.WEEKEND: Text(fi="Tapaaminen on viikonloppuna.", sv="Mötet är under ett veckoslut.", en="The meeting is in a weekend."),
    Caution.OFTEN: Text(
        fi="Rakenteella on tänä vuonna enemmän tapaamisia kuin sille on sovittu.",
        sv="Strukturen har fler möten i år än vad som har avtalats.",
        en="The structure has more meetings in that year than were agreed for it.",
    ),
}
ACTIVE: Final = frozenset(RegistrationStatus) - {RegistrationStatus.LEFT, RegistrationStatus.EXPIRED}
TO_COME: Final = frozenset({Status.SCHEDULED, Status.INVITED})


def visible(actor: Actor) -> ColumnElement[bool]:
    """What has a time is for everybody, drafts for who may convene."""
    return or_(col(Meeting.schedule_version) > 0, actor.sees(Permission.MEETING_CONVENE, Meeting))


async def meeting(db: Reads, id: UUID) -> Meeting:
    """One meeting that the caller may see."""
    return await db.one(select(Meeting).where(visible(db.actor), col(Meeting.id) == id))


async def invited(db: Reads, row: Meeting) -> bool:
    """Whether the caller was invited, or acts for an organisation that was."""
    if row.invitation_id is None:
        return False
    theirs = sorted(acts_for(db.actor))
    found = await db.maybe(select(col(Invitation.id)).where(
        col(Invitation.id) == row.invitation_id,
        or_(
            col(Invitation.persons).contains([db.actor.id]),
            col(Invitation.organisations).bool_op("&&")(literal(theirs, ARRAY(Uuid))),
        ),
    ))
    return found is not None


async def concerned(db: Reads, row: Meeting) -> bool:
    """Whether the caller convenes it, was invited to it, or is registered for it."""
    if db.actor.may(Permission.MEETING_CONVENE, row) or await invited(db, row):
        return True
    found = await db.maybe(select(col(Registration.id)).where(
        col(Registration.meeting_id) == row.id, col(Registration.person) == db.actor.id, col(Registration.status).in_(ACTIVE)
    ))
    return found is not None


async def sight(db: Reads, row: Meeting) -> Visibility:
    """Up to which visibility the caller sees items of its agenda. Registering for an open meeting opens nothing. M6."""
    if db.actor.may(Permission.MEETING_CONVENE, row):
        return Visibility.HIDDEN
    return Visibility.INTERNAL if await invited(db, row) else Visibility.COMMON


def acts_for(actor: Actor) -> set[UUID]:
    """The organisations for which somebody acts."""
    return {UUID(id) for id in actor.scopes(Permission.REGISTRATION_KEEP, Scope.ORGANISATION)}


async def shown(db: Reads, row: Meeting) -> MeetingOut:
    """As the API shows it to this caller."""
    link = row.remote_link if row.remote_link is not None and await concerned(db, row) else None
    invitation = None
    if row.invitation_id is not None:
        invitation = await db.one(select(Invitation).where(col(Invitation.id) == row.invitation_id))
    return MeetingOut(
        **item(row).model_dump(),
        description=row.description,
        room=room(row),
        remote_link=link,
        languages=row.languages,
        interpretation=row.interpretation,
        accessibility=row.accessibility,
        capacity=row.capacity,
        waiting_capacity=row.waiting_capacity,
        schedule_version=row.schedule_version,
        calendar_sequence=row.calendar_sequence,
        because=row.because,
        attendance=None if row.attendance is None else {domain.Sector(each): n for each, n in row.attendance.items()},
        invited=invitation and InvitedOut(
            persons=len(invitation.persons), organisations=len(invitation.organisations),
            untold_persons=len(invitation.untold_persons), untold_organisations=len(invitation.untold_organisations),
            at=invitation.invited_at,
        ),
        cautions=[CautionOut(code=each, text=CAUTIONS[each]) for each in await _cautions(db, row)],
    )


def item(row: Meeting) -> MeetingItem:
    """As a list shows it."""
    return MeetingItem(
        id=row.id, version=row.version, structure_id=row.structure_id, title=Text.model_validate(row.title), status=row.status,
        room_status=row.room, mode=row.mode, public=row.listed, starts_at=row.starts_at, ends_at=row.ends_at, place=row.place,
    )


def room(row: Meeting) -> RoomOut:
    """What has become of its wish for a room."""
    wanted, refusal = row.wanted or {}, row.refusal or {}
    return RoomOut(
        status=row.room,
        space_id=row.space_id if row.room is Room.WON else wanted.get("space_id"),
        before_minutes=wanted.get("before_minutes", 0),
        after_minutes=wanted.get("after_minutes", 0),
        persons=wanted.get("persons"),
        booking_id=row.booking_id if row.room is Room.WON else None,
        kept=KeptRoomOut(booking_id=row.booking_id, **row.kept) if row.kept and row.booking_id else None,
        reasons=refusal.get("reasons", []),
        alternatives=[AlternativeOut.model_validate(each) for each in refusal.get("alternatives", [])],
    )


async def _cautions(db: Reads, row: Meeting) -> tuple[Caution, ...]:
    if row.status not in TO_COME or row.starts_at is None or row.ends_at is None:
        return ()
    found = domain.cautions(row.starts_at, row.ends_at)
    cadence = await db.maybe(select(col(Structure.cadence)).where(col(Structure.id) == row.structure_id)) or {}
    most, year = cadence.get("per_year_max"), today(row.starts_at).year
    if most is None:
        return found
    held, ahead = (await in_year(db, year, [row.structure_id])).get(row.structure_id, (0, 0))
    return (*found, Caution.OFTEN) if held + ahead > most else found
