"""What may differ between two installations of notifications."""

from typing import Self

from pydantic import Field, field_validator, model_validator

from chassis import settings


class Settings(settings.Settings):
    """Environment variables `YHDYSPINTA_…`."""

    webhook_inside: frozenset[str] = frozenset()
    """`host:port` of receivers inside our own network, in dev and tests only: these alone may be without https."""
    webhook_seconds: float = Field(default=30, gt=0, le=30)
    """How long a receiver has for its whole answer."""

    @field_validator("webhook_inside")
    @classmethod
    def _with_a_port(cls, value: frozenset[str]) -> frozenset[str]:
        if wrong := [place for place in value if not place.rpartition(":")[2].isdigit()]:
            raise ValueError(f"not host:port: {', '.join(sorted(wrong))}")
        return frozenset(place.lower() for place in value)

    @model_validator(mode="after")
    def _nothing_inside_in_production(self) -> Self:
        if self.env == "production" and self.webhook_inside:
            raise ValueError("in production no webhook goes to an inside address")
        return self
