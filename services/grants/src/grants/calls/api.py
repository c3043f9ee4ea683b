"""HTTP: calls for applications, and the questions about them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from grants.calls import commands, queries
from grants.calls import problems as p
from grants.calls.domain import Status
from grants.calls.schemas import (
    AnswerQuestion,
    AskQuestion,
    CallItem,
    CallOut,
    CancelCall,
    DraftCall,
    EditCall,
    QuestionOut,
)

router = routes("calls", if_match=("publish",))
questions = routes("questions")

FORM = (p.FORM_TOO_LARGE, p.FORM_MALFORMED, p.FORM_KEYWORD, p.FORM_REFERENCE, p.FORM_PATTERN)
WRITTEN = (
    p.WINDOW_ORDER, p.GUIDELINE_UNKNOWN, p.GUIDELINE_OF_ANOTHER_KIND, p.APPROPRIATION_MISSING, p.ATTACHMENT_TWICE,
    p.CASE_NUMBER_TAKEN, *FORM,
)
KIND = (p.KIND_UNKNOWN, p.NEGOTIATED)


@router.get("")
async def list_calls(
    http: Http,
    page: Page,
    kind: Annotated[str | None, Query(max_length=40, description="Only of this kind of grant.")] = None,
    year: Annotated[int | None, Query(ge=2000, le=2100, description="Only of this year.")] = None,
    status: Annotated[Status | None, Query(description="Only in this state; drafts are shown to who writes them.")] = None,
    open: Annotated[bool | None, Query(description="Only those open now by the clock, or only the others.")] = None,
) -> Items[CallItem]:
    """Calls for applications by the moment when they open (avustushaut)."""
    return await http.page(queries.calls, page, kind, year, status, open)


@router.get("/{id}")
async def get_call(id: UUID, http: Http) -> CallOut:
    """One call with its form (avustushaku)."""
    return await http.read(queries.call, id).shown(queries.shown)


@router.post("", status_code=201, responses=gives(*KIND, *WRITTEN))
async def draft_call(body: DraftCall, http: Http) -> CallOut:
    """Write a call down as a draft (hakuluonnos)."""
    return await http.run(commands.draft_call, body).shown(queries.shown)


@router.patch("/{id}", responses=gives(*WRITTEN))
async def edit_call(id: UUID, body: EditCall, http: Http) -> CallOut:
    """Change a draft (luonnoksen muuttaminen)."""
    return await http.run(commands.edit_call, id, body).shown(queries.shown)


@router.post(
    "/{id}/publish",
    responses=gives(
        *WRITTEN, p.WINDOW_OVER, p.GUIDELINE_DRAFT, p.GUIDELINE_NOT_IN_FORCE, p.WINDOW_OVERLAPS, p.WINDOW_TAKEN
    ),
)
async def publish_call(id: UUID, http: Http) -> CallOut:
    """Announce it; it opens and closes by the clock (haun julkaiseminen)."""
    return await http.run(commands.publish_call, id).shown(queries.shown)


@router.post("/{id}/cancel")
async def cancel_call(id: UUID, body: CancelCall, http: Http) -> CallOut:
    """Take back a call that has not opened yet (haun peruminen)."""
    return await http.run(commands.cancel_call, id, body).shown(queries.shown)


@router.get("/{id}/questions")
async def list_call_questions(
    id: UUID,
    http: Http,
    page: Page,
    answered: Annotated[bool | None, Query(description="Only answered ones, or only the others.")] = None,
) -> Items[QuestionOut]:
    """Questions about a call with their answers (kysymykset ja vastaukset)."""
    return await http.page(queries.questions, page, id, answered)


@router.post("/{id}/questions", status_code=201, responses=gives(p.QUESTIONS_OVER))
async def ask_call_question(id: UUID, body: AskQuestion, http: Http) -> QuestionOut:
    """Ask about a call for an organisation (kysymyksen esittäminen)."""
    asked = http.run(commands.ask_question, id, body)
    return await asked.shown(queries.shown_question, location=lambda row: f"/v1/questions/{row.id}")


@questions.get("/{id}")
async def get_question(id: UUID, http: Http) -> QuestionOut:
    """One question and its answer (kysymys ja vastaus)."""
    return await http.read(queries.question, id).shown(queries.shown_question)


@questions.post("/{id}/answer")
async def answer_question(id: UUID, body: AnswerQuestion, http: Http) -> QuestionOut:
    """Answer a question; everybody may read it from then on (vastaaminen)."""
    return await http.run(commands.answer_question, id, body).shown(queries.shown_question)


ROUTES = [router, questions]
