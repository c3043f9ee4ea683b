"""The states of a meeting and of its room, and their rules. Pure."""

from forums.meetings.domain.agenda import Item, Visibility, late, numbers, openness, seen_by
from forums.meetings.domain.cadence import Pace, pace
from forums.meetings.domain.minutes import MINUTES, MinutesAction, MinutesStatus
from forums.meetings.domain.places import HOLDING, How, RegistrationStatus, Waiting, fitting
from forums.meetings.domain.schedule import Caution, Mode, Setting, cautions, objections
from forums.meetings.domain.states import (
    HOLDS,
    MACHINE,
    ROOM,
    Action,
    Room,
    RoomAction,
    Sector,
    Status,
    goes_out,
    is_answer_to,
)

__all__ = [
    "HOLDING",
    "HOLDS",
    "MACHINE",
    "MINUTES",
    "ROOM",
    "Action",
    "Caution",
    "How",
    "Item",
    "MinutesAction",
    "MinutesStatus",
    "Mode",
    "Pace",
    "RegistrationStatus",
    "Room",
    "RoomAction",
    "Sector",
    "Setting",
    "Status",
    "Visibility",
    "Waiting",
    "cautions",
    "fitting",
    "goes_out",
    "is_answer_to",
    "late",
    "numbers",
    "objections",
    "openness",
    "pace",
    "seen_by",
]
