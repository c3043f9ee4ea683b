"""What commands need to know besides the row, read in their own transaction."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Text, and_, cast, column, func, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from chassis.values import today
from chassis.work import Reads
from registry.areas import queries as areas
from registry.areas.domain import Tree
from registry.organisations.domain.identifiers import Holder, Identifier, Scheme
from registry.organisations.domain.kinds import Field, Group
from registry.organisations.domain.lifecycle import Limits
from registry.organisations.domain.profile import Facts, Profile
from registry.organisations.tables import Organisation, OrganisationIdentifier, OrganisationName, Parameter


async def facts(reads: Reads, tree: Tree, wanted: Iterable[Identifier], *, besides: Iterable[UUID] = ()) -> Facts:
    """Who has the wanted identifiers already, `besides` aside, and which municipalities exist today."""
    known = await holders(reads, list(wanted), besides=frozenset(besides))
    return Facts(known, areas.municipalities_on(tree, today(reads.now)))


async def limits(reads: Reads) -> Limits:
    """What the county has set, and the plan's own figures for the rest."""
    known = await reads.rows(select(col(Parameter.name), col(Parameter.value)))
    return Limits(**{name: value for name, value in known if name in Limits.__slots__})


async def merged_into(reads: Reads, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Everything that became part of these, directly or by way of others."""
    part = select(col(Organisation.id)).where(col(Organisation.successor_id).in_(ids)).cte("part", recursive=True)
    further = aliased(Organisation)
    part = part.union(select(col(further.id)).join(part, col(further.successor_id) == part.c.id))
    return frozenset(await reads.all(select(part.c.id)))


async def standing_for(reads: Reads, ids: Sequence[UUID]) -> frozenset[UUID]:
    """What stands in the place of these now: themselves, or what they merged into, however many mergers away."""
    first = select(col(Organisation.id), col(Organisation.successor_id)).where(col(Organisation.id).in_(ids))
    step = first.cte("step", recursive=True)
    further = aliased(Organisation)
    step = step.union(
        select(col(further.id), col(further.successor_id)).join(step, col(further.id) == step.c.successor_id)
    )
    return frozenset(await reads.all(select(step.c.id).where(step.c.successor_id.is_(None))))


async def names_by_id(reads: Reads, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """All names of these, of now and of the past, and of everything that became part of them; in use first."""
    me = col(Organisation.id)
    part = select(me.label("of"), me.label("id")).where(me.in_(ids)).cte("part", recursive=True)
    further = aliased(Organisation)
    part = part.union(select(part.c.of, col(further.id)).join(part, col(further.successor_id) == part.c.id))
    order = (col(OrganisationName.organisation_id) != part.c.of, col(OrganisationName.valid_until).desc().nulls_first())
    rows = (
        select(part.c.of, col(OrganisationName.text))
        .join(OrganisationName, col(OrganisationName.organisation_id) == part.c.id)
        .order_by(*order, col(OrganisationName.position))
    )
    found: dict[UUID, list[str]] = {}
    for id, text in await reads.rows(rows):
        found.setdefault(id, []).append(text)
    return found


def profile_of(row: Organisation) -> Profile:
    """The row as the rules see it."""
    return Profile(
        kind=row.kind,
        legal_form=row.legal_form,
        name_fi=row.name_fi,
        name_sv=row.name_sv,
        name_en=row.name_en,
        identifiers=tuple(Identifier(Scheme(each["scheme"]), each["value"]) for each in row.identifiers),
        locality=row.locality,
        home_municipality=row.home_municipality,
        fields=tuple(map(Field, row.fields)),
        groups=tuple(map(Group, row.groups)),
        is_service_producer=row.is_service_producer,
        supports_others=row.supports_others,
        founded_on=row.founded_on,
        industry=row.industry,
        description=row.description,
        website=row.website,
    )


async def holders(
    reads: Reads, wanted: Sequence[Identifier], *, besides: frozenset[UUID] = frozenset()
) -> dict[Identifier, Holder]:
    """Who has these identifiers already."""
    if not wanted:
        return {}
    schemes, values = [each.scheme.value for each in wanted], [each.value for each in wanted]
    asked = (  # two parameters, however many are asked for
        func.unnest(literal(schemes, ARRAY(Text)), literal(values, ARRAY(Text)))
        .table_valued(column("scheme", Text), column("value", Text))
        .render_derived()
    )
    same = and_(
        cast(col(OrganisationIdentifier.scheme), Text) == asked.c.scheme, col(OrganisationIdentifier.value) == asked.c.value
    )
    rows = (
        select(
            col(OrganisationIdentifier.scheme),
            col(OrganisationIdentifier.value),
            col(Organisation.id),
            col(Organisation.name_fi),
            col(Organisation.name_sv),
            col(Organisation.name_en),
        )
        .join(Organisation, col(Organisation.id) == col(OrganisationIdentifier.organisation_id))
        .join(asked, same)
    )
    return {
        Identifier(scheme, value): Holder(id, fi or sv or en or "")
        for scheme, value, id, fi, sv, en in await reads.rows(rows)
        if id not in besides
    }


