"""Statements, compiled once for each shape: their text, how values go in, and what their rows become.

What SQLAlchemy's session does for each statement costs several times what the statement itself costs (`docs/performance.md`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any, cast

from asyncpg import Record
from sqlalchemy import ColumnElement, Executable, inspect
from sqlalchemy import Row as Found
from sqlalchemy.engine import Dialect, result_tuple
from sqlalchemy.orm import Mapper
from sqlalchemy.sql.cache_key import CacheKey
from sqlalchemy.sql.compiler import ResultColumnsEntry, SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

MOST_SHAPES = 1000
"""Shapes that are remembered; beyond that all are forgotten and compiled again."""

Processor = Callable[[Any], Any]
Meet = Callable[[Any], Any]
"""What becomes of an object that a row has brought: itself, or the one that is known already under its identity."""


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the answer, as it is."""

    at: int
    process: Processor | None

    def of(self, record: Record, _meet: Meet | None) -> Any:
        value = record[self.at]
        return value if self.process is None else self.process(value)


@dataclass(frozen=True, slots=True)
class _Entity:
    """Some columns as one object; nothing where an outer join found none."""

    new: Callable[[], Any]
    key: int
    names: Sequence[str]
    values: Callable[[Record], Sequence[Any]]
    processed: Sequence[tuple[str, Processor]]

    def of(self, record: Record, meet: Meet | None) -> Any:
        if record[self.key] is None:
            return None
        made = self.new()
        values = made.__dict__
        values.update(zip(self.names, self.values(record), strict=True))
        for name, process in self.processed:
            values[name] = process(values[name])
        return made if meet is None else meet(made)


@dataclass(frozen=True, slots=True)
class Ready:
    """A statement as it goes to the server."""

    text: str
    values: Sequence[Any]
    shape: "Shape"


@dataclass(frozen=True, slots=True)
class Shape:
    """A compiled statement."""

    compiled: SQLCompiler
    places: Sequence[tuple[str, Processor | None]]
    defaults: Sequence[tuple[str, Callable[[], Any]]]
    """Of columns that an INSERT does not name, or that every UPDATE sets."""
    parts: Sequence[_Column | _Entity] | None
    """Nothing for text: its columns are what the server says."""
    names: Sequence[str]
    row: Callable[[Sequence[Any]], Found[*tuple[Any, ...]]]
    """Under these names, and under what was asked for itself."""
    returns: bool
    """Whether it has rows to give."""

    def ready(self, extracted: Any, given: Mapping[str, Any] | None) -> Ready:
        """With these values: those in the statement, and those beside it."""
        compiled = self.compiled
        named = compiled.construct_params(given, extracted_parameters=extracted, escape_names=False)
        named.update((name, make()) for name, make in self.defaults)
        if not (compiled.post_compile_params or compiled.literal_execute_params):
            values = [_processed(named[name], process) for name, process in self.places]
            return Ready(compiled.string, values, self)
        whole = compiled.construct_expanded_state(named, escape_names=False)
        processors = {**compiled._bind_processors, **whole.processors}  # noqa: SLF001 - nothing public tells
        values = [_processed(whole.parameters[name], processors.get(name)) for name in whole.positiontup or ()]
        return Ready(whole.statement, values, self)

    def rows(self, records: Sequence[Record], meet: Meet | None = None) -> list[Found[*tuple[Any, ...]]]:
        """What the statement asked for, under its names."""
        if self.parts is None:
            found = result_tuple(list(records[0].keys())) if records else None
            return [found(tuple(record)) for record in records] if found else []
        return [self.row([part.of(record, meet) for part in self.parts]) for record in records]


class Shapes:
    """One service's statements."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[object, Shape] = {}

    def ready(self, statement: Executable, given: Mapping[str, Any] | None = None) -> Ready:
        """Compiled, or met again. One that gets its values from beside it is made once, and known by itself."""
        if given is not None:
            return (self._known.get(statement) or self._learn(statement, statement, None)).ready(None, given)
        key = statement._generate_cache_key()  # type: ignore[attr-defined]  # noqa: SLF001 - what SQLAlchemy's own cache goes by
        if key is None:
            return _shape_of(statement, self._dialect, None).ready(None, None)
        return (self._known.get(key.key) or self._learn(key.key, statement, key)).ready(key.bindparams, key.params)

    def _learn(self, known_as: object, statement: Executable, key: CacheKey | None) -> Shape:
        if len(self._known) >= MOST_SHAPES:
            self._known.clear()
        shape = self._known[known_as] = _shape_of(statement, self._dialect, key)
        return shape


def _shape_of(statement: Executable, dialect: Dialect, key: CacheKey | None) -> Shape:
    compiled = cast("SQLCompiler", statement.compile(dialect=dialect, cache_key=key))  # type: ignore[attr-defined]
    processors = cast("dict[str, Processor]", compiled._bind_processors)  # noqa: SLF001
    columns = compiled._result_columns  # noqa: SLF001
    described = _described(statement)
    names = [said["name"] or f"_{n}" for n, said in enumerate(described)]
    return Shape(
        compiled=compiled,
        places=[(name, processors.get(name)) for name in compiled.positiontup or ()],
        defaults=[(c.key, _default(c.default)) for c in compiled.insert_prefetch]
        + [(c.key, _default(c.onupdate)) for c in compiled.update_prefetch],
        parts=None if compiled.isplaintext else _parts(described, columns, dialect),
        names=names,
        row=result_tuple(names, [(said["expr"],) for said in described]),
        returns=not isinstance(statement, UpdateBase) or bool(described),
    )


def _processed(value: Any, process: Any) -> Any:
    return value if process is None else process(value)


def _described(statement: Executable) -> Sequence[Mapping[str, Any]]:
    """Its columns and entities; a statement that writes gives back columns alone."""
    if isinstance(statement, UpdateBase):
        return [{"name": name, "expr": column} for name, column in statement.exported_columns.items()]
    return cast("Sequence[Mapping[str, Any]]", getattr(statement, "column_descriptions", ()))


def _default(default: Any) -> Callable[[], Any]:
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)


def _parts(
    described: Sequence[Mapping[str, Any]], columns: Sequence[ResultColumnsEntry], dialect: Dialect
) -> list[_Column | _Entity]:
    """What was asked for, each with its place among the columns. One that two parts share stands there once."""
    places = {of: at for at, entry in reversed(list(enumerate(columns))) for of in entry.objects if isinstance(of, ColumnElement)}
    parts: list[_Column | _Entity] = []
    at = 0
    for said in described:
        seen = inspect(said["expr"], raiseerr=False)
        mapper = getattr(seen, "mapper", None) if said["expr"] is said.get("entity") else None
        if isinstance(mapper, Mapper):
            of = seen.selectable
            found = {each.key: places[of.corresponding_column(each.columns[0])] for each in mapper.column_attrs}
            parts.append(_entity(mapper, found, columns, dialect))
            at = max(at, 1 + max(found.values()))
        else:
            parts.append(_Column(at, _processor(columns[at], dialect)))
            at += 1
    return parts


def _entity(mapper: Mapper[Any], found: Mapping[str, int], columns: Sequence[ResultColumnsEntry], dialect: Dialect) -> _Entity:
    processors = {name: _processor(columns[at], dialect) for name, at in found.items()}
    key = mapper.get_property_by_column(mapper.primary_key[0]).key
    return _Entity(
        new=mapper.class_manager.new_instance,
        key=found[key],
        names=list(found),
        values=itemgetter(*found.values()),
        processed=[(name, process) for name, process in processors.items() if process is not None],
    )


def _processor(entry: ResultColumnsEntry, dialect: Dialect) -> Processor | None:
    decimal = getattr(entry.type, "asdecimal", None)
    if decimal is not None:  # SQLAlchemy wants to know the column's own type; numbers tell it themselves
        return _decimal if decimal else _float
    return cast("Processor | None", entry.type._cached_result_processor(dialect, None))  # noqa: SLF001


def _decimal(number: Decimal | float | None) -> Decimal | None:
    return Decimal(str(number)) if isinstance(number, float) else number


def _float(number: Decimal | float | None) -> float | None:
    return None if number is None else float(number)
