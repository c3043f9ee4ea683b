"""Answers about mail. No address is in any of them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from notifications.deliveries.domain.state import Lane, State
from notifications.subscriptions.domain.preference import Weight


class MailOut(BaseModel):
    """One message to one recipient."""

    id: UUID = Field(description="The mail; its Message-ID is `<id@…>`.")
    version: int = Field(description="Grows with each change.")
    event_id: UUID = Field(description="`ce_id` of the event that it tells of.")
    recipient_id: UUID = Field(description="The person or organisation that it goes to.")
    organisations: list[UUID] = Field(description="On whose behalf; none for somebody who only subscribes.")
    template: str = Field(description="What it is about.")
    template_version: int = Field(description="Which version of the template.")
    language: str = Field(description="fi, sv or en.")
    lane: Lane = Field(description="About somebody's own matter, or a notice to many.")
    weight: Weight = Field(description="Demanded by the law, a confirmation, or about a topic that one may not want.")
    topic: str | None = Field(description="What one click in the mail ends; null for what the law demands.")
    application_id: UUID | None = Field(description="The application that it is about.")
    decision_id: UUID | None = Field(description="The decision that it serves.")
    notice_id: UUID | None = Field(description="The notice that it belongs to.")
    status: State = Field(description="How it stands.")
    tried: int = Field(description="Attempts since it was last queued.")
    next_attempt_at: datetime | None = Field(description="When the next attempt is due; null when none is to come.")
    queued_at: datetime = Field(description="When it was queued.")
    sent_at: datetime | None = Field(description="When the mail server took it.")
    settled_at: datetime | None = Field(description="When it came to its present end.")
    reply_code: int | None = Field(description="The mail server's last code.")
    reply: str = Field(description="The server's last words, without addresses; or why it was not sent.")


class MessageOut(BaseModel):
    """What a mail said, made again from what was kept of it."""

    subject: str = Field(description="Its subject.")
    text: str = Field(description="As plain text.")
    html: str = Field(description="As a page.")
    language: str = Field(description="fi, sv or en.")
