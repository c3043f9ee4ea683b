"""The reader as it is inside, and what it shares with the unit of work. Features see the protocols of `chassis.work`."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import Row as Found
from sqlalchemy import TextClause
from sqlalchemy.sql import Select
from typing_extensions import override

from chassis.access import Actor
from chassis.bare import Bare
from chassis.faults import Guards
from chassis.house import House
from chassis.inserting import telling
from chassis.problems import NOT_FOUND
from chassis.work import Cause, T, Ts


@dataclass(frozen=True, slots=True)
class Shared:
    """What every unit of one service shares: its tables, its guards, its prepared statements."""

    house: House
    guards: Guards
    tenant: str
    schema_base: str
    tell: TextClause

    @classmethod
    def of(cls, house: House, guards: Guards, tenant: str, schema_base: str) -> "Shared":
        return cls(house, guards, tenant, schema_base, telling(house))


class Reading(ABC):
    """What a reader and a unit of work share: queries run in either."""

    def __init__(self, shared: Shared, *, actor: Actor, cause: Cause, now: datetime) -> None:
        self.now = now
        self.actor = actor
        self.cause = cause
        self._shared = shared
        self._persons: list[UUID] = []

    @abstractmethod
    async def rows(self, statement: Select[*Ts], values: Mapping[str, Any] | None = None) -> Sequence[Found[*Ts]]:
        """What a select finds."""

    async def all(self, statement: Select[T]) -> Sequence[T]:
        return [row[0] for row in await self.rows(statement)]

    async def maybe(self, statement: Select[T]) -> T | None:
        found = await self.rows(statement)
        return found[0][0] if found else None

    async def one(self, statement: Select[T]) -> T:
        found = await self.rows(statement)
        if not found:
            raise NOT_FOUND()
        return found[0][0]

    def has_read(self, *persons: UUID) -> None:
        self._persons += persons

    def read_entries(self) -> list[dict[str, Any]]:
        """Whose data was read since this was asked last, for the audit."""
        read, self._persons = self._persons, []
        return [{"action": "read", "subject": "person", "subject_id": str(p), "columns": [], "rows": 1} for p in read]

    def telling(self, entries: Sequence[dict[str, Any]], messages: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
        """The values of the one statement that writes audit and outbox."""
        return {
            "at": self.now,
            "actor": self.actor.name,
            "command": self.cause.name,
            "cause_id": self.cause.id,
            "correlation_id": self.cause.correlation,
            "entries": to_json(entries).decode(),
            "messages": to_json(messages).decode(),
        }


class BareReader(Reading):
    """Reads outside a transaction (`Reader`): one round trip each, and between them no connection is held."""

    def __init__(self, bare: Bare, shared: Shared, *, actor: Actor, cause: Cause, now: datetime) -> None:
        super().__init__(shared, actor=actor, cause=cause, now=now)
        self._bare = bare

    @override
    async def rows(self, statement: Select[*Ts], values: Mapping[str, Any] | None = None) -> Sequence[Found[*Ts]]:
        return await self._bare.rows(statement, values)

    async def settle(self) -> None:
        """Write down whose data was read."""
        if entries := self.read_entries():
            await self._bare.write(self._shared.tell, self.telling(entries))
