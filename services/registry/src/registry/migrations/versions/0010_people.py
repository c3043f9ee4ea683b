"""Roles that people hold, and requests to act for an organisation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ExcludeConstraint

revision = "0010_people"
down_revision = "0004_search"

SCHEMA = "registry"
SCOPE_KINDS = ("county", "domain", "area", "centre", "municipality", "organisation", "call", "rescue", "rescue_area")
CAPACITIES = ("employee", "elected", "volunteer", "experience_expert")


def upgrade() -> None:
    op.create_table(
        "role_assignment",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("subject", sa.Uuid, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        _one_of("scope_kind", "scopekind", *SCOPE_KINDS),
        sa.Column("scope_id", sa.String, nullable=False),
        sa.Column("sole", sa.Boolean, nullable=False),
        sa.Column("deputy_of", sa.Uuid),
        _one_of("status", "status", "given", "ended"),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True)),
        _one_of("source", "source", "assigned", "requested"),
        sa.Column("assigned_by", sa.Uuid, nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        _one_of("capacity", "capacity", *CAPACITIES, nullable=True),
        sa.Column("duties", sa.String),
        sa.Column("time_share", sa.SmallInteger),
        sa.Column("mandate", sa.String),
        sa.Column("place", sa.String),
        sa.Column("areas", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("domain", sa.String),
        sa.Column("organisation_id", sa.Uuid),
        sa.ForeignKeyConstraint(["deputy_of"], ["registry.role_assignment.id"], name="fk_role_assignment_deputy_of"),
        sa.CheckConstraint("valid_from <= valid_until", name="term"),
        sa.CheckConstraint("time_share BETWEEN 1 AND 100", name="time_share"),
        ExcludeConstraint(
            ("role", "="), ("scope_kind", "="), ("scope_id", "="), (sa.text("tstzrange(valid_from, valid_until)"), "&&"),
            name="ex_role_assignment_sole", using="gist", where=sa.text("sole AND deputy_of IS NULL"),
        ),
        ExcludeConstraint(
            ("subject", "="), ("role", "="), ("scope_kind", "="), ("scope_id", "="),
            (sa.text("tstzrange(valid_from, valid_until)"), "&&"),
            name="ex_role_assignment_subject", using="gist",
        ),
        schema=SCHEMA,
    )
    op.create_index("ix_role_assignment_scope_id", "role_assignment", ["scope_kind", "scope_id", "role"], schema=SCHEMA)
    op.create_index(
        "ix_role_assignment_valid_until", "role_assignment", ["valid_until"], schema=SCHEMA, postgresql_where=sa.text("status = 'given'")
    )
    op.create_table(
        "representation_request",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("subject", sa.Uuid, nullable=False),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        _one_of("capacity", "capacity", *CAPACITIES),
        sa.Column("grounds", sa.String, nullable=False),
        _one_of("status", "status", "pending", "approved", "refused", "withdrawn"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.Uuid),
        sa.Column("decision_grounds", sa.String),
        sa.Column("assignment_id", sa.Uuid),
        sa.Column("areas", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("domain", sa.String),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["registry.organisation.id"], name="fk_representation_request_organisation_id"
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["registry.role_assignment.id"], name="fk_representation_request_assignment_id",
            deferrable=True, initially="DEFERRED",
        ),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_representation_request_pending", "representation_request", ["subject", "organisation_id"],
        unique=True, schema=SCHEMA, postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "ix_representation_request_organisation_id", "representation_request", ["organisation_id"], schema=SCHEMA
    )


def _one_of(column: str, enum: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    """Text with a check of its values."""
    kind = sa.Enum(*values, native_enum=False, create_constraint=True, length=40, name=enum)
    return sa.Column(column, kind, nullable=nullable)
