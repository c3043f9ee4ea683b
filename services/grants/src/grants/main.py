"""grants on one screen."""

from chassis.service import Service
from grants.access import PERMISSIONS
from grants.copies import api as copies
from grants.copies.handlers import COPIES
from grants.schema import METADATA
from grants.settings import Settings

SERVICE = Service(
    name="grants",
    settings=Settings,
    tables=METADATA,
    permissions=PERMISSIONS,
    topics=[],
    routes=[copies.router],
    copies=COPIES,
    texts="Money for associations, from guideline to recovered euro.",
)
