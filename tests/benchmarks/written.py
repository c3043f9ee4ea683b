"""What a request wrote, to be written again by hand: the floor of a write does what ours did, table by table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final
from uuid import UUID

import asyncpg

COUNTED: Final = frozenset({"position", "written_by"})
"""Columns that the database fills."""


@dataclass(frozen=True, slots=True)
class Written:
    """What one request left in a table: one INSERT that does it again under another id."""

    statement: str
    values: Sequence[Any]
    id: UUID

    @classmethod
    async def of(cls, connection: asyncpg.Connection, table: str, where: str, id: UUID) -> "Written":
        """Read back what is there of this organisation."""
        rows = await connection.fetch(f"SELECT * FROM registry.{table} WHERE {where}", id)
        names = [name for name in rows[0].keys() if name not in COUNTED and not (table == "audit" and name == "id")]  # noqa: SIM118
        numbers = count(1)
        each = ", ".join("(" + ", ".join(f"${next(numbers)}" for _ in names) + ")" for _ in rows)
        listed = ", ".join(f'"{name}"' for name in names)
        into = f"INSERT INTO registry.{table} ({listed}) VALUES {each}"
        if table == "audit":
            into = f"WITH written AS ({into} RETURNING id) INSERT INTO registry.audit_unsealed SELECT id FROM written"
        return cls(into, [row[name] for row in rows for name in names], id)

    async def again(self, connection: asyncpg.Connection, id: UUID) -> None:
        others = {self.id: id, str(self.id): str(id)}
        values = [others.get(value, value) if isinstance(value, UUID | str) else value for value in self.values]
        await connection.execute(self.statement, *values)
