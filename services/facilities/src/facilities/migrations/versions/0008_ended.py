"""Whose end led to an offer, and by which fact; which organisations have ended.

What is on offer already is of its own organisation; by which fact was not kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_ended"
down_revision = "0007_asked"

SCHEMA = "facilities"


def upgrade() -> None:
    op.create_table("ended_organisation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("dissolved_on", sa.Date(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_ended_organisation")),
        schema=SCHEMA
    )
    for name in ("handover_of", "handover_cause", "handed_over_from"):
        op.add_column("booking", sa.Column(name, sa.Uuid(), nullable=True), schema=SCHEMA)
    op.execute("UPDATE facilities.booking SET handover_of = organisation_id WHERE status = 'handover_offered'")
