"""One answer of each kind, for the API document. Tested to be valid."""

from typing import Final

from pydantic import BaseModel

from notifications.feeds.schemas import Events

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    Events(
        items=[{
            "specversion": "1.0", "id": "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e61", "source": "/registry/organisation",
            "type": "fi.yhdyspinta.registry.OrganisationPaused.v1", "subject": "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01",
            "time": "2027-03-01T10:00:00Z", "datacontenttype": "application/json",
            "data": {"organisation_id": "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01", "grounds": "Hallituksen kokouksen päätös."},
        }],
        next="kYx3pZJ0QmS4d1n6yq0hVwAAAAAAAAB7AAAAAG5c8gA",
    ),
)
