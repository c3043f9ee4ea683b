"""Hearing: `Copy` keeps a copy of a state topic, `Listener` lets facts cause commands."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Column, Table

from chassis.events import STATE_SUFFIX, Fact
from chassis.tables import Copied
from chassis.work import UnitOfWork

F = TypeVar("F", bound=Fact)
Handler = Callable[[UnitOfWork, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Announcement:
    """A fact as it stands on its topic, for a service that passes it on without reading it."""

    topic: str
    key: str
    sequence: int
    event_id: UUID
    type: str
    headers: Mapping[str, str]
    payload: bytes


Passer = Callable[[UnitOfWork, Announcement], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Copy:
    """`of` (a state topic) read as `reads`, kept in `into`: same-named fields, newest sequence wins, null deletes."""

    of: str
    reads: type[Fact]
    into: type[Copied] | Table

    def __post_init__(self) -> None:
        if not self.of.endswith(STATE_SUFFIX):
            raise ValueError(f"{self.of} is not a state topic")
        missing = {c.name for c in self.columns} - set(self.reads.model_fields) - {"id", "sequence", "heard_at"}
        if missing:
            raise ValueError(f"{self.reads.__name__} does not read {', '.join(sorted(missing))} of {self.table.name}")

    @property
    def name(self) -> str:
        """The copy's name on the command line: that of its table, `thing` for `thing_copy`."""
        return self.table.name.removesuffix("_copy")

    @property
    def table(self) -> Table:
        return self.into if isinstance(self.into, Table) else self.into.__table__

    @property
    def columns(self) -> Sequence[Column[Any]]:
        """What is written; the database works out the others by itself."""
        return [column for column in self.table.columns if column.computed is None]


@dataclass(frozen=True, slots=True)
class Listener:
    """One consumer group over some event topics; `effects=True` skips what happened before the group began."""

    purpose: str
    topics: Sequence[str]
    effects: bool = False
    handlers: dict[type[Fact], Handler] = field(default_factory=dict)
    passers: list[Passer] = field(default_factory=list)

    def hears(self, fact: type[F]) -> Callable[[Callable[[UnitOfWork, F], Awaitable[None]]], Handler]:
        """Declare the handler of one fact; it runs in a unit of work of its own, once."""

        def keep(handler: Callable[[UnitOfWork, F], Awaitable[None]]) -> Handler:
            self.handlers[fact] = handler
            return handler

        return keep

    def passes_on(self, passer: Passer) -> Passer:
        """Declare the one handler of everything on these topics that no other handler hears, whatever its name."""
        if self.passers:
            raise ValueError(f"{self.purpose} passes on already")
        self.passers.append(passer)
        return passer
