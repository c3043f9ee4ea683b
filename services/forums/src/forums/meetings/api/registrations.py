"""HTTP: registrations."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from forums.meetings import commands, queries
from forums.meetings import problems as p
from forums.meetings.domain import RegistrationStatus
from forums.meetings.schemas import Register, RegistrationOut

of_meetings = routes("meetings")
router = routes("registrations")


@of_meetings.get("/{id}/registrations")
async def list_registrations(
    id: UUID,
    http: Http,
    page: Page,
    status: Annotated[RegistrationStatus | None, Query(description="Only those in this state.")] = None,
) -> Items[RegistrationOut]:
    """Who comes and who waits, in the order of registering: all for who convenes, else one's own (ilmoittautumiset)."""
    return await http.page(queries.registrations, page, id, status)


@of_meetings.post(
    "/{id}/registrations", status_code=201,
    responses=gives(
        p.BEGUN, p.HOW_UNFIT, p.LARGER_THAN_ROOM, p.NOT_REPRESENTED, p.REGISTERED_ALREADY, p.NOT_MEANT, p.FULL, p.QUEUE_FULL
    ),
)
async def register(id: UUID, body: Register, http: Http) -> RegistrationOut:
    """Take part: seated, waiting, or from afar (ilmoittautuminen)."""
    return await http.run(commands.register, id, body).shown(
        queries.shown_registration, location=lambda row: f"/v1/registrations/{row.id}"
    )


@router.get("/{id}")
async def get_registration(id: UUID, http: Http) -> RegistrationOut:
    """One registration, for who keeps it."""
    return await http.read(queries.registration, id).shown(queries.shown_registration)


@router.post("/{id}/confirm", responses=gives(p.NOT_RESERVED))
async def confirm_registration(id: UUID, http: Http) -> RegistrationOut:
    """The seats that were reserved are theirs (vahvistus)."""
    return await http.run(commands.confirm, id).shown(queries.shown_registration)


@router.post("/{id}/leave", responses=gives(p.LEFT_ALREADY))
async def leave(id: UUID, http: Http) -> RegistrationOut:
    """Not come after all; whoever waits and fits gets the seats (peruutus)."""
    return await http.run(commands.leave, id).shown(queries.shown_registration)
