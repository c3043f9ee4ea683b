"""forums on one screen."""

from chassis.service import Service
from forums.access import PERMISSIONS
from forums.copies import api as copies
from forums.copies.handlers import COPIES
from forums.schema import METADATA
from forums.settings import Settings

SERVICE = Service(
    name="forums",
    settings=Settings,
    tables=METADATA,
    permissions=PERMISSIONS,
    topics=[],
    routes=[copies.router],
    copies=COPIES,
    texts="Where associations, municipalities and the county meet, decide and are heard.",
)
