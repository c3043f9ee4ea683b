"""Bodies in and answers out."""

from forums.meetings.schemas.agenda import (
    AgendaItemIn,
    AgendaItemOut,
    AgendaOut,
    LeafItemIn,
    PublishedAgendaOut,
    SubItemIn,
    WriteAgenda,
)
from forums.meetings.schemas.bodies import Attendance, Cancel, Change, DraftMeeting, Hold, Reschedule, RoomIn, Schedule
from forums.meetings.schemas.counts import CadenceOut, CountsOut, MunicipalityOut, StructureCountOut
from forums.meetings.schemas.minutes import (
    Correct,
    EntryOut,
    MinutesItemIn,
    MinutesItemOut,
    MinutesOut,
    OpenForRemarks,
    Remark,
    WriteMinutes,
)
from forums.meetings.schemas.registrations import Register, RegistrationOut
from forums.meetings.schemas.shown import AlternativeOut, CautionOut, InvitedOut, KeptRoomOut, MeetingItem, MeetingOut, RoomOut

__all__ = [
    "AgendaItemIn", "AgendaItemOut", "AgendaOut", "AlternativeOut", "Attendance", "CadenceOut", "Cancel", "CautionOut",
    "Change", "Correct", "CountsOut", "DraftMeeting", "EntryOut", "Hold", "InvitedOut", "KeptRoomOut", "LeafItemIn",
    "MeetingItem", "MeetingOut", "MinutesItemIn", "MinutesItemOut", "MinutesOut", "MunicipalityOut", "OpenForRemarks",
    "PublishedAgendaOut", "Register", "RegistrationOut", "Remark", "Reschedule", "RoomIn", "RoomOut", "Schedule",
    "StructureCountOut", "SubItemIn", "WriteAgenda", "WriteMinutes",
]
