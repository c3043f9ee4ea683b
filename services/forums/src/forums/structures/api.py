"""HTTP: structures, what they are established from, their composition and audience; seats and who holds them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from forums.structures import commands, queries
from forums.structures import problems as p
from forums.structures.domain import Kind, Level, Status
from forums.structures.schemas import (
    AppointConvenors,
    AudienceOut,
    Change,
    Close,
    Compose,
    CompositionOut,
    DefineSeat,
    Establish,
    Fill,
    SeatOut,
    SetUpGroup,
    StructureOut,
    TemplateOut,
    Vacate,
    Withdraw,
    WordedOut,
)

router = routes("structures")
templates = routes("structure-templates")
areas = routes("cooperation-areas")
topics = routes("agenda-item-types")
seats = routes("seats")
ROUTES = (router, templates, areas, topics, seats)

Word = Annotated[str | None, Query(max_length=60)]
Day = Annotated[date | None, Query(description="The day asked about; today if none is given.")]


@router.get("")
async def list_structures(
    http: Http,
    page: Page,
    level: Annotated[Level | None, Query(description="Only this level.")] = None,
    kind: Annotated[Kind | None, Query(description="Only this kind.")] = None,
    area: Annotated[Word, Query(description="Only those of this area and of what lies in it: official code.")] = None,
    domain: Annotated[Word, Query(description="Only those of this service domain.")] = None,
    cooperation_area: Annotated[Word, Query(description="Only those of this area of cooperation. STR-29.")] = None,
    parent_id: Annotated[UUID | None, Query(description="Only working groups of this structure.")] = None,
    status: Annotated[Status | None, Query(description="Only those in this state.")] = None,
    q: Annotated[str | None, Query(min_length=1, max_length=100, description="Words of a name, in any language.")] = None,
) -> Items[StructureOut]:
    """Structures of cooperation, by name (yhteistyörakenteet)."""
    return await http.page(
        queries.structures, page, level=level, kind=kind, area=area, domain=domain, cooperation_area=cooperation_area,
        parent_id=parent_id, status=status, q=q,
    )


@router.post(
    "", status_code=201,
    responses=gives(
        p.TEMPLATE_UNKNOWN, p.SCOPE_WANTED, p.SCOPE_UNKNOWN, p.NAME_WANTED, p.ONLY_ONE, p.AREA_UNKNOWN, p.ESTABLISHED_ALREADY
    ),
)
async def establish_structure(body: Establish, http: Http) -> StructureOut:
    """Establish a structure from a template, for an area, a domain or a theme (rakenteen perustaminen)."""
    return await http.run(commands.establish_structure, body).shown(queries.shown)


@router.get("/{id}")
async def get_structure(id: UUID, http: Http) -> StructureOut:
    """One structure, closed or not."""
    return await http.read(queries.structure, id).shown(queries.shown)


@router.patch("/{id}", responses=gives(p.AREA_UNKNOWN, p.TOPIC_UNKNOWN, p.CADENCE_ORDER))
async def change_structure(id: UUID, body: Change, http: Http) -> StructureOut:
    """Change names, areas of cooperation, topics, cadence, mandate."""
    return await http.run(commands.change_structure, id, body).shown(queries.shown)


@router.post("/{id}/compose", responses=gives(p.GROUP_UNKNOWN, p.COMPOSITION_ORDER))
async def compose_structure(id: UUID, body: Compose, http: Http) -> StructureOut:
    """Say how many members each group has (kokoonpano)."""
    return await http.run(commands.compose_structure, id, body).shown(queries.shown)


@router.post("/{id}/appoint-convenors", responses=gives(p.CONVENED_BY_ROLE, p.ORGANISATION_UNFIT, p.CONVENORS_DIFFER))
async def appoint_convenors(id: UUID, body: AppointConvenors, http: Http) -> StructureOut:
    """Say which organisations call it together, each another (koolle kutsujat)."""
    return await http.run(commands.appoint_convenors, id, body).shown(queries.shown)


@router.post(
    "/{id}/working-groups", status_code=201,
    responses=gives(p.NOT_SET_UP_HERE, p.AREA_UNKNOWN, p.TWO_SEATS, p.ORGANISATION_UNFIT, p.TERM_OVER, p.ESTABLISHED_ALREADY),
)
async def set_up_group(id: UUID, body: SetUpGroup, http: Http) -> StructureOut:
    """Set up a working group with a mandate, a term and named members (työryhmän asettaminen)."""
    return await http.run(commands.set_up_group, id, body).shown(queries.shown, location=queries.place_of)


@router.post("/{id}/close", responses=gives(p.SUCCESSOR_OR_REASON, p.SUCCESSOR_UNFIT, p.HAS_GROUPS))
async def close_structure(id: UUID, body: Close, http: Http) -> StructureOut:
    """End a structure with grounds, and with what goes on in its place (lakkauttaminen)."""
    return await http.run(commands.close_structure, id, body).shown(queries.shown)


@router.get("/{id}/audience")
async def get_structure_audience(id: UUID, http: Http, on: Day = None) -> AudienceOut:
    """Whom it means as its members on a day, found among roles and organisations (kohderyhmä)."""
    return await http.read(queries.audience_of, id, on)


@router.get("/{id}/composition", responses=gives(p.NO_SEATS))
async def check_composition(id: UUID, http: Http, on: Day = None) -> CompositionOut:
    """Whether every group has its members: who is missing, who is too many (kokoonpanon tarkistus)."""
    return await http.read(queries.composition, id, on)


@router.post(
    "/{id}/seats", status_code=201,
    responses=gives(p.NO_SEATS, p.GROUP_UNKNOWN, p.GROUP_FULL, p.DEPUTY_OF_DEPUTY, p.DEPUTY_ELSEWHERE, p.SEAT_WITHDRAWN),
)
async def define_seat(id: UUID, body: DefineSeat, http: Http) -> SeatOut:
    """One more seat of a group, or a deputy's seat (paikka, varapaikka)."""
    return await http.run(commands.define_seat, id, body).shown(queries.shown_seat, location=queries.place_of_seat)


@templates.get("")
async def list_structure_templates(http: Http) -> list[TemplateOut]:
    """The structures that the plan describes (rakenteiden mallit)."""
    return await http.read(queries.templates)


@areas.get("")
async def list_cooperation_areas(http: Http) -> list[WordedOut]:
    """The areas of cooperation (yhteistyön alueet)."""
    return await http.read(queries.cooperation_areas)


@topics.get("")
async def list_agenda_item_types(http: Http) -> list[WordedOut]:
    """What structures deal with: types of agenda items (käsiteltävät asiat)."""
    return await http.read(queries.agenda_item_types)


@seats.get("")
async def list_seats(
    http: Http,
    page: Page,
    structure_id: Annotated[UUID | None, Query(description="Only those of this structure.")] = None,
    group: Annotated[Word, Query(description="Only those of this group of members.")] = None,
    vacant: Annotated[bool | None, Query(description="Only vacant ones of active structures: tasks. Or only held ones.")] = None,
    on: Day = None,
) -> Items[SeatOut]:
    """Seats with who holds them (paikat)."""
    return await http.page(queries.seats, page, structure_id, group, vacant, on)


@seats.get("/{id}")
async def get_seat(id: UUID, http: Http) -> SeatOut:
    """One seat with who holds it."""
    return await http.read(queries.seat, id)


@seats.post(
    "/{id}/fill",
    responses=gives(p.SEAT_WITHDRAWN, p.ORGANISATION_UNFIT, p.WRONG_KIND, p.TERM_OVER, p.SEAT_TAKEN, p.TWO_SEATS),
)
async def fill_seat(id: UUID, body: Fill, http: Http) -> SeatOut:
    """Appoint somebody to a seat for a time (paikan täyttäminen)."""
    return await http.run(commands.fill_seat, id, body).shown(queries.shown_seat)


@seats.post("/{id}/vacate", responses=gives(p.SEAT_WITHDRAWN, p.SEAT_VACANT, p.VACATE_BEFORE))
async def vacate_seat(id: UUID, body: Vacate, http: Http) -> SeatOut:
    """End the term of a seat's holder (paikan vapauttaminen)."""
    return await http.run(commands.vacate_seat, id, body).shown(queries.shown_seat)


@seats.post("/{id}/withdraw", responses=gives(p.SEAT_WITHDRAWN, p.SEAT_HELD, p.HAS_DEPUTIES))
async def withdraw_seat(id: UUID, body: Withdraw, http: Http) -> SeatOut:
    """Take a vacant seat away (paikan poistaminen)."""
    return await http.run(commands.withdraw_seat, id, body).shown(queries.shown_seat)
