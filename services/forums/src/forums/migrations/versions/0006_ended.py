"""Which organisations have ended, so that whoever was seated for one meanwhile is found."""

import sqlalchemy as sa
from alembic import op

revision = "0006_ended"
down_revision = "0005_telling"


def upgrade() -> None:
    op.create_table("ended_organisation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("dissolved_on", sa.Date(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_ended_organisation")),
        schema="forums"
    )
