"""Route of what waits for whom."""

from typing import Annotated, Literal

from fastapi import Query

from chassis.edge import Http, routes
from chassis.paging import Items, Page
from grants.tasks import queries
from grants.tasks.schemas import TaskOut

router = routes("tasks")


@router.get("")
async def list_tasks(
    http: Http,
    page: Page,
    assignee: Annotated[Literal["me"], Query(description="Whose: only one's own.")] = "me",  # noqa: ARG001 - there is but one
) -> Items[TaskOut]:
    """What waits for me, until when (tehtävät): drafts, signatures, proposals, decisions, questions; the most urgent first."""
    return await http.page(queries.tasks, page)
