"""Who answers for an organisation may be told of its end; what it did not get back waits for one mail."""

import sqlalchemy as sa
from alembic import op

revision = "0009_endings"
down_revision = "0008_seats"

LOST = ("seats_filled", "seats_ended", "convening", "bookings_taken_over", "bookings_given_up", "applications")


def upgrade() -> None:
    op.create_table("not_restored",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("lost", sa.Enum(*LOST, name="lost", native_enum=False, create_constraint=True, length=40, schema="notifications"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_not_restored")),
        schema="notifications"
    )
    op.create_index("ix_not_restored_organisation_id", "not_restored", ["organisation_id"], schema="notifications")
    op.execute("""
        INSERT INTO notifications.topic (code, names, for_persons, for_organisations, position) VALUES
        ('organisations', '{"fi": "Järjestöjen muutokset", "sv": "Ändringar i organisationer", "en": "Changes of organisations"}',
        true, false, 5)
    """)
