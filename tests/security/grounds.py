"""Where the things of the walks lie, and who walks: what each persona's role is held for."""

import asyncpg
from tests.chassis.edge.conftest import COORDINATOR
from tests.contracts.walks import ONE
from tests.contracts.walks_applications import ASSESSOR, PARTNER, WRITER
from tests.contracts.walks_decisions import DECIDER
from tests.contracts.walks_grants import APPLICANT, OFFICER, REPRESENTATIVE
from tests.security.placing import Ground, Scopes

AREA, CENTRE, DOMAIN, MUNICIPALITY = "oulu", "centre-here", "domain-here", "564"
_PLACES = {"area": [AREA], "centre": [CENTRE], "domain": [DOMAIN], "municipality": [MUNICIPALITY]}
_COORDINATES = {str(COORDINATOR): "coordinator"}


async def _registry(_: asyncpg.Connection, about: str) -> Scopes:
    return _PLACES | {"organisation": [ONE, *filter(None, [about])]}


async def _grants(admin: asyncpg.Connection, _: str) -> Scopes:
    calls = [str(row["id"]) for row in await admin.fetch("SELECT id FROM grants.call")]
    return _PLACES | {"organisation": [str(APPLICANT), str(PARTNER)], "call": calls}


async def _forums(admin: asyncpg.Connection, _: str) -> Scopes:
    """A code is a code: the centre's liaison and the municipality's officer both look at a structure's own area."""
    known = [str(row["id"]) for row in await admin.fetch("SELECT id FROM forums.organisation_copy")]
    return _PLACES | {"area": [AREA, "koillismaa"], "centre": [MUNICIPALITY], "organisation": known}


async def _by_organisation(_admin: asyncpg.Connection, _about: str) -> Scopes:
    return _PLACES | {"organisation": [ONE, str(PARTNER)]}


_IN_CENTRE = f"array_append(%s, '{CENTRE}')"
_REGISTRY = {
    "organisation": {"area_codes": _IN_CENTRE % "area_codes"},
    "role_assignment": {"areas": _IN_CENTRE % "areas", "domain": f"'{DOMAIN}'", "organisation_id": f"'{ONE}'"},
    "representation_request": {"areas": _IN_CENTRE % "areas"},  # an organisation lies in no domain
}
_HERE = {"area": f"'{MUNICIPALITY}'", "areas": f"array_append(areas, '{AREA}')", "domain": f"'{DOMAIN}'"}
_CONVENED = _HERE | {"convenors": f"array_append(convenors, '{ONE}')"}
_FORUMS = {
    "structure": _CONVENED, "meeting": _CONVENED, "agenda": _CONVENED, "minutes": _CONVENED,
    "seat": _HERE, "registration": _HERE | {"organisation_id": f"'{ONE}'"},
}
_OWNED = {"centre": f"'{CENTRE}'", "owner_municipality": f"'{MUNICIPALITY}'"}
_FACILITIES = {
    "site": _OWNED | {"owner": "'municipality'", "owner_name": "NULL"},
    "usage_rules": _OWNED, "space": _OWNED, "hours_period": _OWNED, "booking": _OWNED, "blocked_time": _OWNED,
}

GROUNDS = {
    "registry": Ground(_registry, _REGISTRY, _COORDINATES),
    "grants": Ground(_grants, walkers=_COORDINATES | {
        str(OFFICER): "finance", str(REPRESENTATIVE): "representative", str(WRITER): "representative",
        str(ASSESSOR): "assessor", str(DECIDER): "decider",
    }),
    "forums": Ground(_forums, _FORUMS, _COORDINATES),
    "facilities": Ground(_by_organisation, _FACILITIES, _COORDINATES),
    "notifications": Ground(_by_organisation, walkers=_COORDINATES | {"kunta": "system"}),
}
