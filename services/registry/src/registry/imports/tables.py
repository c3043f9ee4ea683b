"""Imports, their files and rows; which row of a source is which organisation; pairs that a person decides."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field
from typing_extensions import override

from chassis.problems import Problem
from chassis.tables import INSTANT, one_of
from registry.access import Permission
from registry.events.imports import TOPIC
from registry.imports.domain import duplicates
from registry.imports.domain.job import Mode, Status
from registry.imports.domain.matching import Why
from registry.imports.domain.planning import Outcome
from registry.imports.problems import PAIR_TAKEN, ROW_TWICE, SOURCE_BUSY, Rejection
from registry.schema import RegistryPlain, RegistryRoot, RegistryRow

_IMPORT = "registry.import.id"
_ORGANISATION = "registry.organisation.id"


class Import(RegistryRoot, table=True):
    """One import: what was sent, how far it has come, what became of the rows (tuontiajo). ORG-22."""

    __tablename__ = "import"
    __topic__: ClassVar[str] = TOPIC
    __read__ = Permission.IMPORT_READ
    __table_args__ = (
        Index("uq_import_source_busy", "source", unique=True, postgresql_where=text("status IN ('queued', 'running')")),
        Index("ix_import_asked_at_id", "asked_at", "id"),
        Index("ix_import_source_watermark", "source", "watermark"),
    )
    __refusals__: ClassVar[Mapping[str, Problem]] = {
        "uq_import_source_busy": SOURCE_BUSY,
        "pk_import_row": ROW_TWICE,
        "uq_duplicate_one_id_other_id": PAIR_TAKEN,
        "uq_duplicate_source_external_id_one_id": PAIR_TAKEN,
    }
    source: str
    mode: Mode = Field(sa_type=one_of(Mode))
    status: Status = Field(default=Status.QUEUED, sa_type=one_of(Status))
    edition_on: date
    """Day of the source's edition: stands beside each value that it brings."""
    watermark: str
    """SHA-256 over the files' names and bytes."""
    file_names: list[str] = Field(sa_type=ARRAY(Text))
    rows_total: int | None = None
    """Known once the files have been read."""
    rows_done: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    possible_duplicates: int = 0
    candidate_pairs: int = 0
    failures: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """Why it was given up: `{code, fi, sv, en}` each."""
    asked_by: UUID
    asked_at: datetime = Field(sa_type=INSTANT)
    started_at: datetime | None = Field(default=None, sa_type=INSTANT)
    finished_at: datetime | None = Field(default=None, sa_type=INSTANT)

    @override
    def public(self) -> None:
        """The topic has facts only."""


class ImportFile(RegistryPlain, table=True):
    """A file as it was sent; kept until all its rows are taken."""

    __tablename__ = "import_file"
    import_id: UUID = Field(primary_key=True, sa_column_args=(ForeignKey(_IMPORT),))
    name: str = Field(primary_key=True)
    content: bytes


class ImportRow(RegistryPlain, table=True):
    """What became of a row, or would: the preview of a dry run and the account of a real one."""

    __tablename__ = "import_row"
    __table_args__ = (Index("ix_import_row_import_id", "import_id", "outcome", "number"),)
    import_id: UUID = Field(primary_key=True, sa_column_args=(ForeignKey(_IMPORT),))
    number: int = Field(primary_key=True)
    """Which record of the file, from 1."""
    line: int
    outcome: Outcome = Field(sa_type=one_of(Outcome))
    external_id: str | None = None
    name: str | None = None
    organisation_id: UUID | None = None
    changes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    kept: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    candidates: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    field: str | None = None
    value: str | None = None
    """What stood there, identity codes struck out."""
    reason: Rejection | None = Field(default=None, sa_type=one_of(Rejection))


class SourceKey(RegistryPlain, table=True):
    """Which organisation a source means by its own key (lähteen oma tunniste). INF-05."""

    __tablename__ = "source_key"
    __table_args__ = (Index("ix_source_key_organisation_id", "organisation_id"),)
    source: str = Field(primary_key=True)
    external_id: str = Field(primary_key=True)
    organisation_id: UUID = Field(sa_column_args=(ForeignKey(_ORGANISATION),))
    linked_at: datetime = Field(sa_type=INSTANT)


class WaitingRow(RegistryPlain, table=True):
    """A row whose organisation a person must name first; as its newest edition had it."""

    __tablename__ = "waiting_row"
    source: str = Field(primary_key=True)
    external_id: str = Field(primary_key=True)
    name: str
    incoming: dict[str, Any] = Field(sa_type=JSONB)
    edition_on: date
    import_id: UUID = Field(sa_column_args=(ForeignKey(_IMPORT),))


class Duplicate(RegistryRow, table=True):
    """Two bodies, or a waiting row and a body, that may be one (kaksoiskappale-ehdokas). ORG-23."""

    __tablename__ = "duplicate"
    __read__ = Permission.IMPORT_READ
    __table_args__ = (
        CheckConstraint("(other_id IS NULL) = (external_id IS NOT NULL AND source IS NOT NULL)", name="of_two"),
        CheckConstraint("one_id < other_id", name="in_order"),
        Index("uq_duplicate_one_id_other_id", "one_id", "other_id", unique=True, postgresql_where=text("other_id IS NOT NULL")),
        Index(
            "uq_duplicate_source_external_id_one_id", "source", "external_id", "one_id", unique=True,
            postgresql_where=text("external_id IS NOT NULL"),
        ),
        Index("ix_duplicate_proposed_at_id", "proposed_at", "id"),
        Index("ix_duplicate_other_id", "other_id"),
    )
    one_id: UUID = Field(sa_column_args=(ForeignKey(_ORGANISATION),))
    other_id: UUID | None = Field(default=None, sa_column_args=(ForeignKey(_ORGANISATION),))
    source: str | None = None
    external_id: str | None = None
    score: float
    why: Why = Field(sa_type=one_of(Why))
    status: duplicates.Status = Field(default=duplicates.Status.OPEN, sa_type=one_of(duplicates.Status))
    import_id: UUID = Field(sa_column_args=(ForeignKey(_IMPORT),))
    proposed_at: datetime = Field(sa_type=INSTANT)
    decided_at: datetime | None = Field(default=None, sa_type=INSTANT)
    decided_by: UUID | None = None
    grounds: str | None = None
