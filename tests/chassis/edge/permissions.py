"""Any service's table of permissions, tried out: for each action the check and the filter agree, and both say yes and no."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import select
from sqlmodel import col

from chassis.access import EVERYWHERE, Actor, Held, May
from chassis.database import Database
from chassis.outbox import new_id
from chassis.service import Service
from chassis.tables import Row
from chassis.testing import person


@dataclass(frozen=True)
class Case:
    """Somebody, and whether they may."""

    actor: Actor
    allowed: bool


async def check_permissions(
    database: Database, service: Service, make: Callable[[], Row]
) -> dict[Enum, Counter[bool]]:
    """Every action against a row of `make`; at least a fifth of the cases of each is allowed, and a fifth denied.

    An action whose scopes this kind of row does not have is tried too, and left out of the answer.
    """
    told: dict[Enum, Counter[bool]] = {}
    for permission, mays in service.permissions.items():
        row = make()
        if not any(may.within == EVERYWHERE or may.within in type(row).__scopes__ for may in mays):
            continue
        outcomes = told.setdefault(permission, Counter())
        for case in cases(service, mays, row):
            seen = await is_seen(database, case.actor, permission, make)
            assert case.actor.may(permission, row) == seen == case.allowed, (permission, case)
            outcomes[seen] += 1
        assert min(outcomes[True], outcomes[False]) >= outcomes.total() / 5, (permission, outcomes)
    return told


def cases(service: Service, mays: frozenset[May], row: Row) -> Iterator[Case]:
    """For each role of the action: held where it counts; held elsewhere; and nobody at all."""
    for may in sorted(mays, key=lambda m: (m.role, m.within)):
        if may.within == EVERYWHERE:
            yield Case(person(service, Held(may.role)), allowed=True)
            yield Case(person(service, Held(may.role, "nowhere", "x")), allowed=False)
        elif column := type(row).__scopes__.get(may.within):
            value = getattr(row, column)
            for id in value if isinstance(value, list) else [value]:
                yield Case(person(service, Held(may.role, may.within, str(id))), allowed=True)
            yield Case(person(service, Held(may.role, may.within, str(new_id()))), allowed=False)
    yield Case(person(service, Held("nobody")), allowed=False)


async def is_seen(database: Database, actor: Actor, permission: Enum, make: Callable[[], Row]) -> bool:
    """Whether PostgreSQL gives the row through the filter."""
    row = make()
    table = type(row)
    async with database.sessions() as session:
        session.add(row)
        await session.flush()
        found = await session.execute(select(col(table.id)).where(actor.sees(permission, table), col(table.id) == row.id))
        seen = found.scalar() is not None
        await session.rollback()
    return seen
