"""HTTP: agendas. An agenda has the id of its meeting."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, gives, routes
from forums.meetings import commands, queries
from forums.meetings import problems as p
from forums.meetings.schemas import AgendaOut, PublishedAgendaOut, WriteAgenda

router = routes("agendas", if_match=("publish",))


@router.get("/{id}")
async def get_agenda(
    id: UUID,
    http: Http,
    number: Annotated[int | None, Query(ge=1, le=10_000, description="This version; none: the newest.")] = None,
) -> PublishedAgendaOut:
    """A published agenda, what the caller may see of it (asialista)."""
    return await http.read(queries.published_agenda, id, number)


@router.get("/{id}/draft")
async def get_agenda_draft(id: UUID, http: Http) -> AgendaOut:
    """The agenda as it is being written (asialistan luonnos)."""
    return await http.read(queries.agenda, id).shown(queries.shown_agenda)


@router.patch("/{id}", responses=gives(p.ITEM_TYPE_UNKNOWN, p.ITEM_UNKNOWN, p.ITEM_TWICE))
async def write_agenda(id: UUID, body: WriteAgenda, http: Http) -> AgendaOut:
    """Write the agenda; published versions stay as they are (asialistan laatiminen)."""
    return await http.run(commands.write_agenda, id, body).shown(queries.shown_agenda)


@router.post("/{id}/publish", responses=gives(p.AGENDA_EMPTY, p.AGENDA_UNCHANGED))
async def publish_agenda(id: UUID, http: Http) -> PublishedAgendaOut:
    """Publish it as one more version; what was not in the first one is late (asialistan julkaisu)."""
    return await http.run(commands.publish_agenda, id).shown(queries.shown_version)
