"""Reads of feeds: events for systems that fetch them, meetings for everybody."""

from notifications.feeds.queries.events import Asked, events, has_news
from notifications.feeds.queries.meetings import Feed, meetings_atom, meetings_calendar

__all__ = ["Asked", "Feed", "events", "has_news", "meetings_atom", "meetings_calendar"]
