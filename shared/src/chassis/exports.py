"""A whole list as CSV or NDJSON: the list's own query, page after page, so that the filter is exactly the list's."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, get_args

from pydantic import BaseModel, WithJsonSchema
from pydantic_core import to_json
from starlette.responses import StreamingResponse

from chassis.answers.languages import Language
from chassis.paging import MOST, Items, Listing

BOM = "\ufeff"
"""Excel takes a file for UTF-8 only with it."""
TYPES = {"csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson"}
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What makes a cell a formula when it comes first; the wide forms too, as spreadsheets of East Asia read them."""

NextPage = Callable[[Listing], Awaitable[Items[Any]]]


async def exported(fetch: NextPage, page: Listing, model: type[BaseModel], name: str, language: Language) -> StreamingResponse:
    """The answer. Its first page is read before it begins, so that what can be refused is refused with a status."""
    first = await fetch(page.after(page.cursor, limit=MOST))
    parts = _lines(first, fetch, page) if page.format == "ndjson" else _table(first, fetch, page, model, language)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{page.format}"', "Content-Language": language}
    return StreamingResponse(parts, headers=headers, media_type=TYPES[page.format])


async def _pages(first: Items[Any], fetch: NextPage, page: Listing) -> AsyncIterator[list[Any]]:
    yield first.items
    cursor = first.next
    while cursor is not None:
        following = await fetch(page.after(cursor, limit=MOST))
        yield following.items
        cursor = following.next


async def _lines(first: Items[Any], fetch: NextPage, page: Listing) -> AsyncIterator[bytes]:
    async for items in _pages(first, fetch, page):
        yield b"".join(to_json(item, by_alias=True) + b"\n" for item in items)


async def _table(
    first: Items[Any], fetch: NextPage, page: Listing, model: type[BaseModel], language: Language
) -> AsyncIterator[bytes]:
    names = list(columns(model))
    mark = "," if language == "en" else ";"
    yield _rows([names], mark, BOM)
    async for items in _pages(first, fetch, page):
        cells = (flat(item.model_dump(mode="json", by_alias=True)) for item in items)
        yield _rows([[cell(row.get(name)) for name in names] for row in cells], mark)


def _rows(rows: list[list[str]], mark: str, before: str = "") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return (before + out.getvalue()).encode()


def columns(model: type[BaseModel], prefix: str = "") -> list[str]:
    """Names of the columns: the fields, those of an object in it joined by a dot."""
    names: list[str] = []
    for name, field in model.model_fields.items():
        inner = _model_in(field.annotation)
        written = _written(field.metadata) or _written(field.annotation)
        shown = prefix + (field.serialization_alias or field.alias or name)
        if written:
            names += [f"{shown}.{each}" for each in written]
        else:
            names += columns(inner, shown + ".") if inner else [shown]
    return names


def _written(of: Any) -> list[str]:
    """The members of an object that is written in another shape than its model, as money is: those that its schema names."""
    marks = of if isinstance(of, list) else [m for option in (of, *get_args(of)) for m in getattr(option, "__metadata__", ())]
    schemas = (mark.json_schema or {} for mark in marks if isinstance(mark, WithJsonSchema))
    return [name for schema in schemas for name in schema.get("properties", {})]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model of a field that is an object, or an object or nothing; a list is one cell."""
    options = [annotation, *(a for a in get_args(annotation) if type(None) in get_args(annotation))]
    return next((o for o in options if isinstance(o, type) and issubclass(o, BaseModel)), None)


def flat(value: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """An object's cells by column name."""
    cells: dict[str, Any] = {}
    for name, inner in value.items():
        if isinstance(inner, dict):
            cells |= flat(inner, f"{prefix}{name}.")
        else:
            cells[prefix + name] = inner
    return cells


def cell(value: Any) -> str:
    """A cell as text. What a spreadsheet would run as a formula gets an apostrophe before it; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        plain = all(isinstance(one, str) for one in value)
        value = ", ".join(value) if plain else json.dumps(value, ensure_ascii=False)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text
