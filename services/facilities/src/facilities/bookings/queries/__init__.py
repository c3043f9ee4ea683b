"""Reads of bookings, of what is free, of what stands in the way; calendars."""

from facilities.bookings.queries.alternatives import Where, alternatives, first_free
from facilities.bookings.queries.availability import MOST_DAYS, MOST_SPACES, availability
from facilities.bookings.queries.calendar import booking_calendar, space_calendar
from facilities.bookings.queries.ending import acted_for, ended_among, held_by, of_ended, offered_for, offered_in_vain
from facilities.bookings.queries.facts import holder, lineage, parameters
from facilities.bookings.queries.judging import Judged, judged, planned, wanted_space, wish
from facilities.bookings.queries.missing import missed
from facilities.bookings.queries.one import (
    blocked,
    blocked_times,
    booking,
    bookings,
    of_meeting,
    to_inherit,
)
from facilities.bookings.queries.preview import preview
from facilities.bookings.queries.shown import shown, shown_blocked, shown_preview, why, whys

__all__ = [
    "MOST_DAYS",
    "MOST_SPACES",
    "Judged",
    "Where",
    "acted_for",
    "alternatives",
    "availability",
    "blocked",
    "blocked_times",
    "booking",
    "booking_calendar",
    "bookings",
    "ended_among",
    "first_free",
    "held_by",
    "holder",
    "judged",
    "lineage",
    "missed",
    "of_ended",
    "of_meeting",
    "offered_for",
    "offered_in_vain",
    "parameters",
    "planned",
    "preview",
    "shown",
    "shown_blocked",
    "shown_preview",
    "space_calendar",
    "to_inherit",
    "wanted_space",
    "why",
    "whys",
    "wish",
]
