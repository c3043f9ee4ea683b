"""Reading meetings."""

from forums.meetings.queries.agenda import agenda, published_agenda, shown_agenda, shown_version
from forums.meetings.queries.counts import cadences, counts, in_year
from forums.meetings.queries.lists import meetings
from forums.meetings.queries.minutes import items_seen, legible, minutes, shown_minutes, takes_part
from forums.meetings.queries.one import concerned, invited, meeting, shown, sight, visible
from forums.meetings.queries.registrations import Taken, registration, registrations, shown_registration, taken

__all__ = [
    "Taken", "agenda", "cadences", "concerned", "counts", "in_year", "invited", "items_seen", "legible", "meeting", "meetings",
    "minutes", "published_agenda", "registration", "registrations", "shown", "shown_agenda", "shown_minutes", "shown_registration",
    "shown_version", "sight", "taken", "takes_part", "visible",
]
