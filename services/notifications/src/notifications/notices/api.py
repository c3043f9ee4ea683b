"""Notices over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, routes
from chassis.paging import Items, Page
from notifications.notices import queries
from notifications.notices.domain import Status
from notifications.notices.schemas import NoticeOut

router = routes("notices")


@router.get("")
async def list_notices(
    http: Http, page: Page, status: Annotated[Status | None, Query(description="Only in this state.")] = None
) -> Items[NoticeOut]:
    """Messages to everybody who asked for their topic, with what became of them (tiedotteet)."""
    return await http.page(queries.notices, page, status)


@router.get("/{id}")
async def get_notice(id: UUID, http: Http) -> NoticeOut:
    """One notice (tiedote)."""
    return await http.read(queries.notice, id).shown(queries.shown)
