"""forums on one screen."""

from chassis.service import Service, Topic
from chassis.values import DAY
from forums.access import PERMISSIONS
from forums.copies import api as copies
from forums.copies.handlers import COPIES
from forums.events import invitation, meeting, registration, room, structure
from forums.meetings.api import ROUTES as MEETINGS
from forums.meetings.handlers import LISTENER as ROOMS
from forums.meetings.jobs import TIMERS as MEETING_TIMERS
from forums.schema import METADATA
from forums.settings import Settings
from forums.structures.api import ROUTES as STRUCTURES
from forums.structures.handlers import LISTENER as SEATS
from forums.structures.jobs import CLOCK as STRUCTURE_CLOCK
from forums.structures.jobs import TIMERS as STRUCTURE_TIMERS

YEARS = 400 * DAY

SERVICE = Service(
    name="forums",
    settings=Settings,
    tables=METADATA,
    permissions=PERMISSIONS,
    topics=[
        Topic(structure.TOPIC, events=structure.EVENTS, state=structure.StructureState, partitions=3, keep=YEARS),
        Topic(meeting.TOPIC, events=meeting.EVENTS, state=meeting.MeetingState, keep=YEARS),
        Topic(invitation.TOPIC, events=invitation.EVENTS),
        Topic(registration.TOPIC, events=registration.EVENTS),
        Topic(room.TOPIC, events=room.EVENTS, partitions=3),
    ],
    routes=[copies.router, *STRUCTURES, *MEETINGS],
    copies=COPIES,
    listeners=[SEATS, ROOMS],
    clock=[*STRUCTURE_CLOCK],
    timers=[*STRUCTURE_TIMERS, *MEETING_TIMERS],
    texts="Where associations, municipalities and the county meet, decide and are heard.",
)
