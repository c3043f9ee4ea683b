"""Calendar entries of who got seats from a waiting list; a copy of the names of forums' structures for the public feed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008_seats"
down_revision = "0007_meetings"


def upgrade() -> None:
    op.alter_column("calendar_entry", "invitation_id", nullable=True, schema="notifications")
    op.add_column("calendar_entry", sa.Column("registration_id", sa.Uuid, nullable=True), schema="notifications")
    op.add_column(
        "calendar_entry", sa.Column("raised", sa.Integer, nullable=False, server_default="0"), schema="notifications"
    )
    op.alter_column("calendar_entry", "raised", server_default=None, schema="notifications")
    op.create_table(
        "structure_copy",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("names", JSONB, nullable=False),
        schema="notifications",
    )
