"""Bodies in, answers out: proposals, decisions, their remedy, results. Persons are ids."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Euros, Grounds, Sum
from grants.decisions.domain import ReviewStatus, Status


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


Why = Annotated[Grounds, Field(description="The grounds, as the applicant reads them. GRC-02; act 434/2003, 45 §.")]


class Propose(Closed):
    """Propose a sum for an application."""

    application_id: Annotated[UUID, Field(description="A submitted application of the call.")]
    amount: Annotated[Sum, Field(description="What is proposed; 0.00 proposes to refuse.")]
    grounds: Why


class EditProposal(Closed):
    """A change of a proposal: what is not sent stays."""

    amount: Annotated[Sum | None, Field(description="Another sum.")] = None
    grounds: Annotated[Grounds | None, Field(description="Other grounds.")] = None


class WithdrawProposal(Closed):
    """Take a proposal back."""

    grounds: Annotated[Grounds, Field(description="Why.")]


class Grant(Closed):
    """Grant all or a part of what was sought."""

    amount: Annotated[Sum, Field(description="What is granted: more than nothing, no more than was sought and than is left.")]
    grounds: Why


class Refuse(Closed):
    """Refuse the application, or do not take it up."""

    grounds: Why


class DecisionOut(BaseModel):
    """A proposal, or the decision that it became (päätösehdotus, päätös)."""

    id: Annotated[UUID, Field(description="The decision.")]
    version: Annotated[int, Field(description="Grows with each change; the ETag.")]
    application_id: Annotated[UUID, Field(description="The application.")]
    call_id: Annotated[UUID, Field(description="The call.")]
    status: Annotated[Status, Field(description="Proposed, granted, refused, inadmissible (not taken up) or withdrawn.")]
    sought: Annotated[Euros, Field(description="What was sought.")]
    proposed: Annotated[Euros | None, Field(description="What was proposed; for officials.")]
    proposed_by: Annotated[UUID | None, Field(description="Who proposed it; for officials.")]
    granted: Annotated[Euros | None, Field(description="What is granted now: a review may have changed it.")]
    grounds: Annotated[str, Field(description="The grounds.")]
    section: Annotated[int | None, Field(description="Number in the record of the year (pykälä).")]
    year: Annotated[int | None, Field(description="The year of that record.")]
    principles_id: Annotated[UUID | None, Field(description="Principles of support that it names. GRC-16.")]
    decided_by: Annotated[UUID | None, Field(description="Who decided.")]
    decided_at: Annotated[datetime | None, Field(description="When it was decided.")]


class DeadlineOut(BaseModel):
    """Until when one party may use the remedy (muutoksenhakuaika)."""

    decision_id: Annotated[UUID, Field(description="The decision, or the decision on a review.")]
    organisation_id: Annotated[UUID, Field(description="The party.")]
    remedy: Annotated[str, Field(description="review (oikaisuvaatimus) or appeal (valitus).")]
    way: Annotated[str, Field(description="How it was served: email, letter.")]
    served_on: Annotated[date, Field(description="The day on which it counts as received; this day does not count.")]
    last_day: Annotated[date, Field(description="The last day of the remedy.")]


class ProposalOut(BaseModel):
    """One line of the list against the appropriation (jakolista). GRC-03."""

    decision_id: Annotated[UUID, Field(description="The proposal or decision.")]
    application_id: Annotated[UUID, Field(description="The application.")]
    case_number: Annotated[str, Field(description="Of the application (asiatunnus).")]
    applicant: Annotated[str, Field(description="Name of the lead today.")]
    activity: Annotated[str, Field(description="What is funded.")]
    status: Annotated[Status, Field(description="Proposed or decided.")]
    sought: Annotated[Euros, Field(description="What was sought.")]
    proposed: Annotated[Euros, Field(description="What was proposed.")]
    granted: Annotated[Euros | None, Field(description="What is granted.")]
    running: Annotated[
        Euros, Field(description="Sum of this line and those before it, by case number: granted where decided, else proposed.")
    ]
    left: Annotated[Euros, Field(description="What is left of the appropriation after this line; below zero it does not fit.")]


class Amount(Closed):
    """A sum to suppose for one application."""

    application_id: Annotated[UUID, Field(description="An application of the call that nobody has decided.")]
    amount: Annotated[Sum, Field(description="The sum to suppose.")]


class WhatIf(Closed):
    """Sums to suppose; for applications not named, what was proposed counts."""

    amounts: Annotated[list[Amount], Field(max_length=2000, description="One for each application that is supposed otherwise.")]


class OverOut(BaseModel):
    """More is supposed than was sought."""

    application_id: Annotated[UUID, Field(description="The application.")]
    case_number: Annotated[str, Field(description="Its case number.")]
    sought: Annotated[Euros, Field(description="What was sought.")]


class SumsOut(BaseModel):
    """What a distribution would come to. Nothing was changed."""

    appropriation: Annotated[Euros, Field(description="The whole of it.")]
    committed: Annotated[Euros, Field(description="What is granted out of it, in this call and others.")]
    sought: Annotated[Euros, Field(description="Sought by the call's undecided applications together.")]
    proposed: Annotated[Euros, Field(description="Proposed for them together.")]
    supposed: Annotated[Euros, Field(description="Supposed for them together.")]
    left: Annotated[Euros, Field(description="What would be left of the appropriation; below zero it does not fit.")]
    fits: Annotated[bool, Field(description="Whether all of it could be granted.")]
    over: Annotated[list[OverOut], Field(description="Those for which more is supposed than they sought.")]


class AskReview(Closed):
    """Ask for a review, or record a request that came on paper."""

    organisation_id: Annotated[UUID, Field(description="The party that asks; in a joint application each may.")]
    demand: Annotated[Grounds, Field(description="What shall be changed, and why.")]
    received_on: Annotated[
        date | None, Field(description="The day on which a request on paper came; only the county says it. None: today.")
    ] = None


class Outcome(Enum):
    """What becomes of a request for review."""

    CHANGED = "changed"
    DISMISSED = "dismissed"
    LATE = "late"


class DecideReview(Closed):
    """Decide a request for review."""

    outcome: Annotated[Outcome, Field(description="changed, dismissed (the decision stands), late (not taken up).")]
    amount: Annotated[
        Sum | None, Field(description="What is granted after a change; 0.00 grants nothing. Only with `changed`.")
    ] = None
    grounds: Why


class ReviewOut(BaseModel):
    """A request for review and what came of it (oikaisuvaatimus)."""

    id: Annotated[UUID, Field(description="The request.")]
    version: Annotated[int, Field(description="Grows with each change; the ETag.")]
    application_id: Annotated[UUID, Field(description="The application.")]
    decision_id: Annotated[UUID, Field(description="The decision that is to be looked at again.")]
    call_id: Annotated[UUID, Field(description="The call.")]
    organisation_id: Annotated[UUID, Field(description="Who asks.")]
    demand: Annotated[str, Field(description="What is asked for, and why.")]
    received_on: Annotated[date, Field(description="The day of receipt.")]
    last_day: Annotated[date | None, Field(description="The last day for this party; none before it was served.")]
    late: Annotated[bool, Field(description="It came after the last day.")]
    status: Annotated[ReviewStatus, Field(description="Registered, changed, dismissed or late.")]
    grounds: Annotated[str | None, Field(description="Grounds of the decision on it.")]
    granted: Annotated[Euros | None, Field(description="What is granted after it was decided.")]
    section: Annotated[int | None, Field(description="Number in the record of the year (pykälä).")]
    year: Annotated[int | None, Field(description="The year of that record.")]
    decided_by: Annotated[UUID | None, Field(description="Who decided.")]
    decided_at: Annotated[datetime | None, Field(description="When.")]


class ResultOut(BaseModel):
    """One line of the public results. Organisations only; no person is named (GRO-13)."""

    application_id: Annotated[UUID, Field(description="The application.")]
    case_number: Annotated[str, Field(description="Its case number.")]
    applicants: Annotated[list[str], Field(description="Names of the organisations today, the lead first.")]
    activity: Annotated[str, Field(description="What was applied for.")]
    outcome: Annotated[str, Field(description="granted, refused or inadmissible.")]
    sought: Annotated[Euros, Field(description="What was sought.")]
    granted: Annotated[Euros, Field(description="What is granted, after any review.")]


class PublishedOut(BaseModel):
    """What was published."""

    call_id: Annotated[UUID, Field(description="The call.")]
    version: Annotated[int, Field(description="Of the call; the ETag.")]
    published_at: Annotated[datetime, Field(description="When.")]
    applications: Annotated[int, Field(description="How many were decided.")]
    granted: Annotated[Euros, Field(description="Granted in the call together.")]
    left: Annotated[Euros, Field(description="What is left of the appropriation.")]
