"""Imports with their files and rows, the sources' own keys, rows that wait, and candidate pairs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0020_imports"
down_revision = "0010_people"

SCHEMA = "registry"
COUNTS = ("rows_done", "created", "changed", "unchanged", "rejected", "possible_duplicates", "candidate_pairs")
REASONS = (
    "unreadable", "external_id_missing", "name_missing", "text_too_long", "control_character", "identity_code",
    "identifier_malformed", "identifier_check_digit", "date_unreadable", "date_in_future", "twice_in_file", "contradiction",
)


def upgrade() -> None:
    op.create_table(
        "import",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        _one_of("mode", "mode", "dry_run", "apply"),
        _one_of("status", "status", "queued", "running", "done", "failed"),
        sa.Column("edition_on", sa.Date, nullable=False),
        sa.Column("watermark", sa.String, nullable=False),
        sa.Column("file_names", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("rows_total", sa.Integer),
        *(sa.Column(name, sa.Integer, nullable=False) for name in COUNTS),
        sa.Column("failures", JSONB, nullable=False),
        sa.Column("asked_by", sa.Uuid, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_import_source_busy", "import", ["source"], unique=True, schema=SCHEMA,
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )
    op.create_index("ix_import_asked_at_id", "import", ["asked_at", "id"], schema=SCHEMA)
    op.create_index("ix_import_source_watermark", "import", ["source", "watermark"], schema=SCHEMA)
    op.create_table(
        "import_file",
        sa.Column("import_id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        _belongs("import_file", "import_id", "import"),
        schema=SCHEMA,
    )
    op.create_table(
        "import_row",
        sa.Column("import_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("line", sa.Integer, nullable=False),
        _one_of("outcome", "outcome", "create", "change", "unchanged", "reject", "possible_duplicate"),
        sa.Column("external_id", sa.String),
        sa.Column("name", sa.String),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("changes", JSONB, nullable=False),
        sa.Column("kept", JSONB, nullable=False),
        sa.Column("candidates", JSONB, nullable=False),
        sa.Column("field", sa.String),
        sa.Column("value", sa.String),
        _one_of("reason", "rejection", *REASONS, nullable=True),
        _belongs("import_row", "import_id", "import"),
        schema=SCHEMA,
    )
    op.create_index("ix_import_row_import_id", "import_row", ["import_id", "outcome", "number"], schema=SCHEMA)
    op.create_table(
        "source_key",
        sa.Column("source", sa.String, primary_key=True),
        sa.Column("external_id", sa.String, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("source_key", "organisation_id", "organisation"),
        schema=SCHEMA,
    )
    op.create_index("ix_source_key_organisation_id", "source_key", ["organisation_id"], schema=SCHEMA)
    op.create_table(
        "waiting_row",
        sa.Column("source", sa.String, primary_key=True),
        sa.Column("external_id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("incoming", JSONB, nullable=False),
        sa.Column("edition_on", sa.Date, nullable=False),
        sa.Column("import_id", sa.Uuid, nullable=False),
        _belongs("waiting_row", "import_id", "import"),
        schema=SCHEMA,
    )
    _duplicate()


def _duplicate() -> None:
    op.create_table(
        "duplicate",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("one_id", sa.Uuid, nullable=False),
        sa.Column("other_id", sa.Uuid),
        sa.Column("source", sa.String),
        sa.Column("external_id", sa.String),
        sa.Column("score", sa.Float, nullable=False),
        _one_of("why", "why", "same_name", "like_name", "identifiers_disagree"),
        _one_of("status", "status", "open", "same", "apart"),
        sa.Column("import_id", sa.Uuid, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.Uuid),
        sa.Column("grounds", sa.String),
        sa.CheckConstraint("(other_id IS NULL) = (external_id IS NOT NULL AND source IS NOT NULL)", name=op.f("ck_duplicate_of_two")),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_duplicate_in_order")),
        _belongs("duplicate", "one_id", "organisation"),
        _belongs("duplicate", "other_id", "organisation"),
        _belongs("duplicate", "import_id", "import"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_duplicate_one_id_other_id", "duplicate", ["one_id", "other_id"], unique=True, schema=SCHEMA,
        postgresql_where=sa.text("other_id IS NOT NULL"),
    )
    op.create_index(
        "uq_duplicate_source_external_id_one_id", "duplicate", ["source", "external_id", "one_id"], unique=True, schema=SCHEMA,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    op.create_index("ix_duplicate_proposed_at_id", "duplicate", ["proposed_at", "id"], schema=SCHEMA)
    op.create_index("ix_duplicate_other_id", "duplicate", ["other_id"], schema=SCHEMA)


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{SCHEMA}.{to}.id"], name=f"fk_{table}_{column}")


def _one_of(column: str, enum: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    """Text with a check of its values."""
    kind = sa.Enum(*values, native_enum=False, create_constraint=True, length=40, name=enum)
    return sa.Column(column, kind, nullable=nullable)
