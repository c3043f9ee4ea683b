"""Addresses, the list of refused ones, topics with their first rows, what recipients said about them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_recipients"
down_revision = "0003_webhooks"


def upgrade() -> None:
    op.create_table("recipient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Enum("person", "organisation", name="kind", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("language", sa.Enum("fi", "sv", "en", name="language", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consented_by", sa.String(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.String(), nullable=True),
        sa.Column("asked_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("muted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("postal", postgresql.JSONB(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'person' AND owner = 'person:' || id::text AND organisation_id IS NULL) OR (kind = 'organisation' AND owner IS NULL AND organisation_id = id)", name=op.f("ck_recipient_one_subject")),
        sa.CheckConstraint("address = btrim(address) AND address !~ '[[:cntrl:]]' AND length(address) <= 254", name=op.f("ck_recipient_address")),
        sa.CheckConstraint("postal IS NULL OR kind = 'organisation'", name=op.f("ck_recipient_no_home_address")),
        sa.CheckConstraint("(consented_at IS NULL) = (consented_by IS NULL)", name=op.f("ck_recipient_consent_has_an_actor")),
        sa.CheckConstraint("address IS NOT NULL OR num_nonnulls(verified_at, asked_id) = 0", name=op.f("ck_recipient_confirmed_is_an_address")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipient")),
        schema="notifications"
    )
    op.create_index("ix_recipient_address", "recipient", [sa.literal_column("lower(address)")], unique=False, schema="notifications")
    op.create_index("ix_recipient_asked_at", "recipient", ["asked_at"], unique=False, schema="notifications", postgresql_where=sa.text("asked_id IS NOT NULL"))
    op.create_table("suppression",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("why", sa.Enum("hard_bounce", "complaint", name="why", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression")),
        schema="notifications"
    )
    op.create_index("uq_suppression_in_force", "suppression", ["address"], unique=True, schema="notifications", postgresql_where=sa.text("lifted_at IS NULL"))
    op.create_table("topic",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.Column("for_persons", sa.Boolean(), nullable=False),
        sa.Column("for_organisations", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_topic")),
        schema="notifications"
    )
    op.create_table("subscription",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("channel", sa.Enum("email", name="channel", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["notifications.recipient.id"], name=op.f("fk_subscription_recipient_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["topic"], ["notifications.topic.code"], name=op.f("fk_subscription_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("recipient_id", "topic", "channel", name=op.f("uq_subscription_recipient_id_topic_channel")),
        schema="notifications"
    )
    # COM-07: organisations are told of calls unless they say no; news is for those who asked for it.
    op.execute("""
        INSERT INTO notifications.topic (code, names, for_persons, for_organisations, position) VALUES
        ('grant_calls', '{"fi": "Avustushaut", "sv": "Bidragsansökningar", "en": "Grant calls"}', false, true, 1),
        ('applications', '{"fi": "Omat hakemukset", "sv": "Egna ansökningar", "en": "One''s own applications"}', true, true, 2),
        ('meetings', '{"fi": "Tapaamiset", "sv": "Möten", "en": "Meetings"}', true, true, 3),
        ('news', '{"fi": "Uutiset", "sv": "Nyheter", "en": "News"}', false, false, 4)
    """)
    op.execute("REVOKE INSERT, UPDATE, DELETE ON notifications.topic FROM notifications_app")
