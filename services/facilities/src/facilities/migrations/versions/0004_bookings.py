"""Bookings, blocked times, and the slots that both take; who decides about a booking follows from its space."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_bookings"
down_revision = "0003_spaces"


FOLLOWS = (
    """
    CREATE FUNCTION facilities.bookings_follow_space() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE facilities.booking SET centre = NEW.centre, owner_municipality = NEW.owner_municipality WHERE space_id = NEW.id;
        UPDATE facilities.blocked_time SET centre = NEW.centre, owner_municipality = NEW.owner_municipality WHERE space_id = NEW.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER bookings_follow AFTER UPDATE ON facilities.space FOR EACH ROW
        WHEN ((OLD.centre, OLD.owner_municipality) IS DISTINCT FROM (NEW.centre, NEW.owner_municipality))
        EXECUTE FUNCTION facilities.bookings_follow_space()
    """,
)
STAYS_WHOLE = (
    """
    CREATE FUNCTION facilities.booked_leaf_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM facilities.slot WHERE leaf_id = OLD.leaf_id AND ends_at > now()) THEN
            RAISE EXCEPTION 'a space that is booked gets no parts'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_space_leaf_booked';
        END IF;
        RETURN OLD;
    END $$
    """,
    """
    CREATE TRIGGER booked BEFORE DELETE ON facilities.space_leaf
        FOR EACH ROW WHEN (OLD.space_id = OLD.leaf_id) EXECUTE FUNCTION facilities.booked_leaf_stays()
    """,
)


def upgrade() -> None:
    op.create_table("booking",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("space_id", sa.Uuid(), nullable=False),
    sa.Column("centre", sa.String(), nullable=True),
    sa.Column("owner_municipality", sa.String(), nullable=True),
    sa.Column("organisation_id", sa.Uuid(), nullable=True),
    sa.Column("acting", postgresql.ARRAY(sa.Uuid()), nullable=False),
    sa.Column("visitor", sa.String(), nullable=True),
    sa.Column("purpose", sa.String(), nullable=False),
    sa.Column("persons", sa.Integer(), nullable=True),
    sa.Column("free_use", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("usage_rules_id", sa.Uuid(), nullable=True),
    sa.Column("booked_by", sa.Uuid(), nullable=False),
    sa.Column("status", sa.Enum("held", "confirmed", "refused", "cancelled", "expired", "handover_offered", name="status", native_enum=False, create_constraint=True, length=40, schema="facilities"), nullable=False),
    sa.Column("occurrences", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
    sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
    sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True),
    sa.Column("handover_until", sa.DateTime(timezone=True), nullable=True),
    sa.Column("grounds", sa.String(), nullable=True),
    sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("meeting_id", sa.Uuid(), nullable=True),
    sa.Column("schedule_version", sa.Integer(), nullable=True),
    sa.Column("before_minutes", sa.Integer(), nullable=False),
    sa.Column("after_minutes", sa.Integer(), nullable=False),
    sa.Column("calendar_sequence", sa.Integer(), nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(status = 'handover_offered') = (handover_until IS NOT NULL)", name=op.f("ck_booking_offered_until")),
    sa.CheckConstraint("(status = 'held') <= (hold_until IS NOT NULL)", name=op.f("ck_booking_held_until")),
    sa.CheckConstraint("(meeting_id IS NULL) = (schedule_version IS NULL)", name=op.f("ck_booking_meeting")),
    sa.CheckConstraint("visitor IS NULL OR organisation_id IS NULL", name=op.f("ck_booking_visitor")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    schema="facilities"
    )
    op.create_index("ix_booking_acting", "booking", ["acting"], unique=False, schema="facilities", postgresql_using="gin")
    op.create_index("ix_booking_begins", "booking", ["begins", "id"], unique=False, schema="facilities")
    op.create_index("ix_booking_space_id_begins", "booking", ["space_id", "begins"], unique=False, schema="facilities")
    op.create_index("uq_booking_meeting_id_schedule_version", "booking", ["meeting_id", "schedule_version"], unique=True, schema="facilities")
    op.create_table("blocked_time",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("space_id", sa.Uuid(), nullable=False),
    sa.Column("centre", sa.String(), nullable=True),
    sa.Column("owner_municipality", sa.String(), nullable=True),
    sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("grounds", sa.String(), nullable=False),
    sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_blocked_time_in_order")),
    sa.ForeignKeyConstraint(["space_id"], ["facilities.space.id"], name=op.f("fk_blocked_time_space_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_blocked_time")),
    schema="facilities"
    )
    op.create_index("ix_blocked_time_space_id_starts_at", "blocked_time", ["space_id", "starts_at"], unique=False, schema="facilities")
    op.create_index("ix_blocked_time_starts_at", "blocked_time", ["starts_at", "id"], unique=False, schema="facilities")
    op.create_table("slot",
    sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
    sa.Column("leaf_id", sa.Uuid(), nullable=False),
    sa.Column("booking_id", sa.Uuid(), nullable=True),
    sa.Column("blocked_id", sa.Uuid(), nullable=True),
    sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("occupied_from", sa.DateTime(timezone=True), nullable=True),
    sa.Column("occupied_until", sa.DateTime(timezone=True), nullable=True),
    postgresql.ExcludeConstraint((sa.column("leaf_id"), "="), (sa.text("tstzrange(occupied_from, occupied_until)"), "&&"), (sa.column("booking_id"), "<>"), where=sa.text("booking_id IS NOT NULL"), using="gist", name="ex_slot_occupied"),
    postgresql.ExcludeConstraint((sa.column("leaf_id"), "="), (sa.text("tstzrange(starts_at, ends_at)"), "&&"), (sa.text("coalesce(booking_id, blocked_id)"), "<>"), using="gist", name="ex_slot_core"),
    sa.CheckConstraint("(booking_id IS NULL) <> (blocked_id IS NULL)", name=op.f("ck_slot_one_holder")),
    sa.CheckConstraint("(booking_id IS NULL) = (occupied_from IS NULL) AND (booking_id IS NULL) = (occupied_until IS NULL)", name=op.f("ck_slot_occupied")),
    sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_slot_in_order")),
    sa.CheckConstraint("occupied_from <= starts_at AND occupied_until >= ends_at", name=op.f("ck_slot_around")),
    sa.ForeignKeyConstraint(["blocked_id"], ["facilities.blocked_time.id"], name=op.f("fk_slot_blocked_id")),
    sa.ForeignKeyConstraint(["booking_id"], ["facilities.booking.id"], name=op.f("fk_slot_booking_id")),
    sa.ForeignKeyConstraint(["leaf_id"], ["facilities.space.id"], name=op.f("fk_slot_leaf_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
    schema="facilities"
    )
    op.create_index("ix_slot_blocked_id", "slot", ["blocked_id"], unique=False, schema="facilities")
    op.create_index("ix_slot_booking_id", "slot", ["booking_id"], unique=False, schema="facilities")
    for statement in (*FOLLOWS, *STAYS_WHOLE):
        op.execute(statement)
