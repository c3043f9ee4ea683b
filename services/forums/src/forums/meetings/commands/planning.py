"""A meeting is planned, described, and in the end held. MTG-01, MTG-05, MTG-06."""

from typing import Any, Final
from uuid import UUID

from chassis.problems import Refused
from chassis.work import UnitOfWork
from forums.access import Permission
from forums.events.meeting import MeetingChanged, MeetingHeld
from forums.meetings import queries
from forums.meetings.commands.registering import promote
from forums.meetings.commands.telling import calendars, convened, told
from forums.meetings.domain import Action, Mode, Status
from forums.meetings.problems import CAPACITY_BELOW, LINK_IN_PERSON, NOT_YET
from forums.meetings.schemas import Change, DraftMeeting, Hold
from forums.meetings.tables import Agenda, Meeting
from forums.structures import queries as structures
from forums.structures.tables import Structure

IN_CALENDARS: Final = frozenset({"title", "remote_link"})
"""What stands in calendar entries. The link moves their SEQUENCE, the title does not (M3)."""


async def draft_meeting(uow: UnitOfWork, body: DraftMeeting) -> Meeting:
    """Begin to plan one, with an empty agenda; nobody is told yet (luonnos)."""
    structure = await uow.load(Structure, body.structure_id)
    uow.actor.must(Permission.MEETING_CONVENE, structure)
    structures.active(structure)
    scopes: dict[str, Any] = {
        "areas": structure.areas, "area": structure.area, "domain": structure.domain, "convenors": structure.convenors,
    }
    said = body.model_dump(mode="json", exclude={"structure_id", "public"})
    meeting = uow.add(Meeting(id=uow.new_id(), structure_id=structure.id, listed=body.public, **said, **scopes))
    uow.add(Agenda(id=meeting.id, **scopes))
    return meeting


async def change_meeting(uow: UnitOfWork, id: UUID, body: Change) -> Meeting:
    """Change what is said of it, and how many seats there are; more seats promote as many as fit. M1, M3."""
    meeting, structure, _ = await convened(uow, id, Action.EDIT, lock=True)
    said = body.model_dump(mode="json", exclude_unset=True)
    if "public" in said:
        said["listed"] = said.pop("public")
    changed = [name for name, value in said.items() if getattr(meeting, name) != value]
    if said.get("remote_link") and meeting.status is not Status.DRAFT and meeting.mode is Mode.IN_PERSON:
        raise Refused([LINK_IN_PERSON.at("/remote_link")])
    for name in changed:
        setattr(meeting, name, said[name])
    if "capacity" in changed:
        await _seats(uow, meeting, structure)
    if changed and meeting.schedule_version:
        meeting.calendar_sequence += "remote_link" in changed
        fields = tuple("public" if name == "listed" else name for name in changed)
        uow.publish(meeting, MeetingChanged(**told(meeting, structure), fields=fields))
        if IN_CALENDARS.intersection(changed):
            await calendars(uow, meeting, structure)
    return meeting


async def _seats(uow: UnitOfWork, meeting: Meeting, structure: Structure) -> None:
    """No seat is taken back; what became free is given."""
    taken = await queries.taken(uow, meeting.id)
    if meeting.capacity is not None and meeting.capacity < taken.seats:
        raise Refused([CAPACITY_BELOW.at("/capacity", taken=taken.seats)])
    await promote(uow, meeting, structure)


async def hold_meeting(uow: UnitOfWork, id: UUID, body: Hold) -> Meeting:
    """It took place: how many took part, by sector (tapaaminen pidetty)."""
    meeting, structure, after = await convened(uow, id, Action.HOLD)
    if meeting.starts_at is None or uow.now < meeting.starts_at:
        raise NOT_YET()
    meeting.status = after
    meeting.attendance = {sector.value: count for sector, count in body.attendance.by_sector().items()}
    uow.publish(meeting, MeetingHeld(**told(meeting, structure), attendance=meeting.attendance))
    return meeting
