"""Structures begin: the county's own by the load, each area's, domain's or theme's by a person (rakenteen perustaminen)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from chassis.problems import Reason, Refused, refuse_if_any
from chassis.values import today
from chassis.work import UnitOfWork
from forums.access import Permission
from forums.events.structure import StructureEstablished
from forums.structures.domain import Each, Template, cooperation_areas, domains, templates
from forums.structures.domain.areas import Areas
from forums.structures.problems import AREA_UNKNOWN, NAME_WANTED, ONLY_ONE, SCOPE_UNKNOWN, SCOPE_WANTED, TEMPLATE_UNKNOWN
from forums.structures.queries.places import areas_on
from forums.structures.schemas import Establish
from forums.structures.tables import Structure


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the load changed; `established` is nought the second time."""

    established: int
    templates: int


@dataclass(frozen=True, slots=True)
class Place:
    """For what a structure is established."""

    key: str = ""
    name: str = ""
    name_sv: str | None = None
    area: str | None = None
    areas: tuple[str, ...] = ()
    domain: str | None = None


async def load_reference(uow: UnitOfWork) -> Loaded:
    """Establish what the plan names for the whole county and is not there yet; what was closed stays closed. STR-01..20."""
    await uow.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("forums.structure", 0))))
    known: dict[str, UUID] = dict(await uow.rows(select(col(Structure.code), col(Structure.id))))
    wanted = [each for each in templates().values() if each.one_per is None and each.code not in known]
    for each in sorted(wanted, key=lambda template: template.parent is not None):
        row = establish_as(uow, each, Place(), since=today(uow.now), parent_id=known[each.parent] if each.parent else None)
        known[each.code] = row.id
    return Loaded(len(wanted), len(templates()))


async def establish_structure(uow: UnitOfWork, body: Establish) -> Structure:
    """Establish one from a template, for an area or a domain, or under a name of its own."""
    template = templates().get(body.template)
    if template is None:
        raise TEMPLATE_UNKNOWN(template=body.template)
    since = body.since or today(uow.now)
    place = _place(template, body, await areas_on(uow, since))
    refuse_if_any(unknown_areas(body.cooperation_areas or ()))
    names = None if body.names is None else body.names.model_dump()
    row = establish_as(uow, template, place, since=since, names=names, cooperation_areas=body.cooperation_areas)
    uow.actor.must(Permission.STRUCTURE_ESTABLISH, row)
    uow.because(body.grounds)
    return row


def establish_as(
    uow: UnitOfWork,
    template: Template,
    place: Place,
    *,
    since: date,
    names: dict[str, str | None] | None = None,
    cooperation_areas: Sequence[str] | None = None,
    parent_id: UUID | None = None,
) -> Structure:
    """A new row as the template describes it, announced."""
    row = uow.add(Structure(
        id=uow.new_id(),
        code=f"{template.code}:{place.key}" if place.key else template.code,
        template=template.code,
        names=names or _names(template, place),
        level=template.level,
        kind=template.kind,
        area=place.area,
        areas=list(place.areas),
        domain=place.domain,
        parent_id=parent_id,
        cooperation_areas=list(cooperation_areas or template.cooperation_areas),
        topics=list(template.topics),
        groups=[dict(group) for group in template.groups],
        cadence=None if template.cadence is None else dict(template.cadence),
        convenor_role=template.convenor_role,
        convenor_text=template.convenor_text,
        convenor_count=template.convenor_count,
        mandate=template.mandate,
        founded=template.founded,
        since=since,
    ))
    announce(uow, row)
    return row


def announce(uow: UnitOfWork, row: Structure) -> None:
    """It begins."""
    uow.publish(row, StructureEstablished(
        structure=row.named(), area=row.area, domain=row.domain, parent_id=row.parent_id,
        cooperation_areas=tuple(row.cooperation_areas), since=row.since,
    ))


def unknown_areas(codes: Sequence[str]) -> list[Reason]:
    """Areas of cooperation that are none."""
    known = cooperation_areas()
    return [
        AREA_UNKNOWN.at(f"/cooperation_areas/{position}", code=code) for position, code in enumerate(codes) if code not in known
    ]


def _place(template: Template, body: Establish, areas: Areas) -> Place:
    if template.one_per is None:
        return _own_name(template, body)
    if body.scope is None:
        raise Refused([SCOPE_WANTED.at("/scope")])
    scope = body.scope
    if template.one_per is Each.DOMAIN:
        domain = domains().get(scope)
        if domain is not None:
            return Place(scope, domain.fi, domain=scope)
    else:
        found = areas.get(scope)
        if found is not None and found.kind == template.one_per.value:
            return Place(scope, found.name_fi, found.name_sv, area=scope, areas=tuple(areas.around(scope)))
    raise Refused([SCOPE_UNKNOWN.at("/scope", scope=scope)])


def _own_name(template: Template, body: Establish) -> Place:
    if not template.many:
        raise ONLY_ONE()
    if body.key is None or body.names is None:
        raise Refused([NAME_WANTED.at("/names")])
    return Place(key=body.key)


def _names(template: Template, place: Place) -> dict[str, str | None]:
    names: dict[str, str | None] = dict(template.names)
    if place.name:
        names["fi"] = f"{names['fi']}: {place.name}"
        names["sv"] = f"{names['sv']}: {place.name_sv or place.name}"
        names["en"] = f"{names['en']}: {place.name}"
    return names
