"""Imports of sites, their files and the account of their rows."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from chassis.problems import Problem
from chassis.tables import INSTANT, one_of
from facilities.access import Permission
from facilities.imports.domain.job import ImportStatus, Mode
from facilities.imports.domain.planning import Outcome
from facilities.imports.problems import SOURCE_BUSY, Rejection
from facilities.schema import FacilitiesPlain, FacilitiesRow

_IMPORT = "facilities.site_import.id"


class SiteImport(FacilitiesRow, table=True):
    """One import: what was sent, and what became of the rows (tuontiajo)."""

    __tablename__ = "site_import"
    __read__ = Permission.IMPORT_READ
    __table_args__ = (
        Index("uq_site_import_source_busy", "source", unique=True, postgresql_where=text("status = 'queued'")),
        Index("ix_site_import_asked_at_id", "asked_at", "id"),
    )
    __refusals__: ClassVar[Mapping[str, Problem]] = {"uq_site_import_source_busy": SOURCE_BUSY}
    source: str
    mode: Mode = Field(sa_type=one_of(Mode))
    status: ImportStatus = Field(default=ImportStatus.QUEUED, sa_type=one_of(ImportStatus))
    edition_on: date
    """Day of the source's edition: stands beside each site that it brings."""
    watermark: str
    """SHA-256 over the file."""
    rows: int
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    outside: int = 0
    rejected: int = 0
    asked_by: UUID
    asked_at: datetime = Field(sa_type=INSTANT)
    finished_at: datetime | None = Field(default=None, sa_type=INSTANT)


class SiteImportFile(FacilitiesPlain, table=True):
    """The file as it was sent; kept until it has been applied."""

    __tablename__ = "site_import_file"
    import_id: UUID = Field(primary_key=True, foreign_key=_IMPORT)
    content: bytes


class SiteImportRow(FacilitiesPlain, table=True):
    """What became of a row, or would: the preview of a dry run and the account of a real one."""

    __tablename__ = "site_import_row"
    __table_args__ = (Index("ix_site_import_row_outcome", "import_id", "outcome", "number"),)
    import_id: UUID = Field(primary_key=True, foreign_key=_IMPORT)
    number: int = Field(primary_key=True)
    """Which record of the file, from 1."""
    line: int
    outcome: Outcome = Field(sa_type=one_of(Outcome))
    source_id: str | None = None
    name: str | None = None
    site_id: UUID | None = None
    """None for one that a dry run would create."""
    changes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    kept: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    field: str | None = None
    value: str | None = None
    """What stood there, identity codes struck out."""
    reason: Rejection | None = Field(default=None, sa_type=one_of(Rejection))
