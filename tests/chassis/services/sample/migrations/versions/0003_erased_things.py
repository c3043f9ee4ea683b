"""Things that were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0003_erased_things"
down_revision = "0002_things"


def upgrade() -> None:
    op.create_table(
        "erased_thing",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        schema="sample",
    )
