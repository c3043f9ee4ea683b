"""A service that exists to try the chassis: the same shape as every other."""

from chassis.service import Service, Topic
from chassis.settings import Settings
from sample.access import PERMISSIONS
from sample.events import ThingErased, ThingMade, ThingRenamed, ThingState
from sample.schema import METADATA
from sample.things.handlers import COPIES, LISTENER, TOLD

SERVICE = Service(
    name="sample",
    settings=Settings,
    tables=METADATA,
    permissions=PERMISSIONS,
    topics=[Topic("sample.thing", events=[ThingMade, ThingRenamed, ThingErased], state=ThingState, partitions=3)],
    routes=[],
    copies=COPIES,
    listeners=[LISTENER, TOLD],
)
