"""Rows that others own. Nobody here writes them but `chassis.listening.Copy`."""

from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from notifications.schema import NotificationsCopy


class Organisation(NotificationsCopy, table=True):
    """Of registry's organisations (järjestö), what a message says of them; a merged one knows its successor."""

    __tablename__ = "organisation_copy"
    names: dict[str, Any] = Field(sa_type=JSONB)
    """fi, sv, en; null where there is none."""
    status: str
    successor_id: UUID | None = None


class Area(NotificationsCopy, table=True):
    """Of registry's areas (alue), what audiences ask about."""

    __tablename__ = "area_copy"
    code: str = Field(index=True)
    kind: str
    name_fi: str
    name_sv: str | None = None
    successor: str | None = None
    placements: list[dict[str, Any]] = Field(sa_type=JSONB)
    """Under which area it lies and when; half-open days."""
