"""Who is invited or promoted and does not know yet; who asked for a room."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_telling"
down_revision = "0004_meetings"

KNOWN = (
    "UPDATE forums.invitation i SET told_version = m.schedule_version FROM forums.meeting m WHERE m.id = i.meeting_id",
    """
    UPDATE forums.registration r SET told_version = m.schedule_version FROM forums.meeting m
    WHERE m.id = r.meeting_id AND r.promoted_at IS NOT NULL
    """,
)
"""Until now everybody was told at once."""


def upgrade() -> None:
    for name in ("untold_persons", "untold_organisations"):
        op.add_column(
            "invitation", sa.Column(name, postgresql.ARRAY(sa.Uuid()), nullable=False, server_default="{}"), schema="forums"
        )
    for table in ("invitation", "registration"):
        op.add_column(table, sa.Column("told_version", sa.Integer(), nullable=False, server_default="0"), schema="forums")
    for statement in KNOWN:
        op.execute(statement)
    for table, name in (
        ("invitation", "untold_persons"), ("invitation", "untold_organisations"), ("invitation", "told_version"),
        ("registration", "told_version"),
    ):
        op.alter_column(table, name, server_default=None, schema="forums")
    op.create_table("room_request",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("meeting_id", sa.Uuid(), nullable=False),
    sa.Column("person", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["meeting_id"], ["forums.meeting.id"], name=op.f("fk_room_request_meeting_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_room_request")),
    sa.UniqueConstraint("meeting_id", name=op.f("uq_room_request_meeting_id")),
    schema="forums"
    )
    op.execute("REVOKE DELETE ON forums.room_request FROM forums_app")
