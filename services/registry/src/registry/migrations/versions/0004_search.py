"""What the search reads."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_search"
down_revision = "0003_organisations"


def upgrade() -> None:
    op.create_table("search_entry",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("names", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.Column("written_by", sa.BigInteger(), server_default=sa.text("((pg_current_xact_id())::text)::bigint"), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["registry.organisation.id"], name=op.f("fk_search_entry_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_search_entry")),
        schema="registry"
    )
    op.create_index("ix_search_entry_words", "search_entry", ["words"], unique=False, schema="registry", postgresql_using="gin", postgresql_with={"fastupdate": "off"})
    op.create_index("ix_search_entry_written_by", "search_entry", ["written_by"], unique=False, schema="registry")
