"""The parameters with their first values."""

import sqlalchemy as sa
from alembic import op

revision = "0005_parameters"
down_revision = "0004_bookings"


def upgrade() -> None:
    op.create_table("parameters",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("handover_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_parameters_only_one")),
        sa.CheckConstraint("handover_days > 0", name=op.f("ck_parameters_handover")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameters")),
        schema="facilities"
    )
    op.execute("INSERT INTO facilities.parameters (id, handover_days) VALUES (1, 14)")
