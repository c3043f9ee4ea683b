'''Lists in pages that stay put while rows come and go: a signed cursor that says after which row to go on.

A feature names the columns one may sort by, and asks for a page::

    KEYS = {"name": col(Thing.sort_name), "created_at": col(Thing.created_at)}

    async def things(reader: Reader, page: Listing, kind: Kind | None) -> Items[ThingOut]:
        mine = select(Thing).where(reader.actor.sees(Permission.READ, Thing))
        if kind is not None:
            mine = mine.where(col(Thing.kind) == kind)
        return await paged(reader, mine, page, keys=KEYS, id=col(Thing.id), show=shown)

    @router.get("")
    async def list_things(http: Http, page: Page, kind: Kind | None = None) -> Items[ThingOut]:
        """Things by name (esineet)."""
        return await http.page(queries.things, page, kind)

The first key is the order where none is asked for. The same route answers `format=csv` and `format=ndjson`.
'''

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, Generic, Literal, TypeVar, cast

from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python
from sqlalchemy import ColumnElement, Integer, SQLColumnExpression, and_, bindparam, false, func, literal, or_, select, true, tuple_
from sqlalchemy import Row as Found
from sqlalchemy.sql import Select
from sqlalchemy.types import TypeDecorator

from chassis.answers import Denied, Why
from chassis.answers import problems as p
from chassis.work import Reads, Ts

O = TypeVar("O")  # noqa: E741 - what is shown
T = TypeVar("T")

Keys = Mapping[str, SQLColumnExpression[Any]]
Format = Literal["json", "csv", "ndjson"]
MOST = 200
_SIGNATURE = 16
_NOT_FILTERS = frozenset({"cursor", "limit", "count", "format"})


class Items(BaseModel, Generic[O]):
    """One page of a list."""

    items: list[O] = Field(description="What is on this page.")
    next: str | None = Field(None, description="`cursor` of the page after it; null on the last one.")
    count: int | None = Field(None, description="How many there are in all; only where `count=exact` was asked.")


@dataclass(frozen=True, slots=True)
class Listing:
    """Which page of which list: what the caller asked for, and what a cursor of this list is signed with."""

    limit: int = 50
    sort: str = ""
    cursor: str | None = None
    exact: bool = False
    format: Format = "json"
    query: str = ""
    """Path and filters: a cursor is good for this list alone."""
    key: bytes = b""

    def after(self, cursor: str | None, *, limit: int) -> "Listing":
        """The same list from another place on."""
        return replace(self, cursor=cursor, limit=limit, exact=False)


async def _listing(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MOST, description="How many on a page.")] = 50,
    cursor: Annotated[str | None, Query(max_length=2000, description="`next` of the page before.")] = None,
    sort: Annotated[str, Query(max_length=200, description="Names from the list's own set, `-` for descending.")] = "",
    count: Annotated[Literal["exact"] | None, Query(description="Also say how many there are in all.")] = None,
    format: Annotated[Format | None, Query(description="The whole list in this form.")] = None,
) -> Listing:
    filters = sorted((k, v) for k, v in request.query_params.multi_items() if k not in _NOT_FILTERS)
    query = json.dumps([request.url.path, filters])
    key: bytes = request.app.state.desk.cursor_key
    return Listing(limit, sort, cursor, count == "exact", format or _accepted(request), query, key)


Page = Annotated[Listing, Depends(_listing)]
"""What a list's route takes: `limit`, `cursor`, `sort`, `count`, `format`."""


def _accepted(request: Request) -> Format:
    first = request.headers.get("accept", "").partition(",")[0].partition(";")[0].strip()
    return {"text/csv": "csv", "application/x-ndjson": "ndjson"}.get(first, "json")  # type: ignore[return-value]


async def paged(
    reads: Reads,
    rows: Select[T],
    page: Listing,
    *,
    keys: Keys,
    id: SQLColumnExpression[Any],
    show: Callable[[T], O],
    values: Mapping[str, Any] | None = None,
) -> Items[O]:
    """One page of a select of one entity or column."""
    return await paged_rows(reads, rows, page, keys=keys, id=id, show=lambda found: show(found[0]), values=values)


async def paged_rows(
    reads: Reads,
    rows: Select[*tuple[Any, ...]],
    page: Listing,
    *,
    keys: Keys,
    id: SQLColumnExpression[Any],
    show: Callable[[Found[*tuple[Any, ...]]], O],
    values: Mapping[str, Any] | None = None,
) -> Items[O]:
    """One page of a select of several columns.

    `values` where select and keys are made once, for everybody: what their parameters are this time. The first page's statement is
    then made once as well.
    """
    order = _order(page.sort, keys, id)
    if values is not None and not page.cursor:
        found = await reads.rows(_first_page(rows, order), {**values, "most": page.limit + 1})
    else:
        wanted = rows.where(_beyond(order, _opened(page, order))) if page.cursor else rows
        found = await reads.rows(_with(values, _ordered(wanted, order).limit(page.limit + 1)))
    shown = found[: page.limit]
    following = _sealed(page, shown[-1][-len(order) :]) if len(found) > page.limit else None
    count = await reads.one(_with(values, select(func.count()).select_from(rows.order_by(None).subquery()))) if page.exact else None
    return Items(items=[show(row) for row in shown], next=following, count=count)


@dataclass(frozen=True, slots=True)
class _Key:
    column: ColumnElement[Any]
    descending: bool

    @property
    def ordered(self) -> ColumnElement[Any]:
        return self.column.desc() if self.descending else self.column.asc()

    @property
    def nullable(self) -> bool:
        return bool(getattr(self.column, "nullable", True))

    def same(self, value: Any) -> ColumnElement[bool]:
        return self.column.is_(None) if value is None else self.column == value

    def beyond(self, value: Any) -> ColumnElement[bool]:
        """PostgreSQL's own order: nulls last going up, first going down."""
        if value is None:
            return self.column.is_not(None) if self.descending else false()
        further: ColumnElement[bool] = self.column < value if self.descending else self.column > value
        return or_(further, self.column.is_(None)) if self.nullable and not self.descending else further


@lru_cache
def _first_page(rows: Select[*tuple[Any, ...]], order: Sequence[_Key]) -> Select[*tuple[Any, ...]]:
    return _ordered(rows, order).limit(bindparam("most", type_=Integer))


def _ordered(rows: Select[*tuple[Any, ...]], order: Sequence[_Key]) -> Select[*tuple[Any, ...]]:
    return rows.order_by(*(key.ordered for key in order)).add_columns(*(key.column for key in order))


def _with(values: Mapping[str, Any] | None, statement: Select[*Ts]) -> Select[*Ts]:
    return statement.params(values) if values else statement


def _order(sort: str, keys: Keys, id: SQLColumnExpression[Any]) -> tuple[_Key, ...]:
    names = [name.strip() for name in sort.split(",")] if sort else [next(iter(keys))]
    if any(name.removeprefix("-") not in keys for name in names):
        raise Denied.of([Why(p.UNKNOWN_SORT, {"known": list(keys)}, parameter="sort")])
    asked = [(keys[name.removeprefix("-")], name.startswith("-")) for name in names]
    return tuple(_Key(cast("ColumnElement[Any]", column), down) for column, down in [*asked, (id, asked[-1][1])])


def _beyond(order: Sequence[_Key], values: Sequence[Any]) -> ColumnElement[bool]:
    """The rows after this one. One comparison of tuples, which an index serves, where no key can be null."""
    if len({key.descending for key in order}) == 1 and not any(key.nullable for key in order):
        columns = tuple_(*(key.column for key in order))
        last = tuple_(*(literal(v, key.column.type) for key, v in zip(order, values, strict=True)))
        beyond: ColumnElement[bool] = columns < last if order[0].descending else columns > last
        return beyond
    return or_(*(
        and_(true(), *(same.same(v) for same, v in zip(order[:n], values[:n], strict=True)), key.beyond(values[n]))
        for n, key in enumerate(order)
    ))


def _sealed(page: Listing, values: Sequence[Any]) -> str:
    content = json.dumps([v.value if isinstance(v, Enum) else to_jsonable_python(v) for v in values]).encode()
    return base64.urlsafe_b64encode(_signature(page, content) + content).decode().rstrip("=")


def _opened(page: Listing, order: Sequence[_Key]) -> list[Any]:
    """The values a cursor holds; 400 unless it is one that we made, for this very list."""
    cursor = page.cursor or ""
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        signature, content = sealed[:_SIGNATURE], sealed[_SIGNATURE:]
        if not hmac.compare_digest(signature, _signature(page, content)):
            raise Denied(p.BAD_CURSOR)
        values = json.loads(content)
        return [_typed(key, value) for key, value in zip(order, values, strict=True)]
    except (ValueError, ValidationError):
        raise Denied(p.BAD_CURSOR) from None


def _typed(key: _Key, value: Any) -> Any:
    kind = key.column.type
    inner = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    return None if value is None else TypeAdapter(inner.python_type).validate_python(value)


def _signature(page: Listing, content: bytes) -> bytes:
    bound = json.dumps([page.query, page.sort]).encode()
    return hmac.digest(page.key, hashlib.sha256(bound).digest() + content, "sha256")[:_SIGNATURE]
