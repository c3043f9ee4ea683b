"""One structure."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import Reads
from forums.events.parts import StructureNamed
from forums.structures.domain import MACHINE, Action
from forums.structures.tables import Structure


async def structure(db: Reads, id: UUID) -> Structure:
    """One structure, closed or not; every signed-in caller may see it."""
    return await db.one(select(Structure).where(col(Structure.id) == id))


def named(structure: Structure) -> StructureNamed:
    """As events name it."""
    return structure.named()


def active(structure: Structure, action: Action = Action.CONVENE) -> None:
    """409 where it is closed: a closed structure takes no meetings, seats, convenors or groups any more (STR-23)."""
    MACHINE.after(structure.status, action)


def place_of(structure: Structure) -> str:
    """Its address."""
    return f"/v1/structures/{structure.id}"
