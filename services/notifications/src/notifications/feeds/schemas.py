"""Answers of the feed."""

from typing import Any

from pydantic import BaseModel, Field


class Events(BaseModel):
    """Some events in the order in which they were heard."""

    items: list[dict[str, Any]] = Field(description="CloudEvents 1.0 in structured JSON, as webhooks send them.")
    next: str = Field(description="Give it as `after` to go on; also when there was nothing new.")
