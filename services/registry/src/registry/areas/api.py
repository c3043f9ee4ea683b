"""HTTP: areas, council terms, service domains."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import File, Query, UploadFile

from chassis.bodies import Intake
from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from registry.areas import commands, queries
from registry.areas.domain import CouncilKind, Kind
from registry.areas.problems import (
    CODE_TAKEN,
    HAS_SUCCESSOR,
    MOVE_BEFORE_LAST,
    NOT_VALID,
    POPULATION_NEGATIVE,
    POPULATION_UNREADABLE,
    SUCCESSOR_CYCLE,
    TERM_ENDS_FIRST,
    TERM_OVERLAPS,
    TERM_OVERLAPS_ANOTHER,
    TERM_TAKEN,
    UNKNOWN_AREA,
    WRONG_PARENT,
    WRONG_SUCCESSOR,
)
from registry.areas.schemas import (
    AbolishArea,
    AddArea,
    AreaOut,
    Imported,
    MoveArea,
    OpenTerm,
    Resolution,
    SoteDomainOut,
    TermOut,
)

router = routes("areas", intake=Intake(limit=2_000_000))
terms = routes("council-terms")
sote_domains = routes("sote-domains")

Day = Annotated[date | None, Query(description="The day asked about; today if none is given.")]


@router.get("", responses=gives(UNKNOWN_AREA))
async def list_areas(
    http: Http,
    page: Page,
    kind: Annotated[Kind | None, Query(description="Only this level.")] = None,
    on: Day = None,
    parent: Annotated[str | None, Query(max_length=40, description="Only what lies directly under this code.")] = None,
) -> Items[AreaOut]:
    """Areas that exist on a day, by code (alueet)."""
    return await http.page(queries.areas, page, kind, on, parent)


@router.get("/resolve", responses=gives(UNKNOWN_AREA, NOT_VALID))
async def resolve_area(
    http: Http, code: Annotated[str, Query(max_length=40, description="Code, of old or of now.")], on: Day = None
) -> Resolution:
    """What a code means on a day; an abolished one leads to what came after it (seuraaja)."""
    return await http.read(queries.resolve, code, on)


@router.post("", status_code=201, responses=gives(CODE_TAKEN, UNKNOWN_AREA, NOT_VALID, WRONG_PARENT))
async def add_area(body: AddArea, http: Http) -> AreaOut:
    """Take up an area that the reference files do not know, such as a health centre."""
    return await http.run(commands.add_area, body).shown(queries.shown)


@router.post("/population", responses=gives(UNKNOWN_AREA, POPULATION_UNREADABLE, POPULATION_NEGATIVE))
async def import_population(
    file: Annotated[
        UploadFile, File(description="The table, with a header.", examples=["code;year;population\n564;2021;209551\n"])
    ],
    http: Http,
) -> Imported:
    """Take in a population file with the columns code, year, population (väkiluku); UTF-8, `;` or `,`."""
    try:
        table = (await file.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise POPULATION_UNREADABLE(line=1) from None
    return await http.run(commands.import_population, table).shown(_as_it_is)


@router.get("/{id}")
async def get_area(id: UUID, http: Http) -> AreaOut:
    """One area, whether it still exists or not."""
    return await http.read(queries.area, id).shown(queries.shown)


@router.post("/{id}/move", responses=gives(UNKNOWN_AREA, NOT_VALID, WRONG_PARENT, MOVE_BEFORE_LAST))
async def move_area(id: UUID, body: MoveArea, http: Http) -> AreaOut:
    """Let an area lie elsewhere from a day on (alueen siirto)."""
    return await http.run(commands.move_area, id, body).shown(queries.shown)


@router.post(
    "/{id}/abolish",
    responses=gives(UNKNOWN_AREA, NOT_VALID, HAS_SUCCESSOR, WRONG_SUCCESSOR, SUCCESSOR_CYCLE, MOVE_BEFORE_LAST),
)
async def abolish_area(id: UUID, body: AbolishArea, http: Http) -> AreaOut:
    """Let an area end on a day, with another in its place (kuntaliitos)."""
    return await http.run(commands.abolish_area, id, body).shown(queries.shown)


@terms.get("")
async def list_council_terms(
    http: Http,
    page: Page,
    kind: Annotated[CouncilKind | None, Query(description="Whose council.")] = None,
    on: Annotated[date | None, Query(description="Only those that this day belongs to.")] = None,
) -> Items[TermOut]:
    """Council terms, the oldest first (valtuustokaudet)."""
    return await http.page(queries.terms, page, kind, on)


@terms.get("/{id}")
async def get_council_term(id: UUID, http: Http) -> TermOut:
    """One council term."""
    return await http.read(queries.term, id).shown(queries.shown_term)


@terms.post("", status_code=201, responses=gives(TERM_OVERLAPS, TERM_OVERLAPS_ANOTHER, TERM_TAKEN, TERM_ENDS_FIRST))
async def open_council_term(body: OpenTerm, http: Http) -> TermOut:
    """Take up a further council term."""
    return await http.run(commands.open_term, body).shown(queries.shown_term)


@sote_domains.get("")
async def list_sote_domains(http: Http) -> list[SoteDomainOut]:
    """The county's service domains (sote-toimialat)."""
    return await http.read(queries.sote_domains)


def _as_it_is(imported: Imported) -> Imported:
    return imported
