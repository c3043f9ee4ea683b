"""One request as a feature sees it: run a command, read a query, list a page."""

import inspect
from collections.abc import Awaitable, Callable, Generator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Annotated, Any, Concatenate, Generic, ParamSpec, TypeVar, cast, get_type_hints, overload

from fastapi import Depends, Request
from pydantic import BaseModel
from pydantic_core import to_json, to_jsonable_python
from starlette.responses import Response

from chassis import concurrency, exports, idempotency
from chassis.access import Actor
from chassis.answers import Denied, No
from chassis.concurrency import etag
from chassis.database import again_if_stale
from chassis.edge.desk import Desk, spoken_to
from chassis.edge.places import here, next_page
from chassis.edge.sheet import Sheet, printed
from chassis.paging import Items, Listing
from chassis.problems import STALE
from chassis.reading import BareReader, Reading
from chassis.tables import Row
from chassis.unit import Unit
from chassis.work import Cause, Outdated, Reader, Reads, Stale, UnitOfWork

P = ParamSpec("P")
T = TypeVar("T")
O = TypeVar("O")  # noqa: E741 - what is shown
Show = Callable[[Reading, Any], Awaitable[Any]]
At = Callable[[Any], str]


class Edge:
    """One request. Each of its methods gives back the finished answer under the type of what it shows."""

    def __init__(
        self,
        desk: Desk,
        request: Request,
        status: int,
        item: type[BaseModel] | None,
        actor: Actor,
        cause: Cause,
        now: datetime,
    ) -> None:
        self.actor = actor
        self.now = now
        self.if_match: int | None = None
        self.asked: idempotency.Asked | None = None
        self._desk = desk
        self._request = request
        self._status = status
        self._item = item
        self._cause = cause

    def run(
        self, command: Callable[Concatenate[UnitOfWork, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> "Run[T]":
        """Run a command in a unit of work of its own: `.shown(how)` with what it returns, `.done()` with nothing."""
        return Run(self, command, lambda unit: command(unit, *args, **kwargs))

    def read(
        self, query: Callable[Concatenate[Reader, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> "Read[T]":
        """Run a query: await it where it returns the answer, `.shown(how)` where it returns a row."""
        return Read(self, query, lambda reader: query(reader, *args, **kwargs))

    async def ask(
        self, query: Callable[Concatenate[Reader, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What a query finds, for a route that may ask again before it answers (long poll): between, no connection is held."""
        async with self._reader(query) as reader:
            return await query(reader, *args, **kwargs)

    async def page(
        self,
        query: Callable[Concatenate[Reader, Listing, P], Awaitable[Items[O]]],
        page: Listing,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Items[O]:
        """A page of a list; or, where the caller asked for a file, the whole of it."""

        async def fetch(wanted: Listing) -> Items[O]:
            async with self._reader(query) as reader:
                return await query(reader, wanted, *args, **kwargs)

        if page.format != "json" and self._item is not None:
            name = self._request.url.path.rstrip("/").rpartition("/")[2]
            file = await exports.exported(fetch, page, self._item, name, spoken_to(self._request))
            return cast("Items[O]", file)
        found = await fetch(page)
        answer = self._answer(found, None)
        if found.next is not None:
            answer.headers["Link"] = f'<{next_page(self._request, found.next)}>; rel="next"'
        return cast("Items[O]", answer)

    # --- what `Run` and `Read` do

    async def change(
        self, name: Callable[..., Any], command: Callable[[Unit], Awaitable[Any]], show: Show | None, location: At | None,
        current: Show | None,
    ) -> Response:
        """Replay; or begin, command, write, show, keep the answer, commit. Again while somebody else was faster."""
        try:
            return await again_if_stale(partial(self._once, name, command, show, location, current))
        except Stale:
            if self.if_match is not None:
                raise Denied(STALE) from None
            raise

    async def _once(
        self,
        name: Callable[..., Any],
        command: Callable[[Unit], Awaitable[Any]],
        show: Show | None,
        location: At | None,
        current: Show | None,
        locks: bool,
    ) -> Response:
        kept = self._desk.service.house.idempotency
        cause = replace(self._cause, name=name_of(name))
        opened = self._desk.database.unit(actor=self.actor, cause=cause, now=self.now, if_match=self.if_match, locks=locks)
        async with opened as unit:
            if self.asked is not None:
                first = await idempotency.first_answer(unit.session, kept, self.asked, self.now)
                if first is not None:
                    return first
            try:
                found = await command(unit)
            except Outdated as outdated:
                raise await _superseded(unit, outdated.row, current, name) from None
            await unit.settle()
            content = None if show is None else await show(unit, found)
            answer = self._answer(content, found, nothing=show is None)
            if location is not None:
                answer.headers["Location"] = here(self._request, location(found))
            elif answer.status_code == 201:
                answer.headers["Location"] = here(self._request, f"{self._request.url.path}/{found.id}")
            if self.asked is not None:
                await idempotency.keep(unit.session, kept, self.asked, answer, self.now)
        return answer

    async def fetch(self, name: Callable[..., Any], query: Callable[[Reading], Awaitable[Any]], show: Show | None) -> Response:
        """Read and show; 304 for those who have this version already."""
        async with self._reader(name) as reader:
            found = await query(reader)
            version = version_of(found)
            if version is not None and concurrency.is_known(self._request.headers.get("if-none-match"), version):
                return Response(status_code=304, headers={"ETag": etag(version)})
            content = found if show is None else await show(reader, found)
        return self._answer(content, found)

    def _reader(self, name: Callable[..., Any]) -> AbstractAsyncContextManager[BareReader]:
        cause = replace(self._cause, name=name_of(name))
        return self._desk.database.reader(actor=self.actor, cause=cause, now=self.now)

    def _answer(self, content: Any, found: Any, *, nothing: bool = False) -> Response:
        if isinstance(content, Sheet):
            return printed(content, spoken_to(self._request), self._status)
        version = version_of(found) if version_of(found) is not None else version_of(content)
        headers = {"Cache-Control": "private, no-cache"}
        if version is not None:
            headers["ETag"] = etag(version)
        if nothing:
            return Response(status_code=204, headers=headers)
        body = content.encode() if isinstance(content, _Written) else to_json(content, by_alias=True)
        return Response(body, self._status, headers, "application/json")


class Run(Generic[T]):
    """A command that is about to be run."""

    def __init__(self, edge: Edge, name: Callable[..., Any], command: Callable[[Unit], Awaitable[T]]) -> None:
        self._edge = edge
        self._name = name
        self._command = command

    @overload
    async def shown(
        self, how: Callable[[T], O], *, location: Callable[[T], str] | None = None, current: Callable[..., Any] | None = None
    ) -> O: ...
    @overload
    async def shown(
        self,
        how: Callable[[Reads, T], Awaitable[O]],
        *,
        location: Callable[[T], str] | None = None,
        current: Callable[..., Any] | None = None,
    ) -> O: ...
    async def shown(self, how: Any, *, location: Any = None, current: Any = None) -> Any:
        """The answer shows what the command returns; a `how` that needs to read is a coroutine and gets the unit.

        `location` names the path of what to look at next, for instance of a job (202); a 201 knows its own. `current`: how a 412
        shows the present state, where the answer says more than others may see, such as a secret.
        """
        return await self._edge.change(self._name, self._command, _showing(how), location, _showing(current or how))

    async def done(self) -> None:
        """The answer is 204."""
        return cast("None", await self._edge.change(self._name, self._command, None, None, None))


class Read(Generic[T]):
    """A query that is about to be run."""

    def __init__(self, edge: Edge, name: Callable[..., Any], query: Callable[[Reading], Awaitable[T]]) -> None:
        self._edge = edge
        self._name = name
        self._query = query

    def __await__(self) -> Generator[Any, None, T]:
        return self._as_it_is().__await__()

    async def _as_it_is(self) -> T:
        return cast("T", await self._edge.fetch(self._name, self._query, None))

    @overload
    async def shown(self, how: Callable[[T], O]) -> O: ...
    @overload
    async def shown(self, how: Callable[[Reads, T], Awaitable[O]]) -> O: ...
    async def shown(self, how: Any) -> Any:
        """The answer shows the row, with its version as ETag."""
        return await self._edge.fetch(self._name, self._query, _showing(how))

    async def written(self, shape: type[O]) -> O:
        """The query gives the finished text: JSON of this shape, which the database wrote. It goes out as it is, unread."""
        del shape
        return cast("O", await self._edge.fetch(self._name, self._query, _showing(_Written)))


class _Written(str):
    """An answer that is JSON already."""

    __slots__ = ()


async def _edge(request: Request) -> Edge:
    edge: Edge = request.scope["chassis.edge"]
    return edge


Http = Annotated[Edge, Depends(_edge)]


def _showing(how: Callable[..., Any]) -> Show:
    if inspect.iscoroutinefunction(how):
        return how

    async def show(_reads: Reading, found: Any) -> Any:
        return how(found)

    return show


async def _superseded(unit: Unit, row: Row, show: Show | None, command: Callable[..., Any]) -> Denied:
    """412 with the present state, where the row asked about is also the one the answer would show."""
    denied = Denied(STALE)
    members = {}
    if show is not None and isinstance(row, _returned(command)):
        members["current"] = to_jsonable_python(await show(unit, row), by_alias=True)
    denied.no = No(STALE, headers={"ETag": etag(row.version)}, members=members)
    return denied


@lru_cache(maxsize=1024)
def _returned(command: Callable[..., Any]) -> type:
    found = get_type_hints(command).get("return")
    return found if isinstance(found, type) else type(None)


@lru_cache(maxsize=1024)
def name_of(command: Callable[..., Any]) -> str:
    """`sample.things.rename`: the command's or query's name without its room, for audit and traces."""
    place = [part for part in command.__module__.split(".") if part not in {"commands", "queries"}]
    return ".".join([*place, command.__name__])


def version_of(found: Any) -> int | None:
    """The version of a row, or of an answer that has one."""
    if isinstance(found, (Row, BaseModel)):
        version = getattr(found, "version", None)
        return version if isinstance(version, int) else None
    return None
