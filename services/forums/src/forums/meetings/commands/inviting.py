"""Whoever the structure means at this moment is invited. MTG-02, STR-02."""

from uuid import UUID

from chassis.work import UnitOfWork
from forums.events.meeting import MeetingChanged
from forums.meetings.commands.telling import convened, invite_untold, told
from forums.meetings.domain import Action, Status
from forums.meetings.problems import BEGUN
from forums.meetings.tables import Invitation, Meeting
from forums.structures import queries as structures


async def invite(uow: UnitOfWork, id: UUID) -> Meeting:
    """Found by role, area and organisation as they are now. Invited again, those are who were not meant before (kutsu).

    They are told once time and place hold: at once, or when the room is won.
    """
    meeting, structure, after = await convened(uow, id, Action.INVITE, lock=True)
    structures.active(structure)
    if meeting.starts_at is None or meeting.starts_at <= uow.now:
        raise BEGUN()
    found = await structures.audience(uow, structure)
    if meeting.invitation_id is None:
        invitation = uow.add(Invitation(
            id=uow.new_id(), meeting_id=meeting.id, persons=[], organisations=[], invited_at=uow.now,
        ))
        meeting.invitation_id = invitation.id
    else:
        invitation = await uow.load(Invitation, meeting.invitation_id)
    persons = sorted(found.persons.difference(invitation.persons))
    organisations = sorted(found.organisations.difference(invitation.organisations))
    first, meeting.status = meeting.status is not Status.INVITED, after
    if not (first or persons or organisations):
        return meeting
    invitation.persons = [*invitation.persons, *persons]
    invitation.organisations = [*invitation.organisations, *organisations]
    invitation.untold_persons = [*invitation.untold_persons, *persons]
    invitation.untold_organisations = [*invitation.untold_organisations, *organisations]
    invitation.invited_at = uow.now
    if first:
        uow.publish(meeting, MeetingChanged(**told(meeting, structure), fields=("status",)))
    invite_untold(uow, meeting, structure, invitation)
    return meeting
