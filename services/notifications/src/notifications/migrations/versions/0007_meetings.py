"""Calendar entries of who is invited to meetings; a copy of forums' meetings for the public feed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007_meetings"
down_revision = "0006_retention"


def upgrade() -> None:
    op.create_table(
        "calendar_entry",
        sa.Column("meeting_id", sa.Uuid, nullable=False),
        sa.Column("recipient_id", sa.Uuid, nullable=False),
        sa.Column("invitation_id", sa.Uuid, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("cancelled", sa.Boolean, nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", "recipient_id", name=op.f("pk_calendar_entry")),
        schema="notifications",
    )
    op.create_index("ix_calendar_entry_ends_at", "calendar_entry", ["ends_at"], schema="notifications")
    op.create_table(
        "meeting_copy",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("structure_id", sa.Uuid, nullable=False),
        sa.Column("title", JSONB, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("room", sa.String, nullable=False),
        sa.Column("mode", sa.String, nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calendar_sequence", sa.Integer, nullable=False),
        sa.Column("place", sa.String),
        schema="notifications",
    )
    op.create_index("ix_meeting_copy_starts_at", "meeting_copy", ["starts_at", "id"], schema="notifications")
