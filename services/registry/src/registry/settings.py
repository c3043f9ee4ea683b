"""What may differ between two installations of the registry: nothing beside what every service has."""

from chassis import settings


class Settings(settings.Settings):
    """Environment variables `YHDYSPINTA_…`."""
