"""Reads without a session: a statement is compiled once for its shape and runs on a bare asyncpg connection of the pool.

A row by its id costs a fifth of what it costs through the ORM's session (`docs/performance.md`). Objects that are read so belong
to no session: nobody would write what is changed on them. What the compiler finishes only when it knows the values (`IN` over
a list), what locks rows, and what shows an entity in an order of its own goes through a session, as in a unit of work.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from asyncpg import Connection, Record
from sqlalchemy import Executable, inspect
from sqlalchemy import Row as Found
from sqlalchemy.engine import Dialect, result_tuple
from sqlalchemy.engine.interfaces import PoolProxiedConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import Mapper
from sqlalchemy.sql import Select
from sqlalchemy.sql.cache_key import CacheKey
from sqlalchemy.sql.compiler import ResultColumnsEntry, SQLCompiler

from chassis.work import Ts

MOST_SHAPES = 1000
"""Shapes that are remembered; beyond that all are forgotten and compiled again."""

Processor = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the answer, as it is."""

    at: int
    process: Processor | None

    def of(self, record: Record) -> Any:
        value = record[self.at]
        return value if self.process is None else self.process(value)


@dataclass(frozen=True, slots=True)
class _Entity:
    """Some columns next to each other, as one object."""

    new: Callable[[], Any]
    at: slice
    names: Sequence[str]
    processed: Sequence[tuple[str, Processor]]

    def of(self, record: Record) -> Any:
        made = self.new()
        values = made.__dict__
        values.update(zip(self.names, record[self.at], strict=True))
        for name, process in self.processed:
            values[name] = process(values[name])
        return made


@dataclass(frozen=True, slots=True)
class Shape:
    """A compiled statement: its text, how its values go in, and what its rows become."""

    compiled: SQLCompiler
    places: Sequence[tuple[str, Processor | None]]
    parts: Sequence[_Column | _Entity]
    found: Callable[[Sequence[Any]], Found[*tuple[Any, ...]]]

    def values(self, given: Sequence[Any]) -> list[Any]:
        """The parameters in the order of the text."""
        named = self.compiled.construct_params(extracted_parameters=given, escape_names=False)
        return [named[name] if process is None else process(named[name]) for name, process in self.places]

    def row(self, record: Record) -> Found[*tuple[Any, ...]]:
        """What the statement asked for, under its names."""
        return self.found([part.of(record) for part in self.parts])


class Bare:
    """One service's reads, over the pool of its engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._shapes: dict[object, Shape | None] = {}

    async def rows(self, statement: Select[*Ts]) -> Sequence[Found[*Ts]]:
        """What a select finds."""
        key = statement._generate_cache_key()  # noqa: SLF001 - what SQLAlchemy's own cache of compiled statements goes by
        shape = None if key is None else self._shape(statement, key)
        if key is None or shape is None:
            async with AsyncSession(self._engine, expire_on_commit=False, close_resets_only=False) as session:
                return (await session.execute(statement)).all()
        records = await self.fetch(shape.compiled.string, shape.values(key.bindparams))
        return [cast("Found[*Ts]", shape.row(record)) for record in records]

    async def write(self, statement: Executable, values: dict[str, Any]) -> None:
        """One statement that commits itself."""
        async with self._engine.connect() as connection:
            await connection.execute(statement, values)

    async def fetch(self, text: str, values: Sequence[Any]) -> Sequence[Record]:
        """One round trip. Before it and after it no connection is held."""
        pooled = await self._engine.raw_connection()
        while _driver(pooled).is_closed():  # the server has gone meanwhile; each that died is replaced by a new one
            pooled.invalidate()
            pooled = await self._engine.raw_connection()
        try:
            return cast("Sequence[Record]", await _driver(pooled).fetch(text, *values))
        except BaseException as fault:
            if isinstance(fault, asyncio.CancelledError) or _driver(pooled).is_closed():
                pooled.invalidate()
            raise
        finally:
            pooled.close()

    def _shape(self, statement: Select[*Ts], key: CacheKey) -> Shape | None:
        known = self._shapes.get(key.key, ...)
        if known is not ...:
            return known
        if len(self._shapes) >= MOST_SHAPES:
            self._shapes.clear()
        shape = self._shapes[key.key] = _shape_of(statement, self._engine.dialect, key)
        return shape


def _driver(pooled: PoolProxiedConnection) -> Connection:
    return cast("Connection", pooled.driver_connection)


def _shape_of(statement: Select[*Ts], dialect: Dialect, key: CacheKey) -> Shape | None:
    """Compiled; nothing where it is not plain."""
    if statement._for_update_arg is not None or statement._with_options:  # noqa: SLF001 - nothing public tells
        return None
    compiled = statement.compile(dialect=dialect, cache_key=key)
    if compiled.post_compile_params or compiled.literal_execute_params:
        return None
    parts = _parts(statement, compiled._result_columns, dialect)  # noqa: SLF001
    if parts is None:
        return None
    processors = cast("dict[str, Processor]", compiled._bind_processors)  # noqa: SLF001
    names = [said["name"] or f"_{n}" for n, said in enumerate(statement.column_descriptions)]
    return Shape(
        compiled=compiled,
        places=[(name, processors.get(name)) for name in compiled.positiontup or ()],
        parts=parts,
        found=result_tuple(names),
    )


def _parts(
    statement: Select[*Ts], columns: Sequence[ResultColumnsEntry], dialect: Dialect
) -> list[_Column | _Entity] | None:
    """What was asked for, each with its place among the columns; nothing where the compiler has arranged them otherwise."""
    parts: list[_Column | _Entity] = []
    at = 0
    for said in statement.column_descriptions:
        seen = inspect(said["expr"], raiseerr=False)
        mapper = getattr(seen, "mapper", None) if said["expr"] is said.get("entity") else None
        if isinstance(mapper, Mapper):
            attributes = [(attribute.key, attribute.columns[0].name) for attribute in mapper.column_attrs]
            here = columns[at : at + len(attributes)]
            if [entry.name for entry in here] != [name for _, name in attributes]:
                return None
            names = [key for key, _ in attributes]
            found = [(name, _processor(entry, dialect)) for name, entry in zip(names, here, strict=True)]
            processed = [(name, process) for name, process in found if process is not None]
            parts.append(_Entity(mapper.class_manager.new_instance, slice(at, at + len(here)), names, processed))
            at += len(here)
        elif at < len(columns):
            parts.append(_Column(at, _processor(columns[at], dialect)))
            at += 1
    return parts if at == len(columns) and len(parts) == len(statement.column_descriptions) else None


def _processor(entry: ResultColumnsEntry, dialect: Dialect) -> Processor | None:
    decimal = getattr(entry.type, "asdecimal", None)
    if decimal is not None:  # SQLAlchemy wants to know the column's own type; numbers tell it themselves
        return _decimal if decimal else _float
    return cast("Processor | None", entry.type._cached_result_processor(dialect, None))  # noqa: SLF001


def _decimal(number: Decimal | float | None) -> Decimal | None:
    return Decimal(str(number)) if isinstance(number, float) else number


def _float(number: Decimal | float | None) -> float | None:
    return None if number is None else float(number)
