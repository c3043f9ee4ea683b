"""The unit of work and the reader: all that a feature ever sees of a database."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol, TypeVar, TypeVarTuple
from uuid import UUID

from sqlalchemy import Executable
from sqlalchemy import Row as Found
from sqlalchemy.sql import Select

from chassis.access import Actor
from chassis.events import Event
from chassis.tables import Plain, Root, Row

R = TypeVar("R", bound=Row)
T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Irrelevant(Exception):
    """Late, twice, or about an older version: nothing changes, the reason is counted. For handlers and jobs."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotHeld(Exception):
    """`publish` on a row that this unit did not load, take or add: order could not be promised."""


class Stale(Exception):
    """Somebody changed the row meanwhile: the command is run again, on what is there now."""


class Outdated(Exception):
    """`If-Match` names another version than the row has (412). Carries the row as it is now."""

    def __init__(self, row: Row) -> None:
        super().__init__(f"version {row.version}")
        self.row = row


@dataclass(frozen=True, slots=True)
class Cause:
    """What led here: a request's command, a fact, a job."""

    id: UUID
    name: str
    correlation: UUID
    traceparent: str | None = None


class Reads(Protocol):
    """What `Reader` and `UnitOfWork` share: queries ask for this, so a command may use them inside its transaction."""

    @property
    def now(self) -> datetime:
        """The instant at which the request, the fact or the job was taken up."""

    @property
    def actor(self) -> Actor: ...
    @property
    def cause(self) -> Cause: ...

    async def one(self, statement: Select[T]) -> T:
        """The first column of the one row; 404 where there is none."""

    async def maybe(self, statement: Select[T]) -> T | None: ...
    async def all(self, statement: Select[T]) -> Sequence[T]: ...
    async def rows(self, statement: Select[*Ts], values: Mapping[str, Any] | None = None) -> Sequence[Found[*Ts]]:
        """`values`: of the parameters of a statement that is made once, for all who ask; it is known by itself."""


class Reader(Reads, Protocol):
    """Reads outside a transaction."""

    def has_read(self, *persons: UUID) -> None:
        """Note in the audit that personal data of these persons was read."""


class UnitOfWork(Reads, Protocol):
    """One transaction: what it writes and what it announces stand or fall together. Only the edge commits."""

    async def target(self, table: type[R], id: UUID, *, may: Enum, lock: bool = False) -> R:
        """The row that was asked about. In this order: 404 if it may not be read, 403, 412 against `If-Match`."""

    async def load(self, table: type[R], id: UUID, *, lock: bool = False) -> R:
        """Another row, held; 404 where there is none."""

    async def take(self, statement: Select[R]) -> Sequence[R]:
        """Held rows that nobody else holds now (FOR UPDATE SKIP LOCKED)."""

    def add(self, row: R) -> R:
        """A new row."""

    async def add_many(
        self,
        table: type[Plain],
        rows: Sequence[Mapping[str, Any]],
        said: Sequence[Sequence[Event]] = (),
        *,
        replacing: bool = False,
    ) -> None:
        """New rows in one statement: for imports, and for what hangs on a row.

        Each row has every column without a default. `said` is what each new root announces, in the order of the rows; its
        snapshot follows by itself. `replacing`: a row of the same key is overwritten, where rows count no versions.
        """

    async def execute(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """One Core statement, now; added and changed rows are written first. One made for all takes its values from beside."""

    def publish(self, root: Root, *events: Event) -> None:
        """Announce what happened to a held root. Kept until the commit; the relay sends it afterwards."""

    def attempt(self) -> AbstractAsyncContextManager[None]:
        """A savepoint: what is raised inside undoes what was done inside, rows and events alike, and goes on."""

    def because(self, grounds: str) -> None:
        """Why: kept with every audit row of this unit."""

    async def at(self, due_at: datetime, command: str, aggregate_id: UUID) -> None:
        """Have a declared timer command run at this moment; asked again for the same thing, the moment moves."""

    def new_id(self) -> UUID:
        """A UUIDv7."""
