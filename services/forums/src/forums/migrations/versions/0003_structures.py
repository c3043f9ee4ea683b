"""Structures, who convenes them, their seats and holders; what audiences ask of organisations. Nothing of it is ever deleted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_structures"
down_revision = "0002_copies"


def upgrade() -> None:
    op.create_table("structure",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("code", sa.String(), nullable=False),
    sa.Column("template", sa.String(), nullable=True),
    sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("level", sa.Enum("county", "service_area", "municipality", "health_centre", name="level", native_enum=False, create_constraint=True, length=40, schema="forums"), nullable=False),
    sa.Column("kind", sa.Enum("open", "representative", "internal", "external", "network", "influence_body", "working_group", name="kind", native_enum=False, create_constraint=True, length=40, schema="forums"), nullable=False),
    sa.Column("status", sa.Enum("active", "closed", name="status", native_enum=False, create_constraint=True, length=40, schema="forums"), nullable=False),
    sa.Column("area", sa.String(), nullable=True),
    sa.Column("areas", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("domain", sa.String(), nullable=True),
    sa.Column("parent_id", sa.Uuid(), nullable=True),
    sa.Column("cooperation_areas", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("topics", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("groups", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("cadence", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column("convenor_role", sa.String(), nullable=True),
    sa.Column("convenor_text", sa.String(), nullable=False),
    sa.Column("convenor_count", sa.Integer(), nullable=False),
    sa.Column("convenors", postgresql.ARRAY(sa.Uuid()), nullable=False),
    sa.Column("mandate", sa.String(), nullable=True),
    sa.Column("term_from", sa.Date(), nullable=True),
    sa.Column("term_until", sa.Date(), nullable=True),
    sa.Column("founded", sa.String(), nullable=True),
    sa.Column("since", sa.Date(), nullable=False),
    sa.Column("closed_on", sa.Date(), nullable=True),
    sa.Column("closing_grounds", sa.String(), nullable=True),
    sa.Column("successor_id", sa.Uuid(), nullable=True),
    sa.Column("no_successor_because", sa.String(), nullable=True),
    sa.CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_structure_closed")),
    sa.CheckConstraint("cardinality(cooperation_areas) > 0", name=op.f("ck_structure_cooperation_areas")),
    sa.CheckConstraint("term_from < term_until", name=op.f("ck_structure_term")),
    sa.ForeignKeyConstraint(["parent_id"], ["forums.structure.id"], name=op.f("fk_structure_parent_id"), deferrable=True, initially="DEFERRED"),
    sa.ForeignKeyConstraint(["successor_id"], ["forums.structure.id"], name=op.f("fk_structure_successor_id"), deferrable=True, initially="DEFERRED"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_structure")),
    schema="forums"
    )
    op.create_index("ix_structure_parent_id", "structure", ["parent_id"], unique=False, schema="forums")
    op.create_index("uq_structure_code", "structure", ["code"], unique=True, schema="forums", postgresql_where=sa.text("status = 'active'"))
    op.create_table("convening",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("structure_id", sa.Uuid(), nullable=False),
    sa.Column("organisation_id", sa.Uuid(), nullable=False),
    sa.Column("since", sa.Date(), nullable=False),
    sa.Column("until", sa.Date(), nullable=True),
    sa.Column("until_before", sa.Date(), nullable=True),
    sa.Column("cause_id", sa.Uuid(), nullable=True),
    postgresql.ExcludeConstraint((sa.column("structure_id"), "="), (sa.column("organisation_id"), "="), (sa.text("daterange(since, until)"), "&&"), using="gist", name="ex_convening_days"),
    sa.CheckConstraint("since <= until", name=op.f("ck_convening_days")),
    sa.ForeignKeyConstraint(["structure_id"], ["forums.structure.id"], name=op.f("fk_convening_structure_id"), deferrable=True, initially="DEFERRED"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_convening")),
    schema="forums"
    )
    op.create_table("seat",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("structure_id", sa.Uuid(), nullable=False),
    sa.Column("group", sa.String(), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("deputy_of", sa.Uuid(), nullable=True),
    sa.Column("areas", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("area", sa.String(), nullable=True),
    sa.Column("domain", sa.String(), nullable=True),
    sa.Column("appointments", sa.Integer(), nullable=False),
    sa.Column("withdrawn_on", sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(["deputy_of"], ["forums.seat.id"], name=op.f("fk_seat_deputy_of"), deferrable=True, initially="DEFERRED"),
    sa.ForeignKeyConstraint(["structure_id"], ["forums.structure.id"], name=op.f("fk_seat_structure_id"), deferrable=True, initially="DEFERRED"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    schema="forums"
    )
    op.create_index("ix_seat_deputy_of", "seat", ["deputy_of"], unique=False, schema="forums")
    op.create_index("ix_seat_structure_id", "seat", ["structure_id", "number"], unique=False, schema="forums")
    op.create_table("holding",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("structure_id", sa.Uuid(), nullable=False),
    sa.Column("seat_id", sa.Uuid(), nullable=False),
    sa.Column("person", sa.Uuid(), nullable=False),
    sa.Column("organisation_id", sa.Uuid(), nullable=True),
    sa.Column("areas", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("area", sa.String(), nullable=True),
    sa.Column("domain", sa.String(), nullable=True),
    sa.Column("since", sa.Date(), nullable=False),
    sa.Column("until", sa.Date(), nullable=True),
    sa.Column("until_before", sa.Date(), nullable=True),
    sa.Column("ended_because", sa.Enum("resigned", "term_ended", "organisation_dissolved", "removed", "structure_closed", name="because", native_enum=False, create_constraint=True, length=40, schema="forums"), nullable=True),
    sa.Column("told", sa.Boolean(), nullable=False),
    sa.Column("cause_id", sa.Uuid(), nullable=True),
    postgresql.ExcludeConstraint((sa.column("seat_id"), "="), (sa.text("daterange(since, until)"), "&&"), using="gist", name="ex_holding_seat"),
    postgresql.ExcludeConstraint((sa.column("structure_id"), "="), (sa.column("person"), "="), (sa.text("daterange(since, until)"), "&&"), using="gist", name="ex_holding_person"),
    sa.CheckConstraint("since <= until", name=op.f("ck_holding_days")),
    sa.ForeignKeyConstraint(["seat_id"], ["forums.seat.id"], name=op.f("fk_holding_seat_id"), deferrable=True, initially="DEFERRED"),
    sa.ForeignKeyConstraint(["structure_id"], ["forums.structure.id"], name=op.f("fk_holding_structure_id"), deferrable=True, initially="DEFERRED"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_holding")),
    schema="forums"
    )
    op.create_index("ix_holding_organisation_id", "holding", ["organisation_id"], unique=False, schema="forums")
    op.add_column("organisation_copy", sa.Column("operating_area", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True), schema="forums")
    op.add_column(
        "organisation_copy", sa.Column("is_service_producer", sa.Boolean(), nullable=False, server_default=sa.false()), schema="forums"
    )
    op.add_column(
        "organisation_copy", sa.Column("sote_status", sa.String(), nullable=False, server_default="not_evaluated"), schema="forums"
    )
    for column in ("is_service_producer", "sote_status"):
        op.alter_column("organisation_copy", column, server_default=None, schema="forums")
    op.execute("REVOKE DELETE ON forums.structure, forums.convening, forums.seat, forums.holding FROM forums_app")
