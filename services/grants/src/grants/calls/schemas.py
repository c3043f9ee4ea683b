"""Calls and questions as the API takes and shows them. Who asked is never shown."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from chassis.problems import CONTROL_CHARACTER, IDENTITY_CODE
from chassis.values import Grounds, Instant, Text, has_identity_code
from grants.calls.domain import Status

FIRST: Final = datetime(2023, 1, 1, tzinfo=UTC)
"""The county began in 2023."""
LAST: Final = datetime(2101, 1, 1, tzinfo=UTC)


def _said(form: dict[str, Any]) -> dict[str, Any]:
    """No text of it holds an identity code, or a character that cannot be stored."""
    waiting: list[Any] = [form]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and "\0" in value:
            raise PydanticCustomError(CONTROL_CHARACTER.code, CONTROL_CHARACTER.en)
        elif isinstance(value, str) and has_identity_code(value):
            raise PydanticCustomError(IDENTITY_CODE.code, IDENTITY_CODE.en)
    return form


def _in_reach(instant: datetime) -> datetime:
    if not FIRST <= instant < LAST:
        raise PydanticCustomError("greater_than_equal" if instant < FIRST else "less_than", "out of reach", {
            "ge": FIRST.isoformat(), "lt": LAST.isoformat(),
        })
    return instant


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RequiredAttachment(Closed):
    """A document that an application must carry."""

    code: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$", description="The word that names it: rules, budget.")]
    names: Annotated[Text, Field(description="What people call it.")]


Year = Annotated[int, Field(ge=2023, le=2100, description="In which the money is used.")]
Title = Annotated[Text, Field(description="Its title; a change replaces all languages.")]
GuidelineId = Annotated[UUID, Field(description="The guideline by which it goes.")]
Opens = Annotated[Instant, AfterValidator(_in_reach), Field(description="The first instant at which one may submit.")]
Closes = Annotated[Instant, AfterValidator(_in_reach), Field(description="The first instant at which it is too late.")]
Form = Annotated[
    dict[str, Any], AfterValidator(_said),
    Field(description="JSON Schema 2020-12 of the form, an object without references to other documents. INF-16."),
]
Attachments = Annotated[list[RequiredAttachment], Field(max_length=30, description="The documents that an application must carry.")]
Because = Annotated[
    Grounds | None, Field(description="Why another call of the kind may be open at the same time; none: it may not. G18.")
]
CaseNumber = Annotated[
    str,
    Field(
        max_length=60, pattern=r"^[0-9A-Za-zÅÄÖåäö]+([/.-][0-9A-Za-zÅÄÖåäö]+)*$",
        description="Of the call in the county's register of matters (asiatunnus); its applications get theirs from it.",
    ),
]


class DraftCall(Closed):
    """A call for applications, as a draft. GRO-01."""

    kind: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$", description="Kind of grant.")]
    year: Year
    title: Title
    guideline_id: GuidelineId
    opens_at: Opens
    closes_at: Closes
    form_schema: Form
    attachments: Attachments = []
    overlaps_because: Because = None
    case_number: CaseNumber


def _kept() -> Any:
    """What is not sent stays as it is: only what was sent is looked at."""
    return None


class EditCall(Closed):
    """A change of a draft: what is not sent stays."""

    year: Year = Field(default_factory=_kept)
    title: Title = Field(default_factory=_kept)
    guideline_id: GuidelineId = Field(default_factory=_kept)
    opens_at: Opens = Field(default_factory=_kept)
    closes_at: Closes = Field(default_factory=_kept)
    form_schema: Form = Field(default_factory=_kept)
    attachments: Attachments = Field(default_factory=_kept)
    overlaps_because: Because = None
    case_number: CaseNumber = Field(default_factory=_kept)


class CancelCall(Closed):
    """Why it will not open."""

    grounds: Annotated[Grounds, Field(description="The reasons (perustelut).")]


class AskQuestion(Closed):
    """A question about a call."""

    organisation_id: Annotated[UUID, Field(description="The organisation for which it is asked.")]
    text: Annotated[Grounds, Field(max_length=4000, description="The question; no names of persons.")]


class AnswerQuestion(Closed):
    """The answer to a question: from now on both are for everybody to read."""

    answer: Annotated[Grounds, Field(description="The answer; no names of persons.")]


class CallItem(BaseModel):
    """A call for applications (avustushaku)."""

    id: Annotated[UUID, Field(description="The call.")]
    version: Annotated[int, Field(description="Grows with each change; the ETag.")]
    kind: Annotated[str, Field(description="Kind of grant.")]
    year: Annotated[int, Field(description="In which the money is used.")]
    title: Annotated[Text, Field(description="Its title.")]
    status: Annotated[Status, Field(description="What was announced; whether one may submit says `open`.")]
    open: Annotated[bool, Field(description="Whether one may submit now, by the clock.")]
    opens_at: Annotated[datetime, Field(description="The first instant at which one may submit.")]
    closes_at: Annotated[datetime, Field(description="The first instant at which it is too late.")]
    opens: Annotated[str, Field(description="The same in Finnish time, in words.")]
    closes: Annotated[str, Field(description="The same in Finnish time, in words.")]
    guideline_id: Annotated[UUID, Field(description="The guideline by which it goes.")]
    guideline_number: Annotated[int | None, Field(description="Its number; a draft has none yet.")]
    appropriation_id: Annotated[UUID, Field(description="The money of its kind and year.")]
    attachments: Annotated[list[RequiredAttachment], Field(description="The documents that an application must carry.")]
    overlaps_because: Annotated[str | None, Field(description="Why another call of the kind may be open at the same time.")]
    case_number: Annotated[str, Field(description="In the county's register of matters (asiatunnus).")]
    results_at: Annotated[datetime | None, Field(description="When the results were published.")]


class CallOut(CallItem):
    """A call for applications with its form."""

    form_schema: Annotated[dict[str, Any], Field(description="JSON Schema 2020-12 of the form.")]


class QuestionOut(BaseModel):
    """A question about a call and its answer (kysymys ja vastaus)."""

    id: Annotated[UUID, Field(description="The question.")]
    version: Annotated[int, Field(description="Grows with each change; the ETag.")]
    call_id: Annotated[UUID, Field(description="The call.")]
    organisation_id: Annotated[
        UUID | None, Field(description="For whom it was asked: shown to that organisation and to the coordinator.")
    ]
    text: Annotated[str, Field(description="The question.")]
    asked_at: Annotated[datetime, Field(description="When it was asked.")]
    answer: Annotated[str | None, Field(description="The answer.")]
    answered_at: Annotated[datetime | None, Field(description="When it was answered.")]
