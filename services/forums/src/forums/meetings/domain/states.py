"""The states of a meeting (tapaaminen), and of its room, which is a machine of its own. Pure. MTG-01."""

from enum import Enum
from typing import Final, Protocol

from chassis.machine import Machine


class Status(Enum):
    DRAFT = "draft"
    """Nobody is told of it yet (luonnos)."""
    SCHEDULED = "scheduled"
    INVITED = "invited"
    HELD = "held"
    MINUTED = "minuted"
    """Its minutes were approved."""
    CANCELLED = "cancelled"


class Action(Enum):
    SCHEDULE = "schedule"
    EDIT = "edit"
    INVITE = "invite"
    """Again too: whoever is meant by now and was not before is invited then."""
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    HOLD = "hold"
    REGISTER = "register"
    MINUTE = "minute"
    """Its minutes are approved."""
    AGENDA = "agenda"
    """Its agenda is written and published."""
    WRITE = "write"
    """Its minutes are written."""


MACHINE: Final = Machine({
    (Status.DRAFT, Action.SCHEDULE): Status.SCHEDULED,
    (Status.DRAFT, Action.EDIT): Status.DRAFT,
    (Status.DRAFT, Action.CANCEL): Status.CANCELLED,
    (Status.DRAFT, Action.AGENDA): Status.DRAFT,
    (Status.SCHEDULED, Action.EDIT): Status.SCHEDULED,
    (Status.SCHEDULED, Action.INVITE): Status.INVITED,
    (Status.SCHEDULED, Action.RESCHEDULE): Status.SCHEDULED,
    (Status.SCHEDULED, Action.CANCEL): Status.CANCELLED,
    (Status.SCHEDULED, Action.HOLD): Status.HELD,
    (Status.SCHEDULED, Action.REGISTER): Status.SCHEDULED,
    (Status.SCHEDULED, Action.AGENDA): Status.SCHEDULED,
    (Status.INVITED, Action.EDIT): Status.INVITED,
    (Status.INVITED, Action.INVITE): Status.INVITED,
    (Status.INVITED, Action.RESCHEDULE): Status.INVITED,
    (Status.INVITED, Action.CANCEL): Status.CANCELLED,
    (Status.INVITED, Action.HOLD): Status.HELD,
    (Status.INVITED, Action.REGISTER): Status.INVITED,
    (Status.INVITED, Action.AGENDA): Status.INVITED,
    (Status.HELD, Action.WRITE): Status.HELD,
    (Status.HELD, Action.MINUTE): Status.MINUTED,
})


class Room(Enum):
    """What has become of the wish for a room (tilatoive)."""

    NOT_NEEDED = "not_needed"
    ASKED = "asked"
    WON = "won"
    REFUSED = "refused"
    """Never won, or lost again: somebody has to choose another time or another space."""


class RoomAction(Enum):
    ASK = "ask"
    DROP = "drop"
    WIN = "win"
    REFUSE = "refuse"
    MOVE = "move"
    """Whoever decides about the space gave another one, at the same time."""
    LOSE = "lose"


ROOM: Final = Machine({
    (Room.NOT_NEEDED, RoomAction.ASK): Room.ASKED,
    (Room.NOT_NEEDED, RoomAction.DROP): Room.NOT_NEEDED,
    (Room.ASKED, RoomAction.ASK): Room.ASKED,
    (Room.ASKED, RoomAction.DROP): Room.NOT_NEEDED,
    (Room.ASKED, RoomAction.WIN): Room.WON,
    (Room.ASKED, RoomAction.REFUSE): Room.REFUSED,
    (Room.WON, RoomAction.ASK): Room.ASKED,
    (Room.WON, RoomAction.DROP): Room.NOT_NEEDED,
    (Room.WON, RoomAction.MOVE): Room.WON,
    (Room.WON, RoomAction.LOSE): Room.REFUSED,
    (Room.REFUSED, RoomAction.ASK): Room.ASKED,
    (Room.REFUSED, RoomAction.DROP): Room.NOT_NEEDED,
})


HOLDS: Final = frozenset({Room.NOT_NEEDED, Room.WON})
"""Time and place are certain (vahvistettu)."""


class Sector(Enum):
    """Whom those who took part are counted as (sektori). MTG-05."""

    ORGANISATION = "organisation"
    PARISH = "parish"
    COUNTY = "county"
    MUNICIPALITY = "municipality"
    PUBLIC = "public"
    """Inhabitants."""
    OTHER = "other"


class Scheduled(Protocol):
    """What an answer is held against."""

    @property
    def status(self) -> Status: ...
    @property
    def schedule_version(self) -> int: ...


def goes_out(room: Room, schedule_version: int, told_version: int) -> bool:
    """Whether a calendar that knows `told_version` (0: none) is told of the present one (kalenteripyyntö).

    A new time or room only once it holds; of the one that it knows, whatever changes. M3.
    """
    return room in HOLDS or schedule_version == told_version


def is_answer_to(meeting: Scheduled, schedule_version: int | None) -> bool:
    """Only an answer to the newest schedule of a meeting that is still to come counts; any other changes nothing."""
    return meeting.status in {Status.SCHEDULED, Status.INVITED} and schedule_version == meeting.schedule_version
