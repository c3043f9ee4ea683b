"""Bodies in, answers out."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from notifications.proofs.domain import Reason, Status, Way


class Posted(BaseModel):
    """A letter was given to the post."""

    model_config = ConfigDict(extra="forbid")
    posted_on: Annotated[date, Field(description="The Finnish day on which it was posted.")]


class PostalTaskOut(BaseModel):
    """A letter that a person must post, because mail cannot tell this party."""

    id: UUID = Field(description="The task.")
    version: int = Field(description="Grows with each change.")
    organisation_id: UUID = Field(description="Who must be told.")
    template: str = Field(description="What it is about: the template of the mail that could not be sent.")
    reason: Reason = Field(description="Why mail does not do: no address, no consent, suppressed, bounced, failed.")
    event_id: UUID = Field(description="`ce_id` of the event that it tells of.")
    application_id: UUID | None = Field(description="The application that it is about.")
    decision_id: UUID | None = Field(description="The decision that the letter serves; its clock waits for the posting.")
    status: Status = Field(description="Open, posted, or not needed any more.")
    created_at: datetime = Field(description="Since when the letter is asked for.")
    posted_on: date | None = Field(description="The day on which it was posted.")
    posted_by: UUID | None = Field(description="Who recorded the posting.")


class LetterOut(BaseModel):
    """What the letter says, ready to be printed."""

    subject: str = Field(description="Its heading.")
    text: str = Field(description="As plain text.")
    html: str = Field(description="As a page.")
    language: str = Field(description="fi: a decision's document is Finnish.")


class ProofOut(BaseModel):
    """When and how a decision was served on a party."""

    id: UUID = Field(description="The proof.")
    version: int = Field(description="Grows with each change.")
    application_id: UUID = Field(description="The application.")
    decision_id: UUID = Field(description="The decision, or the decision on a review.")
    organisation_id: UUID = Field(description="The party.")
    way: Way = Field(description="By e-mail with consent, or by letter.")
    sent_at: datetime = Field(description="When the mail server took it; for a letter the beginning of the day of posting.")
    deemed_on: date = Field(description="The Finnish day on which it counts as received.")
    returned_at: datetime | None = Field(description="When its mail came back; it stands until a letter is posted.")
