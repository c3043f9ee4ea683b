"""What may differ between two installations of grants: nothing beside what every service has."""

from chassis import settings


class Settings(settings.Settings):
    """Environment variables `YHDYSPINTA_…`."""
