"""forums on one screen."""

from chassis.service import Service, Topic
from chassis.values import DAY
from forums.access import PERMISSIONS
from forums.copies import api as copies
from forums.copies.handlers import COPIES
from forums.events import invitation, meeting, structure
from forums.schema import METADATA
from forums.settings import Settings
from forums.structures import tables as structure_tables

TABLES = (structure_tables.Structure,)

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
    ],
    routes=[copies.router],
    copies=COPIES,
    texts="Where associations, municipalities and the county meet, decide and are heard.",
)
