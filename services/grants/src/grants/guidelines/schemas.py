"""Bodies in, answers out: kinds of grant, criteria, guidelines, principles. No text here names a person."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Grounds, Line, Name, Text
from grants.guidelines.domain import LegalForm, Purpose, Side, Status, Way

Word = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$")]
Condition = Literal["published_in_ihimiset"]
"""Codes of conditions of payment (maksuehto): the funded activity is announced in Ihimiset.fi."""


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Parameters(Closed):
    """What the plan leaves to the guideline: who may apply, and the days of the process (A:657, GRO-10)."""

    legal_forms: Annotated[
        tuple[LegalForm, ...],
        Field(min_length=1, max_length=11, description="Legal forms that may apply, as the registry names them."),
    ] = (LegalForm.ASSOCIATION, LegalForm.FOUNDATION, LegalForm.PARISH)
    least_service_areas: Annotated[
        int,
        Field(ge=1, le=6, description="In how many of the six service areas it must act, unless it is county-wide. GRO-03."),
    ] = 2
    completion_days: Annotated[int, Field(ge=1, le=60, description="Days to complete an application that was returned.")] = 14
    reminder_days: Annotated[
        int, Field(ge=0, le=30, description="Days before the end when those with a draft are reminded; 0: nobody is.")
    ] = 3
    review_days: Annotated[
        int,
        Field(ge=14, le=60, description="Days to ask for a review (oikaisuvaatimus) after service: 14 by the act 611/2021."),
    ] = 14
    review_body: Annotated[Text, Field(description="Whom a request for review is sent to.")]
    appeal_days: Annotated[
        int,
        Field(ge=30, le=60, description="Days to appeal to the court after the review was served: 30 by the act 808/2019."),
    ] = 30
    appeal_body: Annotated[Text, Field(description="The court that an appeal is sent to.")]
    most_partners: Annotated[int, Field(ge=0, le=50, description="Partners beside the lead of a joint application at most.")] = 9
    conditions: Annotated[
        tuple[Condition, ...], Field(max_length=1, description="What must be true before a grant is paid. GRC-01.")
    ] = ("published_in_ihimiset",)


class CriterionUse(Closed):
    """A criterion as this guideline uses it."""

    code: Annotated[Word, Field(description="Of the library.")]
    weight: Annotated[int, Field(ge=1, le=100, description="Its weight beside the others. GRO-11.")]
    text: Annotated[Grounds, Field(description="What the county asks for in detail. GRO-10.")]


class Body(Closed):
    """Who took part: a body, never a person."""

    kind: Annotated[Side, Field(description="On which side of the table it sits.")]
    id: Annotated[
        Line | None,
        Field(max_length=60, description="Official code of a municipality, the registry's id of an organisation; none for others."),
    ] = None
    name: Annotated[Name, Field(description="Its name, for instance of a working group; no names of persons.")]


class CoPlanning(Closed):
    """How associations took part (yhteissuunnittelu). GRO-14."""

    on: Annotated[date, Field(description="The day.")]
    what: Annotated[Name, Field(description="What was done: a workshop, a hearing, an enquiry.")]
    organisations: Annotated[list[Name], Field(min_length=1, max_length=200, description="Organisations that took part, by name.")]
    outcome: Annotated[Grounds, Field(description="What came of it.")]


class AddKind(Closed):
    """A further kind of grant: a row, and then a guideline. GRC-25."""

    code: Annotated[Word, Field(description="The word that names it.")]
    names: Annotated[Text, Field(description="What people call it.")]
    purpose: Annotated[Text, Field(description="Whom it is for, in a sentence.")]
    way: Annotated[Way, Field(description="How it begins: applied for in a call, or negotiated.")]
    mandatory: Annotated[
        list[Word], Field(max_length=50, description="Codes of the criteria of which its guideline must make use.")
    ] = []


Title = Annotated[Text, Field(description="Its title; a change replaces all languages.")]
Term = Annotated[str, Field(min_length=1, max_length=40, description="Code of the council term that it is made for.")]
ValidFrom = Annotated[date, Field(description="The first day in force.")]
Criteria = Annotated[list[CriterionUse], Field(max_length=50, description="What is weighed; a change replaces the list.")]
ParametersWhole = Annotated[Parameters, Field(description="Numbers and lists of the process; a change replaces them all.")]
Purposes = Annotated[list[Purpose], Field(max_length=10, description="What is supported beside the associations' own activity.")]
Authors = Annotated[
    list[Body], Field(max_length=200, description="Who prepared it: county, municipalities, organisations. GRC-20.")
]
Record = Annotated[list[CoPlanning], Field(max_length=100, description="How associations took part. GRO-14.")]


class DraftGuideline(Closed):
    """The next version of the guideline of one kind of grant, as a draft."""

    kind: Annotated[Word, Field(description="Kind of grant.")]
    title: Title
    council_term: Term
    valid_from: ValidFrom
    criteria: Criteria = []
    parameters: ParametersWhole
    purposes: Purposes = []
    authors: Authors = []
    co_planning: Record = []


def _kept() -> Any:
    """What is not sent stays as it is: only what was sent is looked at."""
    return None


class EditGuideline(Closed):
    """A change of a draft: what is not sent stays."""

    title: Title = Field(default_factory=_kept)
    council_term: Term = Field(default_factory=_kept)
    valid_from: ValidFrom = Field(default_factory=_kept)
    criteria: Criteria = Field(default_factory=_kept)
    parameters: ParametersWhole = Field(default_factory=_kept)
    purposes: Purposes = Field(default_factory=_kept)
    authors: Authors = Field(default_factory=_kept)
    co_planning: Record = Field(default_factory=_kept)


class RecordPrinciples(Closed):
    """Principles of support and division of work, as they were agreed. GRC-16."""

    council_term: Term
    title: Annotated[Text, Field(description="Their title, as decisions name it.")]
    text: Annotated[Grounds, Field(description="What was agreed.")]
    agreed_on: Annotated[date, Field(description="The day on which the last body agreed.")]
    agreed_by: Annotated[list[Body], Field(max_length=200, description="The bodies that agreed.")]
    valid_from: Annotated[date, Field(description="The first day in force.")]
    valid_until: Annotated[date | None, Field(description="The first day after it; none: to the end of the council term.")] = None


class KindOut(BaseModel):
    """A kind of county grant (avustuslaji)."""

    code: Annotated[str, Field(description="The word that names it.")]
    names: Annotated[Text, Field(description="What people call it.")]
    purpose: Annotated[Text, Field(description="Whom it is for.")]
    way: Annotated[Way, Field(description="How it begins.")]


class CriterionOut(BaseModel):
    """A criterion of the library."""

    code: Annotated[str, Field(description="The word that names it.")]
    names: Annotated[Text, Field(description="What it says.")]
    mandatory_for: Annotated[list[str], Field(description="Kinds of grant whose guideline must make use of it.")]
    source: Annotated[str, Field(description="Where the county's plan says it, or which region uses it.")]


class GuidelineOut(BaseModel):
    """One version of the guideline of one kind of grant."""

    id: Annotated[UUID, Field(description="The version.")]
    version: Annotated[int, Field(description="Grows with each change of the draft; the ETag.")]
    kind: Annotated[str, Field(description="Kind of grant.")]
    number: Annotated[int | None, Field(description="1, 2, 3 … within its kind; a draft has none.")]
    title: Annotated[Text, Field(description="Its title.")]
    council_term: Annotated[str, Field(description="Code of the council term that it is made for.")]
    status: Annotated[Status, Field(description="Draft or published.")]
    valid_from: ValidFrom
    criteria: Annotated[list[CriterionUse], Field(description="What is weighed.")]
    parameters: Annotated[Parameters, Field(description="Numbers and lists of the process.")]
    purposes: Annotated[list[Purpose], Field(description="What is supported beside the associations' own activity.")]
    authors: Annotated[list[Body], Field(description="Who prepared it.")]
    co_planning: Annotated[list[CoPlanning], Field(description="How associations took part.")]
    published_at: Annotated[datetime | None, Field(description="When it came out.")]


class PrinciplesOut(BaseModel):
    """Principles of support and division of work (tukemisen periaatteet ja työnjako)."""

    id: Annotated[UUID, Field(description="The principles.")]
    version: Annotated[int, Field(description="The ETag.")]
    council_term: Annotated[str, Field(description="Code of the council term.")]
    title: Annotated[Text, Field(description="Their title.")]
    text: Annotated[str, Field(description="What was agreed.")]
    agreed_on: Annotated[date, Field(description="The day on which the last body agreed.")]
    agreed_by: Annotated[list[Body], Field(description="The bodies that agreed.")]
    valid_from: Annotated[date, Field(description="The first day in force.")]
    valid_until: Annotated[date, Field(description="The first day after it.")]
    recorded_at: Annotated[datetime, Field(description="When they were recorded.")]
