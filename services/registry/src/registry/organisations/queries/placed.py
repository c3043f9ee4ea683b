"""Organisations whose areas are not those that the tree of today gives them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Text, column, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from chassis.values import today
from chassis.work import Reads
from registry.areas import queries as areas
from registry.areas.domain import Kind
from registry.organisations.tables import Organisation


async def misplaced(reads: Reads, limit: int) -> Sequence[UUID]:
    """Their ids: a set comparison in the database, against one row for each municipality ever known."""
    tree, day = await areas.tree(reads), today(reads.now)
    pairs = [
        {"municipality": area.code, "code": code}
        for area in tree
        if area.kind is Kind.MUNICIPALITY
        for code in areas.cover(tree, [area.code], day)
    ]
    lies = func.jsonb_to_recordset(literal(pairs, JSONB)).table_valued(column("municipality", Text), column("code", Text))
    lies = lies.render_derived(with_types=True)
    here = func.array_append(col(Organisation.municipalities), col(Organisation.home_municipality), type_=ARRAY(Text))
    code = lies.c.code.collate("C")
    codes = select(code).where(lies.c.municipality == func.any(here)).distinct().order_by(code).correlate(Organisation)
    expected = func.array(codes.scalar_subquery(), type_=ARRAY(Text))
    rows = select(col(Organisation.id)).where(col(Organisation.area_codes) != expected).limit(limit)
    return await reads.all(rows)
