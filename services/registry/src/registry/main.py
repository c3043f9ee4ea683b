"""The registry on one screen: who there is, what they do, who answers for what."""

from chassis.service import Service, Topic
from chassis.values import DAY
from registry.access import PERMISSIONS
from registry.areas import api as areas
from registry.copies.handlers import COPIES
from registry.erasures.api import router as erasures
from registry.events import area, assignment, council_term, imports, organisation
from registry.imports.api import ROUTES as IMPORTS
from registry.imports.jobs import CLOCK as IMPORT_CLOCK
from registry.imports.jobs import TIMERS as IMPORT_TIMERS
from registry.organisations import api as organisations
from registry.organisations.jobs import CLOCK as ORGANISATION_CLOCK
from registry.organisations.jobs import TIMERS as ORGANISATION_TIMERS
from registry.people.api import ROUTES as PEOPLE
from registry.people.handlers import LISTENER
from registry.people.jobs import TIMERS
from registry.schema import METADATA
from registry.settings import Settings

YEARS = 400 * DAY

SERVICE = Service(
    name="registry",
    settings=Settings,
    tables=METADATA,
    permissions=PERMISSIONS,
    topics=[
        Topic(organisation.TOPIC, events=organisation.EVENTS, state=organisation.OrganisationState, keep=YEARS),
        Topic(area.TOPIC, events=area.EVENTS, state=area.AreaState, partitions=3, keep=YEARS),
        Topic(council_term.TOPIC, events=council_term.EVENTS, state=council_term.CouncilTermState, partitions=1, keep=YEARS),
        Topic(imports.TOPIC, events=imports.EVENTS, partitions=3, keep=YEARS),
        Topic(assignment.TOPIC, events=assignment.EVENTS, state=assignment.AssignmentState, partitions=3, keep=YEARS),
    ],
    routes=[
        areas.router,
        areas.terms,
        areas.sote_domains,
        organisations.router,
        erasures,
        organisations.definitions,
        organisations.statistics,
        *PEOPLE,
        *IMPORTS,
    ],
    copies=COPIES,
    listeners=[LISTENER],
    timers=[*TIMERS, *ORGANISATION_TIMERS, *IMPORT_TIMERS],
    clock=[*ORGANISATION_CLOCK, *IMPORT_CLOCK],
    texts="Who there is, what they do, who answers for what: organisations, areas, council terms.",
)
