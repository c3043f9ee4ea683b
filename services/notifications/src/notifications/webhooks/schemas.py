"""Bodies in, answers out."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Line
from notifications.webhooks.domain.attempt import Purpose, State
from notifications.webhooks.domain.endpoint import Status, Why

_DAY = 24 * 3600

Url = Annotated[str, Field(max_length=2000, description="https, a public name; no credentials.")]
Types = Annotated[
    list[Annotated[str, Field(max_length=100)]],
    Field(
        min_length=1, max_length=100, description="Names of public events, or `<service>.*` for all of a service.",
    ),
]
Description = Annotated[Line, Field(description="What it is for, in the owner's own words.")]


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Register(Closed):
    """A new endpoint."""

    url: Url
    types: Types
    description: Description = ""


class Change(Closed):
    """What changes; the rest stays."""

    url: Annotated[Url | None, Field(description="Another address.")] = None
    types: Annotated[Types | None, Field(description="Other events, all of them.")] = None
    description: Annotated[Description | None, Field(description="Other words.")] = None


class Rotate(Closed):
    """How long the old key signs beside the new one."""

    overlap_seconds: Annotated[
        int, Field(ge=0, le=7 * _DAY, description="Seconds, at most seven days; 0 cuts over at once, after a leak.")
    ] = _DAY


class KeyOut(BaseModel):
    """A signing key, without its value."""

    created_at: datetime = Field(description="When it was made.")
    expires_at: datetime | None = Field(description="Until when it signs beside the newest; null for the newest.")


class WebhookOut(BaseModel):
    """An endpoint as its owner and the coordinator see it."""

    id: UUID = Field(description="The endpoint.")
    owner: str = Field(description="`system:<client>` that registered it.")
    url: str = Field(description="Where requests go.")
    types: list[str] = Field(description="What it is told of.")
    description: str = Field(description="What it is for.")
    status: Status = Field(description="Whether anything is sent.")
    reason: Why | None = Field(description="Why it is disabled: by hand, gone (410), or failing for days.")
    status_since: datetime = Field(description="Since when it has this status.")
    failing_since: datetime | None = Field(description="The first failure since the last success that is remembered.")
    keys: list[KeyOut] = Field(description="The keys that sign now, the newest first.")
    created_at: datetime = Field(description="When it was registered.")


class WebhookWithSecret(WebhookOut):
    """The same with its newest secret, shown this once."""

    secret: str = Field(description="Standard Webhooks secret (`whsec_…`). Keep it: it is not shown again.")


class DeliveryOut(BaseModel):
    """One message to one endpoint."""

    id: UUID = Field(description="The delivery.")
    event_id: UUID = Field(description="`webhook-id` of every request for it.")
    type: str = Field(description="Name of the event.")
    subject: str = Field(description="The aggregate that the event is about.")
    happened_at: datetime = Field(description="When it happened.")
    purpose: Purpose = Field(description="Why it was sent last: as it happened, as a test, again by hand, or in a replay.")
    state: State = Field(description="How it stands.")
    tried: int = Field(description="Attempts since it was last queued.")
    next_attempt_at: datetime | None = Field(description="When the next attempt is due; null when there is none to come.")


class AttemptOut(BaseModel):
    """One request and its answer."""

    at: datetime = Field(description="When its answer was written down.")
    purpose: Purpose = Field(description="Why it was sent.")
    status: int | None = Field(description="HTTP status of the answer; null when there was none.")
    fault: str | None = Field(description="Why there was no answer: timeout, inside_address, unknown_host, tls, connection.")
    excerpt: str = Field(description="The first 1,000 bytes of the answer's body.")
    milliseconds: int = Field(description="How long it took.")


class DeliveryWithAttempts(DeliveryOut):
    """The same with every request made for it, the first one first."""

    attempts: list[AttemptOut] = Field(description="Requests and answers.")


class ReplayOut(BaseModel):
    """What a replay has queued."""

    queued: int = Field(description="Messages of the period that are sent again now, in their order.")
    waiting: int = Field(description="Messages of the period that were waiting already and come anyway.")
