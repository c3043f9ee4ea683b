"""Who answers for an organisation: liaisons of the areas around its seat and the officer of its municipality, else coordinators."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from chassis.values import today
from chassis.work import Reads
from notifications.copies import queries as copies
from notifications.copies.tables import Area, Organisation
from notifications.endings.domain import around
from notifications.recipients.domain.addressee import Addressee
from notifications.recipients.queries import addresses_of
from notifications.schema import HOUSE

AREA_LIAISON: Final = "area_liaison"
OFFICER: Final = "municipality_officer"
COORDINATOR: Final = "coordinator"


async def present(db: Reads, id: UUID) -> Organisation | None:
    """What it is today."""
    return (await copies.present(db, [id])).get(id)


async def answering(db: Reads, organisation: Organisation) -> Sequence[Addressee]:
    """Whoever of those who answer for it has a confirmed address; where nobody has, the coordinators that have."""
    role, home = HOUSE.assignment.c, organisation.home_municipality
    if home is not None:
        areas = {area.code: area for area in await db.all(select(Area))}
        near = await _with_address(db, or_(
            and_(role.role == AREA_LIAISON, role.scope_kind == "area", role.scope_id.in_(around(areas, home, today(db.now)))),
            and_(role.role == OFFICER, role.scope_kind == "municipality", role.scope_id == home),
        ))
        if near:
            return near
    return await _with_address(db, role.role == COORDINATOR)


async def _with_address(db: Reads, held: ColumnElement[bool]) -> list[Addressee]:
    role = HOUSE.assignment.c
    in_force = role.valid_from <= db.now, or_(role.valid_until.is_(None), role.valid_until > db.now)
    subjects = await db.rows(select(role.subject).where(held, *in_force).distinct())
    found = await addresses_of(db, {row.subject for row in subjects})
    return sorted((one for one in found.values() if one.verified), key=lambda one: one.id)


def name_of(organisation: Organisation) -> str:
    names = organisation.names
    return names.get("fi") or names.get("sv") or names.get("en") or str(organisation.id)
