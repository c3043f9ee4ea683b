"""Things, and what trying them out leaves behind."""

import sqlalchemy as sa
from alembic import op

revision = "0002_things"
down_revision = "0001_house"


def upgrade() -> None:
    op.create_table(
        "thing",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("area", sa.String, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("secret", sa.String, nullable=False),
        sa.CheckConstraint("count >= 0", name="ck_thing_count"),
        sa.UniqueConstraint("name", name="uq_thing_name"),
        schema="sample",
    )
    op.create_table(
        "effect",
        sa.Column("position", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("thing_id", sa.Uuid, nullable=False),
        sa.Column("said", sa.String, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False, server_default="0"),
        schema="sample",
    )
    op.create_table(
        "heard_thing",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("area", sa.String, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        schema="sample",
    )
