"""Applications are held while a party has ended; of an end to come grants has heard.

A copy that was kept before this knows of no end to come: `yhdyspinta rebuild grants organisation_copy` reads them again.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_holds"
down_revision = "0005_served_again"

SCHEMA = "grants"


def upgrade() -> None:
    op.create_table("ended_organisation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("dissolved_on", sa.Date(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_ended_organisation")),
        schema=SCHEMA
    )
    op.add_column("application", sa.Column("held_for", postgresql.ARRAY(sa.Uuid()), nullable=False, server_default="{}"), schema=SCHEMA)
    op.alter_column("application", "held_for", server_default=None, schema=SCHEMA)
    op.add_column("organisation_copy", sa.Column("dissolves_on", sa.Date(), nullable=True), schema=SCHEMA)
