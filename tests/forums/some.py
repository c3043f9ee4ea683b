"""Small things that many tests begin with: people, areas and organisations as the registry says them, structures, seats.

Rows are written as they stand after the commands that make them, at the house's own time; what each command refuses and announces
is tested where the command is.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col
from tests.journeys.said import assignment, heard, organisation, snapshot

from chassis.access import Held
from chassis.outbox import new_id
from chassis.testing import House, person
from chassis.values import today
from chassis.work import Reads, UnitOfWork
from forums.access import Role, Scope
from forums.main import SERVICE
from forums.structures.commands import load_reference
from forums.structures.tables import Holding, Seat, Structure
from registry.areas.domain import reference_tree
from registry.events.area import AreaState, Placement
from registry.events.organisation import OperatingArea, OrganisationState

PEOPLE = {
    "coordinator": UUID("00000000-0000-4000-8000-000000000001"),
    "domain_liaison": UUID("00000000-0000-4000-8000-000000000002"),
    "area_liaison": UUID("00000000-0000-4000-8000-000000000003"),
    "centre_liaison": UUID("00000000-0000-4000-8000-000000000004"),
    "municipality_officer": UUID("00000000-0000-4000-8000-000000000005"),
    "representative": UUID("00000000-0000-4000-8000-000000000006"),
    "colleague": UUID("00000000-0000-4000-8000-000000000007"),
    "stranger": UUID("00000000-0000-4000-8000-000000000008"),
}
SCOPES = {
    "domain_liaison": (Scope.DOMAIN, "families"),
    "area_liaison": (Scope.AREA, "oulunkaari"),
    "centre_liaison": (Scope.CENTRE, "ii-sote-centre"),
    "municipality_officer": (Scope.MUNICIPALITY, "139"),
}
"""For what the liaisons of the tests hold their roles: Ii (139) lies in Oulunkaari, and so does its health centre."""
CENTRE = "ii-sote-centre"
COUNCIL = "county-ngo-council"
FORUM = "ngo-forum"
NETWORK = "nw-older-people"


def coordinator(house: House) -> House:
    """The county's coordinator acts."""
    return _as(house, "coordinator", Held(Role.COORDINATOR))


def liaison(house: House, who: str) -> House:
    """One of the liaisons, for the scope of `SCOPES`."""
    return _as(house, who, Held(who, *SCOPES[who]))


def representative(house: House, *organisations: UUID, who: str = "representative") -> House:
    """Who acts for these organisations."""
    return _as(house, who, *(Held(Role.REPRESENTATIVE, Scope.ORGANISATION, str(id)) for id in organisations))


def _as(house: House, who: str, *roles: Held) -> House:
    return house.as_(person(SERVICE, *roles, id=PEOPLE[who]))


async def assigned(house: House, who: str | UUID, role: str, scope_kind: str, scope_id: object) -> None:
    """The registry says that somebody holds a role."""
    subject = PEOPLE[who] if isinstance(who, str) else who
    await heard(house, snapshot(assignment(subject, role, scope_kind, scope_id)))


async def liaisons(house: House) -> None:
    """Each liaison holds the role of `SCOPES`."""
    for who, (kind, id) in SCOPES.items():
        await assigned(house, who, who, kind, id)


async def areas(house: House) -> None:
    """The county's areas, and one health centre in Ii."""
    said = [
        AreaState(
            id=new_id(), code=each.code, kind=each.kind.value, name_fi=each.name_fi, name_sv=each.name_sv,
            valid_from=each.valid_from, valid_until=each.valid_until, successor=each.successor,
            placements=tuple(
                Placement(parent=p.parent, valid_from=p.valid_from, valid_until=p.valid_until) for p in each.placements
            ),
        )
        for each in reference_tree()
    ]
    centre = AreaState(
        id=new_id(), code=CENTRE, kind="health_centre", name_fi="Iin sote-keskus", placements=(Placement(parent="139"),)
    )
    await heard(house, *(snapshot(each) for each in [*said, centre]))


async def association(house: House, name: str = "Iin omaishoitajat ry", sequence: int = 1, **others: Any) -> OrganisationState:
    """A social and health association of Ii, or whatever is said of it; the registry says it, forums has heard it."""
    usual = {"home_municipality": "139", "sote_status": "sote", "operating_area": acts("municipality", "139")}
    said = organisation(name, **{**usual, **others})
    await heard(house, snapshot(said, sequence))
    return said


async def parish(house: House, name: str = "Iin seurakunta", **others: Any) -> OrganisationState:
    return await association(
        house, name, **{"kind": "parish", "legal_form": "parish", "sote_status": "not_evaluated", **others}
    )


def acts(area_class: str, *municipalities: str) -> OperatingArea:
    """How wide it acts."""
    return OperatingArea(area_class=area_class, municipalities=municipalities)


async def structures(house: House) -> None:
    """The structures of the whole county."""
    await house.run(load_reference)


async def structure(house: House, code: str) -> Structure:
    """The active structure of this code."""

    async def found(db: Reads) -> Structure:
        return await db.one(select(Structure).where(col(Structure.code) == code).order_by(col(Structure.status)))

    return await house.read(found)


async def seat(house: House, code: str = COUNCIL, group: str = "parishes", deputy_of: UUID | None = None) -> UUID:
    """A seat of a structure."""
    body = await structure(house, code)

    async def defined(uow: UnitOfWork) -> UUID:
        count = len(await uow.all(select(col(Seat.id)).where(col(Seat.structure_id) == body.id)))
        return uow.add(Seat(
            id=uow.new_id(), structure_id=body.id, group=group, number=count + 1, deputy_of=deputy_of, areas=body.areas,
            area=body.area, domain=body.domain,
        )).id

    return await house.run(defined)


async def seated(
    house: House, who: str | UUID, organisation: UUID | None = None, *, code: str = COUNCIL, group: str = "parishes",
    deputy_of: UUID | None = None, since: date | None = None, until: date | None = None,
) -> UUID:
    """Somebody sits in a structure, in a seat of their own; its id."""
    body, place = await structure(house, code), await seat(house, code, group, deputy_of)

    async def filled(uow: UnitOfWork) -> None:
        uow.add(Holding(
            id=uow.new_id(), structure_id=body.id, seat_id=place, person=PEOPLE[who] if isinstance(who, str) else who,
            organisation_id=organisation, areas=body.areas, area=body.area, domain=body.domain, since=since or today(uow.now),
            until=until,
        ))

    await house.run(filled)
    return place


def noon(day: str) -> datetime:
    """Noon in Finland in winter."""
    return datetime.fromisoformat(f"{day}T12:00:00+02:00")
