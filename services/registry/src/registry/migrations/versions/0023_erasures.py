"""What is left of groups that were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0023_erasures"
down_revision = "0021_dissolution_to_come"


def upgrade() -> None:
    op.create_table(
        "erased_organisation",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        schema="registry",
    )
