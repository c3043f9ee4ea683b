"""HTTP: meetings, their agendas, registrations and minutes, and counts of them."""

from forums.meetings.api import agendas, counts, meetings, minutes, registrations

ROUTES = (
    meetings.router, agendas.router, registrations.of_meetings, registrations.router, minutes.of_meetings, minutes.router,
    counts.router, counts.cadences,
)
