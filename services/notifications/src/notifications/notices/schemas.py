"""Answers about notices."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from notifications.notices.domain import Status


class NoticeOut(BaseModel):
    """One message to everybody who asked to be told of its topic."""

    id: UUID = Field(description="The notice.")
    version: int = Field(description="Grows with each change.")
    event_id: UUID = Field(description="`ce_id` of the event that it tells of.")
    topic: str = Field(description="What one subscribes to: grant_calls.")
    template: str = Field(description="How it is said.")
    status: Status = Field(description="Preparing, published, or delivered wherever it could be.")
    recipients: int = Field(description="Mails queued for it.")
    began_at: datetime = Field(description="When its event was heard.")
    published_at: datetime | None = Field(description="When all of its mails were queued.")
    delivered_at: datetime | None = Field(description="When none of them was under way any more.")
    counts: dict[str, int] = Field(description="Mails by their state at that moment.")
