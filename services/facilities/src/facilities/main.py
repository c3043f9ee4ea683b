"""facilities on one screen."""

from chassis.service import Service
from facilities.access import PERMISSIONS
from facilities.copies import api as copies
from facilities.copies.handlers import COPIES
from facilities.schema import METADATA
from facilities.settings import Settings

SERVICE = Service(
    name="facilities",
    settings=Settings,
    tables=METADATA,
    permissions=PERMISSIONS,
    topics=[],
    routes=[copies.router],
    copies=COPIES,
    texts="Rooms that associations use free of charge.",
)
