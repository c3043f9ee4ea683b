"""Bodies in, answers out: kinds of grant, criteria, guidelines, principles. No text here names a person."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Text
from grants.guidelines.domain import LegalForm

Word = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$")]


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
    reminder_days: Annotated[int, Field(ge=0, le=30, description="Days before the end when those with a draft are reminded.")] = 3
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
        tuple[Annotated[Word, Field(description="A code.")], ...],
        Field(max_length=10, description="What must be true before a grant is paid: published_in_ihimiset (GRC-01)."),
    ] = ("published_in_ihimiset",)
