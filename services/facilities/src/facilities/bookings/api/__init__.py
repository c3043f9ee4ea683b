"""HTTP: bookings, blocked times, what is free, calendars."""

from facilities.bookings.api.blocked import blocked
from facilities.bookings.api.bookings import bookings
from facilities.bookings.api.calendars import booking_calendars, space_calendars
from facilities.bookings.api.free import availability, first_free

ROUTES = [bookings, booking_calendars, space_calendars, blocked, availability, first_free]
