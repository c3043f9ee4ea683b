"""Mails that came to their end, and the memory of what was told, are forgotten when their time is over."""

import sqlalchemy as sa
from alembic import op

revision = "0006_retention"
down_revision = "0005_deliveries"


def upgrade() -> None:
    for name, days in (("mail_days", 400), ("telling_days", 500)):
        op.add_column(
            "mail_parameters", sa.Column(name, sa.Integer(), nullable=False, server_default=str(days)), schema="notifications"
        )
        op.alter_column("mail_parameters", name, server_default=None, schema="notifications")
    op.create_check_constraint(
        op.f("ck_mail_parameters_kept"), "mail_parameters", "mail_days > 0 AND telling_days > 400", schema="notifications"
    )
    op.create_index(
        "ix_mail_ended", "mail", [sa.text("coalesce(settled_at, sent_at)")], unique=False, schema="notifications",
        postgresql_where=sa.text("state NOT IN ('queued', 'sending')"),
    )
    op.create_index("ix_telling_at", "telling", ["at"], unique=False, schema="notifications")
