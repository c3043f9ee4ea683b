"""The rows that a unit of work has in hand: each identity once, whatever finds it, and what was changed on them.

SQLAlchemy's instrumentation notes which attributes are set. What follows of it is written here: new rows in as few statements as
they have kinds, changed ones one by one against their version, in an order that foreign keys allow.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import groupby
from typing import Any, Self, cast

from sqlalchemy import MetaData, Table, bindparam, insert, inspect, select, tuple_, update
from sqlalchemy.orm import NO_VALUE, InstanceState
from sqlalchemy.sql import Select
from sqlalchemy.sql.dml import UpdateBase

from chassis.bare import BareSession
from chassis.tables import Plain, Row
from chassis.work import Stale

Identity = tuple[type[Plain], tuple[Any, ...]]


@dataclass(slots=True)
class Noted:
    """What a unit has written so far, for the audit."""

    versioned: set[Identity] = field(default_factory=set)
    """Rows whose version has grown: once in a unit, however often they are written."""
    touched: dict[tuple[str, str], tuple[str, set[str]]] = field(default_factory=dict)
    statements: list[dict[str, Any]] = field(default_factory=list)

    def copy(self) -> Self:
        touched = {key: (action, set(columns)) for key, (action, columns) in self.touched.items()}
        return type(self)(set(self.versioned), touched, list(self.statements))

    def touch(self, action: str, identity: Identity, columns: Collection[str]) -> None:
        table, keys = identity
        key = (table.__table__.name, ",".join(map(str, keys)))
        first, before = self.touched.get(key, (action, set()))
        self.touched[key] = (first, before | set(columns))


class Hand:
    """Those of one unit."""

    def __init__(self, session: BareSession) -> None:
        self.noted = Noted()
        self._session = session
        self._known: dict[Identity, Plain] = {}
        self._new: list[Plain] = []
        self._written: list[Identity] = []

    def add(self, row: Plain) -> None:
        """It is inserted with the next statement."""
        self._new.append(row)

    def meet(self, made: Plain) -> Plain:
        """The row in hand that is the same: this one, if it is the first."""
        return self._known.setdefault(identity_of(made), made)

    def meet_anew(self, made: Plain) -> Plain:
        """The row in hand that is the same, with what the database says now."""
        known = self.meet(made)
        if known is not made:
            known.__dict__.update((name, made.__dict__[name]) for name in _kind(type(made)).columns)
            _clean(known)
        return known

    async def write(self) -> None:
        """Insert and update what waits. Most statements find nothing waiting."""
        changed = [row for row in self._known.values() if _state(row).modified]
        if not (changed or self._new):
            return
        new, self._new = self._new, []
        for kind in sorted({_kind(type(row)) for row in (*changed, *new)}, key=lambda kind: kind.place):
            for row in sorted((row for row in changed if type(row) is kind.of), key=kind.key):
                await self._update(kind, row)
            await self._insert(kind, [row for row in new if type(row) is kind.of])

    def mark(self) -> int:
        """A point to go back to, when all is written."""
        return len(self._written)

    async def go_back(self, mark: int, noted: Noted) -> None:
        """What was written or changed since then was undone in the database: so it is here."""
        self.noted = noted
        self._new.clear()
        written = [self._known[one] for one in dict.fromkeys(self._written[mark:]) if one in self._known]
        del self._written[mark:]
        changed = [row for row in self._known.values() if _state(row).modified]
        await self.look_again({id(row): row for row in [*written, *changed]}.values())

    async def follow(self, statement: UpdateBase) -> None:
        """A statement over many rows may have changed some of those in hand."""
        mapper = getattr(statement.table, "_annotations", {}).get("parententity")
        if mapper is not None:
            await self.look_again([row for row in self._known.values() if type(row) is mapper.class_])

    async def look_again(self, rows: Iterable[Plain]) -> None:
        """What the database says now of these; one that is gone is let go."""
        for of, alike in groupby(sorted(rows, key=lambda row: type(row).__name__), key=type):
            left, kind = {identity_of(row) for row in alike}, _kind(of)
            columns = [kind.table.c[kind.columns[name]] for name in kind.keys]
            these: Select[Plain] = select(of).where(tuple_(*columns).in_([keys for _, keys in left]))
            left -= {identity_of(row) for (row,) in await self._session.rows(self._session.ready(these), self.meet_anew)}
            for identity in left:
                _clean(self._known.pop(identity))

    async def _update(self, kind: "Kind", row: Plain) -> None:
        before, identity = _state(row).committed_state, identity_of(row)
        changed = {name for name in kind.columns if name in before and _differ(before[name], getattr(row, name))}
        if changed:
            old = {f"old_{name}": value for name, value in zip(kind.keys, identity[1], strict=True)}
            self.noted.touch("update", identity, changed)
            if isinstance(row, Row):
                old["old_version"] = row.version
                if identity not in self.noted.versioned:
                    self.noted.versioned.add(identity)
                    row.version += 1
                    changed.add("version")
            names = tuple(sorted(changed))
            new = {f"new_{name}": getattr(row, name) for name in names}
            if await self._session.count(self._session.ready(_changing(kind.of, names), new | old)) != 1:
                raise Stale(f"{kind.table.name} {identity[1]}")
            self._written.append(identity)
        _clean(row)

    async def _insert(self, kind: "Kind", rows: Sequence[Plain]) -> None:
        for row in rows:
            if isinstance(row, Row):
                row.version = 1
        for names, group in groupby(rows, key=kind.given):
            alike = list(group)
            adding, values = _adding(kind.of, names), [{f"new_{name}": getattr(row, name) for name in names} for row in alike]
            if set(kind.keys) <= set(names):
                await self._session.many([self._session.ready(adding, value) for value in values])
            else:  # the database counts them
                for row, value in zip(alike, values, strict=True):
                    row.__dict__.update((await self._session.execute(adding, value)).mappings().one())
        for row in rows:
            identity = identity_of(row)
            self.noted.touch("insert", identity, [name for name in kind.columns if row.__dict__.get(name) is not None])
            self.noted.versioned.add(identity)
            self._known[identity] = row
            self._written.append(identity)
            _clean(row)


class Kind:
    """A table as its rows are written: which attribute is which column, which are the key, which the database fills."""

    def __init__(self, of: type[Plain]) -> None:
        mapper = inspect(of)
        self.of = of
        self.table = of.__table__
        self.columns = {attribute.key: attribute.columns[0].name for attribute in mapper.column_attrs}
        self.keys = tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key)
        self._filled = {
            name for name, column in self.columns.items()
            if (there := self.table.c[column]).server_default is not None or there.identity is not None
        }  # fmt: skip

    @cached_property
    def place(self) -> int:
        """Behind the tables that it refers to."""
        return _order(self.table.metadata).index(self.table)

    def key(self, row: Plain) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in self.keys)

    def given(self, row: Plain) -> tuple[str, ...]:
        """The attributes that an INSERT names."""
        return tuple(name for name in self.columns if name not in self._filled or row.__dict__.get(name) is not None)


@cache
def _kind(of: type[Plain]) -> Kind:
    return Kind(of)


@cache
def _order(metadata: MetaData) -> list[Table]:
    return metadata.sorted_tables


@lru_cache(maxsize=1024)
def _adding(of: type[Plain], names: tuple[str, ...]) -> Any:
    kind = _kind(of)
    adding = insert(kind.table).values({kind.columns[name]: bindparam(f"new_{name}") for name in names})
    counted = [kind.table.c[kind.columns[name]].label(name) for name in kind.keys if name not in names]
    return adding.returning(*counted) if counted else adding


@lru_cache(maxsize=1024)
def _changing(of: type[Plain], names: tuple[str, ...]) -> Any:
    kind = _kind(of)
    here = [kind.table.c[kind.columns[name]] == bindparam(f"old_{name}") for name in kind.keys]
    if issubclass(of, Row):
        here.append(kind.table.c.version == bindparam("old_version"))
    return update(kind.table).where(*here).values({kind.columns[name]: bindparam(f"new_{name}") for name in names})


def identity_of(row: Plain) -> Identity:
    """Its table and the values of its primary key."""
    return type(row), _kind(type(row)).key(row)


def _state(row: Plain) -> InstanceState[Plain]:
    return cast("InstanceState[Plain]", inspect(row))


def _differ(before: Any, now: Any) -> bool:
    return before is NO_VALUE or bool(before != now)


def _clean(row: Plain) -> None:
    """It is now as the database has it."""
    _state(row)._commit_all(row.__dict__)  # noqa: SLF001 - what a session does after a flush
