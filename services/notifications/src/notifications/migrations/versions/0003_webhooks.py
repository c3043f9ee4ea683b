"""Messages, endpoints that want them, deliveries and their attempts; the parameters with their first values."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_webhooks"
down_revision = "0002_copies"


def upgrade() -> None:
    op.create_table("endpoint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("types", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("status", sa.Enum("active", "disabled", "removed", name="status", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("why", sa.Enum("by_hand", "gone", "failing", name="why", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=True),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endpoint")),
        schema="notifications"
    )
    op.create_index("ix_endpoint_owner", "endpoint", ["owner"], unique=False, schema="notifications")
    op.create_table("message",
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("only_for", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_message")),
        sa.UniqueConstraint("event_id", name=op.f("uq_message_event_id")),
        schema="notifications"
    )
    op.create_index("ix_message_happened_at", "message", ["happened_at"], unique=False, schema="notifications")
    op.create_index("ix_message_heard_at", "message", ["heard_at"], unique=False, schema="notifications")
    op.create_index("ix_message_name_position", "message", ["name", "position"], unique=False, schema="notifications", postgresql_where=sa.text("only_for IS NULL"))
    op.create_table("parameters",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("retry_waits", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("jitter", sa.Float(), nullable=False),
        sa.Column("least_wait", sa.Integer(), nullable=False),
        sa.Column("failing_hours", sa.Integer(), nullable=False),
        sa.Column("memory_hours", sa.Integer(), nullable=False),
        sa.Column("lease_seconds", sa.Integer(), nullable=False),
        sa.Column("per_endpoint", sa.Integer(), nullable=False),
        sa.Column("most_old_keys", sa.Integer(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_parameters_only_one")),
        sa.CheckConstraint("jitter BETWEEN 0 AND 1", name=op.f("ck_parameters_jitter")),
        sa.CheckConstraint("keep_days >= 3", name=op.f("ck_parameters_kept_longer_than_tried")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameters")),
        schema="notifications"
    )
    op.create_table("delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("purpose", sa.Enum("event", "test", "resend", "replay", name="purpose", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("state", sa.Enum("queued", "retrying", "delivered", "failed", "cancelled", name="state", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("tried", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["endpoint_id"], ["notifications.endpoint.id"], name=op.f("fk_delivery_endpoint_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["position"], ["notifications.message.position"], name=op.f("fk_delivery_position"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("endpoint_id", "position", name=op.f("uq_delivery_endpoint_id_position")),
        schema="notifications"
    )
    op.create_index("ix_delivery_due_at", "delivery", ["endpoint_id", "due_at", "position"], unique=False, schema="notifications", postgresql_where=sa.text("state IN ('queued', 'retrying')"))
    op.create_index("ix_delivery_leased_until", "delivery", ["endpoint_id", "leased_until"], unique=False, schema="notifications", postgresql_where=sa.text("leased_until IS NOT NULL"))
    op.create_index("ix_delivery_position", "delivery", ["position"], unique=False, schema="notifications")
    op.create_index("ix_delivery_subject", "delivery", ["endpoint_id", "subject", "position"], unique=False, schema="notifications", postgresql_where=sa.text("state = 'queued'"))
    op.create_table("endpoint_failure",
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latest", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["endpoint_id"], ["notifications.endpoint.id"], name=op.f("fk_endpoint_failure_endpoint_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("endpoint_id", name=op.f("pk_endpoint_failure")),
        schema="notifications"
    )
    op.create_table("endpoint_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["endpoint_id"], ["notifications.endpoint.id"], name=op.f("fk_endpoint_key_endpoint_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endpoint_key")),
        schema="notifications"
    )
    op.create_index("ix_endpoint_key_endpoint_id", "endpoint_key", ["endpoint_id"], unique=False, schema="notifications")
    op.create_table("attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Enum("event", "test", "resend", "replay", name="purpose", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("fault", sa.String(), nullable=True),
        sa.Column("excerpt", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["notifications.delivery.id"], name=op.f("fk_attempt_delivery_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        schema="notifications"
    )
    op.create_index("ix_attempt_delivery_id", "attempt", ["delivery_id"], unique=False, schema="notifications")
    # N2..N4 of the design: retries after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h
    op.execute(
        "INSERT INTO notifications.parameters (id, retry_waits, jitter, least_wait, failing_hours, memory_hours, lease_seconds,"
        " per_endpoint, most_old_keys, keep_days)"
        " VALUES (1, '{5,300,1800,7200,18000,36000,36000}', 0.2, 60, 120, 240, 60, 8, 10, 30)"
    )
