"""Seats made through the API, and bodies that fill them."""

from typing import Any
from uuid import UUID

from tests.forums import some
from tests.forums.desk import Desk

from chassis.outbox import new_id

WHY = "Viranhaltijapäätös 3 §."


async def defined(desk: Desk, group: str = "parishes", code: str = some.COUNCIL, **others: Any) -> str:
    """A seat, made through the API; its id."""
    body = await some.structure(desk.house, code)
    made = await desk.done(f"structures/{body.id}/seats", {"group": group, "grounds": WHY, **others})
    return str(made["id"])


def named(person: UUID | str | None = None, **others: Any) -> dict[str, Any]:
    return {"person": str(person or new_id()), "grounds": WHY, **others}
