"""The pull feed over HTTP."""

import asyncio
from typing import Annotated

from fastapi import Depends, Query, Request

from chassis.edge import Http, gives, routes
from notifications.feeds import problems, queries
from notifications.feeds.queries import Asked
from notifications.feeds.schemas import Events

router = routes("events")

LOOK_EVERY = 0.5
"""Seconds between two looks for a reader that waits. Between them it holds no connection to the database."""


async def _cursor_key(request: Request) -> bytes:
    key: bytes = request.app.state.desk.cursor_key
    return key


@router.get("", responses=gives(problems.BAD_CURSOR, problems.TOO_LATE, problems.UNKNOWN_TYPE))
async def list_events(
    http: Http,
    key: Annotated[bytes, Depends(_cursor_key)],
    types: Annotated[list[str] | None, Query(max_length=100, description="Names of events or `<service>.*`; all without.")] = None,
    after: Annotated[str | None, Query(max_length=200, description="`next` of the answer before; else from the oldest.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="At most so many.")] = 50,
    wait: Annotated[float, Query(ge=0, le=30, description="Seconds to wait for something new.")] = 0,
) -> Events:
    """The county's public events in order, for systems that cannot be called (tapahtumasyöte)."""
    asked = Asked(types or (), after, limit, key)
    until = asyncio.get_running_loop().time() + wait
    while not await http.ask(queries.has_news, asked) and asyncio.get_running_loop().time() < until:  # noqa: ASYNC110 - the database tells nobody
        await asyncio.sleep(LOOK_EVERY)
    return await http.read(queries.events, asked)
