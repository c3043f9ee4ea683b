"""HTTP: kinds of grant, the library of criteria, guidelines, principles of support."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import Field

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from grants.guidelines import commands, queries
from grants.guidelines import problems as p
from grants.guidelines.domain import Status
from grants.guidelines.schemas import (
    AddKind,
    CriterionOut,
    DraftGuideline,
    EditGuideline,
    GuidelineOut,
    KindOut,
    PrinciplesOut,
    RecordPrinciples,
)

kinds = routes("grant-kinds")
criteria = routes("criteria")
router = routes("guidelines", if_match=("publish",))
principles = routes("principles")

Word = Annotated[str | None, Field(max_length=40)]
WRITTEN = (p.CRITERION_UNKNOWN, p.CRITERION_TWICE, p.TERM_UNKNOWN)


@kinds.get("")
async def list_grant_kinds(http: Http, page: Page) -> Items[KindOut]:
    """Kinds of county grant (avustuslajit)."""
    return await http.page(queries.kinds, page)


@kinds.get("/{code}")
async def get_grant_kind(code: Annotated[str, Path(max_length=40)], http: Http) -> KindOut:
    """One kind of grant (avustuslaji)."""
    return await http.read(queries.kind, code).shown(queries.shown_kind)


@kinds.post("", status_code=201, responses=gives(p.KIND_KNOWN, p.CRITERION_UNKNOWN))
async def add_grant_kind(body: AddKind, http: Http) -> KindOut:
    """Add a kind of grant: with a guideline it can be applied for (uusi avustuslaji)."""
    made = http.run(commands.add_grant_kind, body)
    return await made.shown(queries.shown_kind, location=lambda row: f"/v1/grant-kinds/{row.code}")


@criteria.get("")
async def list_criteria(
    http: Http,
    page: Page,
    mandatory_for: Annotated[Word, Query(description="Only those that the guideline of this kind of grant must use.")] = None,
) -> Items[CriterionOut]:
    """The library of criteria to choose from (kriteerikirjasto)."""
    return await http.page(queries.criteria, page, mandatory_for)


@router.get("")
async def list_guidelines(
    http: Http,
    page: Page,
    kind: Annotated[Word, Query(description="Only of this kind of grant.")] = None,
    status: Annotated[Status | None, Query(description="Only in this state; drafts are shown to who writes them.")] = None,
    council_term: Annotated[Word, Query(description="Only made for this council term.")] = None,
) -> Items[GuidelineOut]:
    """Versions of the guidelines by the day on which they come into force (avustusohjeet)."""
    return await http.page(queries.guidelines, page, kind, status, council_term)


@router.get("/{id}")
async def get_guideline(id: UUID, http: Http) -> GuidelineOut:
    """One version of a guideline (avustusohje)."""
    return await http.read(queries.guideline, id).shown(queries.shown)


@router.post("", status_code=201, responses=gives(p.KIND_UNKNOWN, *WRITTEN))
async def draft_guideline(body: DraftGuideline, http: Http) -> GuidelineOut:
    """Begin the next version of a guideline (ohjeluonnos)."""
    return await http.run(commands.draft_guideline, body).shown(queries.shown)


@router.patch("/{id}", responses=gives(*WRITTEN))
async def edit_guideline(id: UUID, body: EditGuideline, http: Http) -> GuidelineOut:
    """Change a draft (luonnoksen muuttaminen)."""
    return await http.run(commands.edit_guideline, id, body).shown(queries.shown)


@router.post(
    "/{id}/publish",
    responses=gives(
        *WRITTEN, p.CRITERION_MANDATORY, p.VALID_FROM_PAST, p.OUTSIDE_TERM, p.AUTHOR_MISSING, p.CO_PLANNING_MISSING,
        p.CO_PLANNING_TO_COME,
    ),
)
async def publish_guideline(id: UUID, http: Http) -> GuidelineOut:
    """Bring it out under the next number of its kind; it never changes again (ohjeen julkaiseminen)."""
    return await http.run(commands.publish_guideline, id).shown(queries.shown)


@principles.get("")
async def list_principles(
    http: Http,
    page: Page,
    on: Annotated[date | None, Query(description="Only those in force on this day.")] = None,
) -> Items[PrinciplesOut]:
    """Principles of support and division of work (tukemisen periaatteet)."""
    return await http.page(queries.principles, page, on)


@principles.get("/{id}")
async def get_principles(id: UUID, http: Http) -> PrinciplesOut:
    """Principles of support as they were agreed (tukemisen periaatteet)."""
    return await http.read(queries.principles_of, id).shown(queries.shown_principles)


@principles.post(
    "", status_code=201,
    responses=gives(p.AGREED_TO_COME, p.BODY_MISSING, p.PRINCIPLES_ORDER, p.TERM_UNKNOWN, p.OUTSIDE_TERM),
)
async def record_principles(body: RecordPrinciples, http: Http) -> PrinciplesOut:
    """Record what county, municipalities and organisations agreed on (periaatteiden kirjaaminen)."""
    return await http.run(commands.record_principles, body).shown(queries.shown_principles)


ROUTES = [kinds, criteria, router, principles]
