"""grants on one screen."""

from chassis.service import Service, Topic
from chassis.values import DAY
from grants.access import PERMISSIONS
from grants.applications.api import ROUTES as APPLICATIONS
from grants.applications.errands import SWEEP, keep_documents_in
from grants.applications.handlers import HOLDS
from grants.applications.jobs import CLOCK as APPLICATION_CLOCK
from grants.applications.jobs import TIMERS as APPLICATION_TIMERS
from grants.appropriations import api as appropriations
from grants.calls.api import ROUTES as CALLS
from grants.calls.jobs import TIMERS as CALL_TIMERS
from grants.copies import api as copies
from grants.copies.handlers import COPIES
from grants.decisions.api import ROUTES as DECISIONS
from grants.decisions.handlers import PROPOSALS, SERVICE_OF_DECISIONS
from grants.events import application, call, guideline, reminder, sign_off
from grants.guidelines.api import ROUTES as GUIDELINES
from grants.schema import METADATA
from grants.settings import Settings
from grants.tasks import api as tasks

YEARS = 400 * DAY


def prepare(settings: Settings) -> None:
    """Where the world outside begins."""
    keep_documents_in(settings.documents)


SERVICE = Service(
    name="grants",
    settings=Settings,
    tables=METADATA,
    permissions=PERMISSIONS,
    topics=[
        Topic(guideline.TOPIC, events=guideline.EVENTS, state=guideline.GuidelineState, partitions=1, keep=YEARS),
        Topic(call.TOPIC, events=call.EVENTS, state=call.CallState, partitions=3, keep=YEARS),
        Topic(application.TOPIC, events=application.EVENTS, state=application.ApplicationState, keep=YEARS),
        Topic(sign_off.TOPIC, events=sign_off.EVENTS, partitions=3),
        Topic(reminder.TOPIC, events=reminder.EVENTS, partitions=3),
    ],
    routes=[copies.router, *GUIDELINES, appropriations.router, *CALLS, *APPLICATIONS, *DECISIONS, tasks.router],
    copies=COPIES,
    listeners=[SERVICE_OF_DECISIONS, PROPOSALS, HOLDS],
    clock=[*APPLICATION_CLOCK],
    timers=[*CALL_TIMERS, *APPLICATION_TIMERS],
    errands=[SWEEP],
    prepare=prepare,
    texts="Money for associations, from guideline to recovered euro.",
)
