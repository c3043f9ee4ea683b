"""facilities on one screen."""

from chassis.service import Service, Topic
from chassis.values import DAY
from facilities.access import PERMISSIONS
from facilities.copies import api as copies
from facilities.copies.handlers import COPIES
from facilities.events import booking, space
from facilities.schema import METADATA
from facilities.settings import Settings
from facilities.spaces import tables  # noqa: F401 - until its API stands, nothing else names the tables

YEARS = 400 * DAY

SERVICE = Service(
    name="facilities",
    settings=Settings,
    tables=METADATA,
    permissions=PERMISSIONS,
    topics=[
        Topic(space.TOPIC, events=space.EVENTS, state=space.SpaceState, partitions=3, keep=YEARS),
        Topic(booking.TOPIC, events=booking.EVENTS, state=booking.BookingState, keep=YEARS),
    ],
    routes=[copies.router],
    copies=COPIES,
    texts="Rooms that associations use free of charge.",
)
