"""Bodies in, answers out."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from notifications.recipients.domain.addressee import Language
from notifications.subscriptions.domain.preference import Weight


class Preview(BaseModel):
    """What a mail would say."""

    model_config = ConfigDict(extra="forbid")
    values: Annotated[dict[str, Any], Field(description="The template's values; `list_templates` shows their schema.")]
    language: Annotated[Language | None, Field(description="In which language; null: the recipient's, or Finnish.")] = None
    recipient_id: Annotated[UUID | None, Field(description="For this person or organisation; nothing is sent to them.")] = None
    version: Annotated[int | None, Field(ge=1, le=10_000, description="An old version; null: the newest.")] = None


class PreviewOut(BaseModel):
    """A mail as it would be."""

    template: str = Field(description="The template.")
    template_version: int = Field(description="Its version.")
    language: Language = Field(description="In which language it is.")
    subject: str = Field(description="The subject.")
    text: str = Field(description="The text part.")
    html: str = Field(description="The HTML part; it says the same.")
    unsubscribable: bool = Field(description="Whether it carries a link that ends its subscription.")


class TemplateOut(BaseModel):
    """A template."""

    name: str = Field(description="Its name.")
    newest: int = Field(description="Its newest version; earlier ones can still be shown.")
    weight: Weight = Field(description="How much it weighs against what a recipient prefers.")
    topic: str | None = Field(description="What one click unsubscribes from; null: it cannot be unsubscribed from.")
    values: dict[str, Any] = Field(description="JSON Schema of the values that it needs.")
