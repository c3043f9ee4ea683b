"""Chains of mergers: followed to their end in one query, whatever order the copies came in."""

from uuid import UUID

import pytest
from tests.journeys.said import heard, organisation, snapshot

from chassis.outbox import new_id
from chassis.testing import House
from grants.copies import queries

A, B, C, D = (new_id() for _ in range(4))
UNKNOWN = new_id()


@pytest.mark.parametrize(
    ("chain", "ends"),
    [
        ({A: None, B: None}, {A: A, B: B}),
        ({A: B, B: None}, {A: B, B: B}),
        ({A: B, B: C, C: D, D: None}, {A: D, B: D, C: D, D: D}),
        ({A: C, B: C, C: None}, {A: C, B: C, C: C}),
        ({A: UNKNOWN}, {A: A}),
        ({A: B, B: UNKNOWN}, {A: B, B: B}),
        ({A: A}, {A: A}),
        ({A: B, B: A}, {A: A, B: B}),
        ({A: B, B: C, C: B}, {A: A, B: B, C: C}),
        ({}, {}),
    ],
)
async def test_present__chain(grants: House, chain: dict[UUID, UUID | None], ends: dict[UUID, UUID]) -> None:
    await heard(grants, *(snapshot(organisation("ry", id, successor_id=successor)) for id, successor in chain.items()))
    found = await grants.read(queries.present, [A, B, C, D, UNKNOWN])
    assert {asked: now.id for asked, now in found.items()} == ends


async def test_present__many_in_one_query(grants: House) -> None:
    last = new_id()
    said = [organisation("viimeinen", last)] + [organisation(f"{n}", successor_id=last) for n in range(2000)]
    await heard(grants, *map(snapshot, said))
    with grants.asked() as statements:
        found = await grants.read(queries.present, [one.id for one in said])
    assert len(statements) == 1
    assert (len(found), {now.id for now in found.values()}) == (2001, {last})
