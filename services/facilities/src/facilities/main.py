"""facilities on one screen."""

from chassis.service import Service, Topic
from chassis.values import DAY
from facilities.access import PERMISSIONS
from facilities.copies import api as copies
from facilities.copies.handlers import COPIES
from facilities.events import booking, space
from facilities.imports.api import ROUTES as IMPORTS
from facilities.imports.jobs import TIMERS as IMPORT_TIMERS
from facilities.schema import METADATA
from facilities.settings import Settings
from facilities.spaces.api import ROUTES as SPACES

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
    routes=[copies.router, *SPACES, *IMPORTS],
    copies=COPIES,
    timers=[*IMPORT_TIMERS],
    texts="Rooms that associations use free of charge.",
)
