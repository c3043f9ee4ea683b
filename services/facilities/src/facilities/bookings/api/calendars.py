"""HTTP: calendar files."""

from uuid import UUID

from fastapi import Response

from chassis.edge import Http, routes
from facilities.bookings import queries

booking_calendars = routes("bookings")
space_calendars = routes("spaces")


class CalendarFile(Response):
    """iCalendar (RFC 5545)."""

    media_type = "text/calendar"


@booking_calendars.get("/{id}/calendar", response_class=CalendarFile)
async def get_booking_calendar(id: UUID, http: Http) -> CalendarFile:
    """One booking as a calendar file (kalenteritiedosto)."""
    return _file(await http.ask(queries.booking_calendar, id), f"varaus-{id}")


@space_calendars.get("/{id}/calendar", response_class=CalendarFile)
async def get_space_calendar(id: UUID, http: Http) -> CalendarFile:
    """What a space is booked for, from a month ago on, as a calendar file (tilan kalenteri). What for is for who may know."""
    return _file(await http.ask(queries.space_calendar, id), f"tila-{id}")


def _file(content: str, name: str) -> CalendarFile:
    return CalendarFile(content, headers={
        "Content-Disposition": f'attachment; filename="{name}.ics"', "Cache-Control": "private, no-cache",
    })
