"""HTTP: erasing an unregistered group."""

from uuid import UUID

from chassis.edge import Http, gives, routes
from registry.erasures import commands, queries
from registry.erasures import problems as p
from registry.erasures.schemas import Erase, ErasedOut
from registry.organisations.problems import GROUNDS_MISSING

router = routes("organisations")


@router.post("/{id}/erase", responses=gives(p.REGISTERED, p.HAS_PARTS, p.UNDECIDED, GROUNDS_MISSING))
async def erase_organisation(id: UUID, body: Erase, http: Http) -> ErasedOut:
    """Erase an unregistered group: GDPR (EU) 2016/679, 17 art. (tietojen poistaminen). One that acts ends with it."""
    return await http.run(commands.erase, id, body).shown(queries.shown)
