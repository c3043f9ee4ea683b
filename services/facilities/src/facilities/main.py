"""facilities on one screen."""

from chassis.service import Service, Topic
from chassis.values import DAY
from facilities.access import PERMISSIONS
from facilities.bookings.api import ROUTES as BOOKINGS
from facilities.bookings.handlers import ENDED, ROOMS
from facilities.bookings.jobs import CLOCK as BOOKING_CLOCK
from facilities.bookings.jobs import TIMERS as BOOKING_TIMERS
from facilities.copies import api as copies
from facilities.copies.handlers import COPIES
from facilities.events import booking, space
from facilities.imports.api import ROUTES as IMPORTS
from facilities.imports.jobs import TIMERS as IMPORT_TIMERS
from facilities.schema import METADATA
from facilities.settings import Settings
from facilities.spaces.api import ROUTES as SPACES
from facilities.usage import api as usage

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
    routes=[copies.router, *SPACES, *IMPORTS, *BOOKINGS, usage.router],
    copies=COPIES,
    listeners=[ROOMS, ENDED],
    timers=[*IMPORT_TIMERS, *BOOKING_TIMERS],
    clock=[*BOOKING_CLOCK],
    texts="Rooms that associations use free of charge.",
)
