"""Bodies in, answers out."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Grounds, Text
from notifications.subscriptions.domain.topic import Channel


class Say(BaseModel):
    """What a recipient wants, or wants no more."""

    model_config = ConfigDict(extra="forbid")
    recipient_id: Annotated[UUID | None, Field(description="The organisation, or another person; null: oneself.")] = None
    topic: Annotated[str, Field(max_length=40, description="Code of the topic; `list_topics` names them.")]
    channel: Annotated[Channel, Field(description="By which way.")] = Channel.EMAIL
    wanted: Annotated[bool, Field(description="Whether to be told of it.")] = True
    grounds: Annotated[Grounds | None, Field(description="Why; required of staff.")] = None


class TopicOut(BaseModel):
    """What one can be told of."""

    code: str = Field(description="Its code.")
    names: Text = Field(description="Its name.")
    for_persons: bool = Field(description="Whether a person is told who has said nothing.")
    for_organisations: bool = Field(description="Whether an organisation is told that has said nothing.")


class SubscriptionOut(BaseModel):
    """What a recipient has said about a topic."""

    id: UUID = Field(description="The subscription.")
    recipient_id: UUID = Field(description="The person or the organisation.")
    topic: str = Field(description="Code of the topic.")
    channel: Channel = Field(description="By which way.")
    wanted: bool = Field(description="Whether to be told of it.")
    said_at: datetime = Field(description="When this was said.")
    said_by: str = Field(description="Who said it: `person:<id>`; `link` where the mail's own link was used.")
