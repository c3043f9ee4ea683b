"""What may differ between two installations of facilities: nothing beside what every service has."""

from chassis import settings


class Settings(settings.Settings):
    """Environment variables `YHDYSPINTA_…`."""
