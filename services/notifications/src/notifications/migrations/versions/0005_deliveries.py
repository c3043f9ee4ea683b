"""Mail, notices, proofs of service and letters to be posted; the parameters of mail with their first values."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_deliveries"
down_revision = "0004_recipients"


def upgrade() -> None:
    op.create_table("notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("template_version", sa.SmallInteger(), nullable=False),
        sa.Column("values", postgresql.JSONB(), nullable=False),
        sa.Column("useful_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Enum("preparing", "published", "delivered", name="status", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("after", sa.Uuid(), nullable=True),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("event_id", "template", name=op.f("uq_notice_event_id_template")),
        schema="notifications"
    )
    op.create_index("ix_notice_began_at", "notice", ["began_at", "id"], unique=False, schema="notifications")
    op.create_index("ix_notice_published_at", "notice", ["published_at"], unique=False, schema="notifications", postgresql_where=sa.text("status = 'published'"))
    op.create_table("mail_parameters",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("retry_waits", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("jitter", sa.Float(), nullable=False),
        sa.Column("lease_seconds", sa.Integer(), nullable=False),
        sa.Column("parcel", sa.Integer(), nullable=False),
        sa.Column("slice", sa.Integer(), nullable=False),
        sa.Column("per_second", sa.Float(), nullable=True),
        sa.Column("burst", sa.Integer(), nullable=False),
        sa.Column("email_days", sa.Integer(), nullable=False),
        sa.Column("letter_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("email_days >= 0 AND letter_days >= 0", name=op.f("ck_mail_parameters_days")),
        sa.CheckConstraint("id = 1", name=op.f("ck_mail_parameters_only_one")),
        sa.CheckConstraint("jitter BETWEEN 0 AND 1", name=op.f("ck_mail_parameters_jitter")),
        sa.CheckConstraint("lease_seconds > 0 AND parcel > 0 AND slice > 0", name=op.f("ck_mail_parameters_at_least_one")),
        sa.CheckConstraint("per_second > 0 AND burst > 0", name=op.f("ck_mail_parameters_budget")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_parameters")),
        schema="notifications"
    )
    op.create_table("mail_budget",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_budget")),
        schema="notifications"
    )
    op.create_table("telling",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_telling")),
        schema="notifications"
    )
    op.create_table("mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("organisations", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("template_version", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("values", postgresql.JSONB(), nullable=False),
        sa.Column("lane", sa.Enum("direct", "bulk", name="lane", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("weight", sa.Enum("legal", "confirmation", "topic", name="weight", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("useful_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Enum("queued", "sending", "sent", "delivered", "failed", "bounced", "suppressed", "skipped_old", name="state", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("tried", sa.SmallInteger(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address_mark", sa.LargeBinary(), nullable=True),
        sa.Column("reply_code", sa.SmallInteger(), nullable=True),
        sa.Column("reply", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notifications.notice.id"], name=op.f("fk_mail_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("event_id", "recipient_id", "template", name=op.f("uq_mail_event_id_recipient_id_template")),
        schema="notifications"
    )
    op.create_index("ix_mail_decision_id", "mail", ["decision_id"], unique=False, schema="notifications", postgresql_where=sa.text("decision_id IS NOT NULL"))
    op.create_index("ix_mail_due_at", "mail", ["lane", "due_at", "id"], unique=False, schema="notifications", postgresql_where=sa.text("state IN ('queued', 'sending')"))
    op.create_index("ix_mail_notice_id", "mail", ["notice_id", "state"], unique=False, schema="notifications", postgresql_where=sa.text("notice_id IS NOT NULL"))
    op.create_index("ix_mail_organisations", "mail", ["organisations"], unique=False, schema="notifications", postgresql_using="gin")
    op.create_index("ix_mail_queued_at", "mail", ["queued_at", "id"], unique=False, schema="notifications")
    op.create_index("ix_mail_recipient_id", "mail", ["recipient_id"], unique=False, schema="notifications")
    op.create_table("proof",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.Enum("email", "letter", name="way", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deemed_on", sa.Date(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
        sa.UniqueConstraint("decision_id", "organisation_id", name=op.f("uq_proof_decision_id_organisation_id")),
        schema="notifications"
    )
    op.create_index("ix_proof_organisation_id", "proof", ["organisation_id"], unique=False, schema="notifications")
    op.create_table("postal_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("template_version", sa.SmallInteger(), nullable=False),
        sa.Column("values", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.Enum("no_address", "no_consent", "suppressed", "bounced", "failed", name="reason", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Enum("open", "posted", "not_needed", name="status", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("posted_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postal_task")),
        sa.UniqueConstraint("event_id", "organisation_id", "template", name=op.f("uq_postal_task_event_id_organisation_id_template")),
        schema="notifications"
    )
    op.create_index("ix_postal_task_created_at", "postal_task", ["status", "created_at", "id"], unique=False, schema="notifications")
    op.create_index("ix_postal_task_decision_id", "postal_task", ["decision_id"], unique=False, schema="notifications", postgresql_where=sa.text("decision_id IS NOT NULL"))
    # 1 min, 5 min, 15 min, 1 h, 2 h, 4 h, 8 h, 12 h, 24 h: two days in all
    op.execute(
        "INSERT INTO notifications.mail_parameters (id, retry_waits, jitter, lease_seconds, parcel, slice, per_second, burst,"
        " email_days, letter_days) VALUES (1, '{60,300,900,3600,7200,14400,28800,43200,86400}', 0.2, 120, 20, 500, NULL, 100, 3, 7)"
    )
    op.execute("INSERT INTO notifications.mail_budget (id, tokens, filled_at) VALUES (1, 0, now())")
