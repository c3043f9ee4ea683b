"""Templates over HTTP."""

from typing import Annotated

from fastapi import Path

from chassis.edge import Http, gives, routes
from notifications.templates import queries
from notifications.templates.problems import NO_VERSION, VALUES
from notifications.templates.schemas import Preview, PreviewOut, TemplateOut

router = routes("templates")


@router.get("")
async def list_templates(http: Http) -> list[TemplateOut]:
    """The mails that we send, and what each needs to know (viestipohjat)."""
    return await http.read(queries.templates)


@router.post("/{name}/preview", responses=gives(VALUES, NO_VERSION))
async def preview_template(
    name: Annotated[str, Path(max_length=60, description="Name of the template.")], body: Preview, http: Http
) -> PreviewOut:
    """Show what a mail would say (viestin esikatselu). Nothing is sent or kept."""
    return await http.read(queries.preview, name, body)
