"""The rules of feeds: a place in the pull feed; public meetings as calendars and readers of news take them. Pure."""

from notifications.feeds.domain.place import Place, objections_to_types, opened

__all__ = ["Place", "objections_to_types", "opened"]
