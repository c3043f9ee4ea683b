"""Feeds over HTTP: events for other systems, public meetings for everybody."""

import asyncio
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis import concurrency
from chassis.answers.languages import Language
from chassis.edge import Http, gives, routes
from notifications.calendar.domain import TYPE as CALENDAR
from notifications.feeds import problems, queries
from notifications.feeds.documents.atom import TYPE as ATOM
from notifications.feeds.queries import Asked, Feed
from notifications.feeds.schemas import Events

router = routes("events")
meetings = routes("feeds", public=True)

LOOK_EVERY = 0.5
"""Seconds between two looks for a reader that waits. Between them it holds no connection to the database."""
FRESH: Final = 300
"""Seconds for which anybody between may keep a feed of meetings."""
Structure = Annotated[UUID | None, Query(description="Only meetings of this structure of cooperation.")]
In = Annotated[Language, Query(description="Titles in this language where they have it, in Finnish otherwise.")]


class CalendarFile(Response):
    """iCalendar (RFC 5545)."""

    media_type = CALENDAR


class AtomFile(Response):
    """Atom (RFC 4287)."""

    media_type = ATOM


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


@meetings.get("/meetings.ics", response_class=CalendarFile)
async def get_meetings_calendar(http: Http, request: Request, structure_id: Structure = None, language: In = "fi") -> Response:
    """Public meetings as a calendar to subscribe to (tapaamisten kalenteri). Cancelled ones stay for 30 days, past ones for 31."""
    return _answer(request, await http.ask(queries.meetings_calendar, structure_id, language), CalendarFile)


@meetings.get("/meetings.atom", response_class=AtomFile)
async def get_meetings_atom(http: Http, request: Request, structure_id: Structure = None, language: In = "fi") -> Response:
    """Public meetings as news (tapaamisten uutissyöte), the newest change first."""
    return _answer(request, await http.ask(queries.meetings_atom, structure_id, language), AtomFile)


def _answer(request: Request, feed: Feed, file: type[Response]) -> Response:
    """The feed; 304 for those who have it already: by its tag, or where they keep none, by its date (RFC 9110, 13.2.2)."""
    headers = {
        "ETag": concurrency.etag(feed.tag), "Cache-Control": f"public, max-age={FRESH}",
        "Last-Modified": format_datetime(feed.changed_at.astimezone(UTC), usegmt=True),
    }
    tag = request.headers.get("if-none-match")
    known = concurrency.is_known(tag, feed.tag) if tag else _is_old(feed, request.headers.get("if-modified-since"))
    return Response(status_code=304, headers=headers) if known else file(feed.content, headers=headers)


def _is_old(feed: Feed, since: str | None) -> bool:
    try:
        return since is not None and feed.changed_at.replace(microsecond=0) <= parsedate_to_datetime(since).astimezone(UTC)
    except (TypeError, ValueError):
        return False  # a date that is none is passed over
