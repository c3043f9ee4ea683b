"""HTTP: organisations, definitions of a sote organisation, statistics."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime
from pydantic import Field as Length

from chassis.edge import MOVES, Http, gives, routes
from chassis.paging import Items, Page
from registry.areas.problems import NOT_VALID, TERM_UNKNOWN, UNKNOWN_AREA
from registry.organisations import commands, queries
from registry.organisations import problems as p
from registry.organisations.domain.kinds import Field, Group, Kind, LegalForm, Support
from registry.organisations.domain.lifecycle import Status
from registry.organisations.domain.sote import SoteStatus
from registry.organisations.schemas import (
    Assess,
    CountOut,
    DefinitionOut,
    Dissolve,
    EvaluatedMany,
    EvaluateMany,
    Grouping,
    History,
    Merge,
    OperatingAreaBody,
    OrganisationOut,
    PublishDefinition,
    Register,
    ReportWorkforce,
    SourceOut,
    Update,
    WithGrounds,
    WorkforceOut,
    YearOut,
)

router = routes("organisations")
definitions = routes("sote-definitions")
statistics = routes("statistics")

PROFILE = (
    p.NAME_MISSING, p.KIND_AND_FORM, p.FOUNDED_IN_FUTURE, p.MUNICIPALITY_UNKNOWN, p.IDENTIFIER_MALFORMED,
    p.IDENTIFIER_CHECK_DIGIT, p.IDENTIFIER_TWICE, p.IDENTIFIER_HELD, p.IDENTIFIER_TAKEN, p.IDENTIFIER_OF_SCHEME_TWICE,
)
AREA = (p.AREA_CLASS_MISMATCH, p.MUNICIPALITY_UNKNOWN)
Code = Annotated[str | None, Length(max_length=40)]


@router.post("", status_code=201, responses=gives(*PROFILE, *AREA))
async def register_organisation(body: Register, http: Http) -> OrganisationOut:
    """Take up an organisation (rekisteriin ottaminen); unregistered groups need no number."""
    return await http.run(commands.register, body).shown(queries.shown)


@router.get("", responses=gives(UNKNOWN_AREA, NOT_VALID))
async def list_organisations(
    http: Http,
    page: Page,
    q: Annotated[str | None, Query(max_length=200, description="Name, of now or of old; written as it comes.")] = None,
    home_municipality: Annotated[Code, Query(description="Municipality of its seat; a code of old means its successor.")] = None,
    acts_in: Annotated[Code, Query(description="A municipality in which it acts, wide operating areas included.")] = None,
    area: Annotated[Code, Query(description="An area in which it has its seat or acts.")] = None,
    kind: Annotated[Kind | None, Query(description="On which side of the table it sits.")] = None,
    legal_form: Annotated[LegalForm | None, Query(description="Legal form.")] = None,
    status: Annotated[Status | None, Query(description="Without it, all but merged ones.")] = None,
    field: Annotated[Field | None, Query(description="Field of activity.")] = None,
    group: Annotated[Group | None, Query(description="A group that it represents.")] = None,
    supports_others: Annotated[Support | None, Query(description="It coordinates and supports others on this level.")] = None,
    sote_status: Annotated[SoteStatus | None, Query(description="Outcome under the definition.")] = None,
    non_profit: Annotated[bool | None, Query(description="Whether it is assessed as non-profit today.")] = None,
    updated_since: Annotated[AwareDatetime | None, Query(description="Changed at this moment or after it.")] = None,
) -> Items[OrganisationOut]:
    """Organisations in Finnish order (järjestöt), or by likeness to what is searched; also as CSV and NDJSON."""
    wanted = queries.Wanted(
        q=q,
        home_municipality=home_municipality,
        acts_in=acts_in,
        area=area,
        kind=kind,
        legal_form=legal_form,
        status=status,
        field=field,
        group=group,
        supports_others=supports_others,
        sote_status=sote_status,
        non_profit=non_profit,
        updated_since=updated_since,
    )
    return await http.page(queries.organisations, page, wanted)


@router.post("/evaluate-sote", responses=gives(p.NO_DEFINITION))
async def evaluate_sote_statuses(body: EvaluateMany, http: Http) -> EvaluatedMany:
    """Hold all that are due against the definition in force, so many in one go; ask again while some remain."""
    return await http.run(commands.evaluate_sote_statuses, body).shown(_as_it_is)


@router.get("/{id}", responses={**MOVES, **gives(p.ERASED)})
async def get_organisation(id: UUID, http: Http) -> OrganisationOut:
    """One organisation; a merged one leads to its successor (308)."""
    return await http.read(queries.organisation, id).shown(queries.shown)


@router.get("/{id}/history", responses=gives(p.ERASED))
async def get_organisation_history(id: UUID, http: Http) -> History:
    """What it was called, what happened to it, how it was judged (nimihistoria, vaiheet)."""
    return await http.read(queries.history, id)


@router.get("/{id}/sources", responses=gives(p.ERASED))
async def list_organisation_sources(id: UUID, http: Http) -> list[SourceOut]:
    """Where each of its fields comes from (tiedon alkuperä)."""
    return await http.read(queries.sources, id)


@router.get("/{id}/workforce", responses=gives(p.ERASED))
async def list_organisation_workforce(id: UUID, http: Http) -> list[WorkforceOut]:
    """Who did its work, by year (henkilöstö ja vapaaehtoiset)."""
    return await http.read(queries.workforce, id)


@router.patch("/{id}", responses=gives(*PROFILE, p.SAID_BY_COUNTY, p.MERGED_AWAY))
async def update_organisation(id: UUID, body: Update, http: Http) -> OrganisationOut:
    """Change plain data (tietojen muuttaminen)."""
    return await http.run(commands.update, id, body).shown(queries.shown)


@router.post("/{id}/set-operating-area", responses=gives(*AREA, p.MERGED_AWAY))
async def set_organisation_operating_area(id: UUID, body: OperatingAreaBody, http: Http) -> OrganisationOut:
    """Say where it acts, apart from its seat (toiminta-alue)."""
    return await http.run(commands.set_operating_area, id, body).shown(queries.shown)


@router.post(
    "/{id}/report-workforce",
    responses=gives(p.YEAR_NOT_OVER, p.YEAR_BEFORE_FOUNDED, p.COUNT_NEGATIVE, p.WORKFORCE_TWICE, p.MERGED_AWAY),
)
async def report_organisation_workforce(id: UUID, body: ReportWorkforce, http: Http) -> WorkforceOut:
    """Report who did the work of a year; a second report of the year replaces the first."""
    return await http.run(commands.report_workforce, id, body).shown(queries.shown_workforce)


@router.post("/{id}/pause", responses=gives(p.GROUNDS_MISSING, p.MERGED_AWAY))
async def pause_organisation(id: UUID, body: WithGrounds, http: Http) -> OrganisationOut:
    """It rests for now (tauko)."""
    return await http.run(commands.pause, id, body).shown(queries.shown)


@router.post("/{id}/resume", responses=gives(p.MERGED_AWAY))
async def resume_organisation(id: UUID, http: Http) -> OrganisationOut:
    """It acts again."""
    return await http.run(commands.resume, id).shown(queries.shown)


@router.post(
    "/{id}/dissolve",
    responses=gives(p.DISSOLVED_TOO_FAR_AHEAD, p.FOUNDED_AFTER_DISSOLVED, p.GROUNDS_MISSING, p.MERGED_AWAY),
)
async def dissolve_organisation(id: UUID, body: Dissolve, http: Http) -> OrganisationOut:
    """It ends on a day (lakkautuminen): at once if that is today or past, else when the day begins in Finland."""
    return await http.run(commands.dissolve, id, body).shown(queries.shown)


@router.post("/{id}/revert-dissolution", responses=gives(p.GROUNDS_MISSING, p.MERGED_AWAY))
async def revert_organisation_dissolution(id: UUID, body: WithGrounds, http: Http) -> OrganisationOut:
    """It had not ended after all, or does not end on the day that was settled (lakkautumisen peruminen)."""
    return await http.run(commands.revert_dissolution, id, body).shown(queries.shown)


@router.post(
    "/{id}/merge",
    responses=gives(
        p.MERGE_OF_NOTHING, p.MERGE_INTO_ITSELF, p.MERGE_INTO_ENDED, p.MERGE_CYCLE, p.GROUNDS_MISSING, p.MERGED_AWAY
    ),
)
async def merge_organisations(id: UUID, body: Merge, http: Http) -> OrganisationOut:
    """Others become part of this one (fuusio); asked for, they lead here from now on."""
    return await http.run(commands.merge, id, body).shown(queries.shown)


@router.post("/{id}/undo-merge", responses=gives(p.UNDO_TOO_LATE, p.GROUNDS_MISSING, p.MERGED_AWAY))
async def undo_organisation_merge(id: UUID, body: WithGrounds, http: Http) -> OrganisationOut:
    """A merged one stands apart again, while the window is open (fuusion purku)."""
    return await http.run(commands.undo_merge, id, body).shown(queries.shown)


@router.post(
    "/{id}/assess-non-profit", responses=gives(p.ASSESSED_IN_FUTURE, p.VALID_UNTIL_PAST, p.GROUNDS_MISSING, p.MERGED_AWAY)
)
async def assess_organisation_non_profit(id: UUID, body: Assess, http: Http) -> OrganisationOut:
    """Judge whether it is of common good: income tax act 1535/1992, 22 § (yleishyödyllisyys)."""
    return await http.run(commands.assess_non_profit, id, body).shown(queries.shown)


@router.post("/{id}/evaluate-sote", responses=gives(p.NO_DEFINITION, p.MERGED_AWAY))
async def evaluate_sote_status(id: UUID, http: Http) -> OrganisationOut:
    """Hold it against the definition in force (sote-järjestö)."""
    return await http.run(commands.evaluate_sote_status, id).shown(queries.shown)


@definitions.get("")
async def list_sote_definitions(http: Http, page: Page) -> Items[DefinitionOut]:
    """Versions of the definition of a social and health organisation."""
    return await http.page(queries.definitions, page)


@definitions.get("/{id}")
async def get_sote_definition(id: UUID, http: Http) -> DefinitionOut:
    """One version of the definition."""
    return await http.read(queries.definition, id).shown(queries.shown_definition)


@definitions.post(
    "",
    status_code=201,
    responses=gives(
        p.DEFINITION_VERSION, p.DEFINITION_EMPTY, p.DEFINITION_OVERLAPS, p.DEFINITION_NUMBER_TAKEN,
        p.DEFINITION_ENDS_FIRST, TERM_UNKNOWN,
    ),
)
async def publish_sote_definition(body: PublishDefinition, http: Http) -> DefinitionOut:
    """Bring the next version into force (määritelmän vahvistaminen)."""
    return await http.run(commands.publish_sote_definition, body).shown(queries.shown_definition)


@statistics.get("/organisations")
async def count_organisations(
    http: Http,
    by: Annotated[Grouping, Query(description="By what they are counted.")],
    year: Annotated[int, Query(ge=1800, le=2200, description="Calendar year.")],
    kind: Annotated[Kind, Query(description="Which kind is counted.")] = Kind.ORGANISATION,
    field: Annotated[Field | None, Query(description="Only this field of activity.")] = None,
    legal_form: Annotated[LegalForm | None, Query(description="Only this legal form.")] = None,
) -> list[CountOut]:
    """Counts, density for each 1,000 inhabitants, and net change in a year (yhdistystiheys, nettomuutos)."""
    return await http.read(queries.counts, by, year, kind, field, legal_form)


@statistics.get("/organisations/years", responses=gives(UNKNOWN_AREA, NOT_VALID))
async def count_organisations_by_year(
    http: Http,
    first: Annotated[int, Query(ge=1800, le=2200, description="First calendar year.")],
    last: Annotated[int, Query(ge=1800, le=2200, description="Last calendar year; at most two hundred after the first.")],
    kind: Annotated[Kind, Query(description="Which kind is counted.")] = Kind.ORGANISATION,
    municipality: Annotated[Code, Query(description="Only those with their seat there.")] = None,
    field: Annotated[Field | None, Query(description="Only this field of activity.")] = None,
    legal_form: Annotated[LegalForm | None, Query(description="Only this legal form.")] = None,
) -> list[YearOut]:
    """What each year brought and took, and how many there were at its end (nettomuutos)."""
    return await http.read(queries.years, first, min(last, first + 200), kind, municipality, field, legal_form)


def _as_it_is(found: EvaluatedMany) -> EvaluatedMany:
    return found
