"""Meetings, invitations, registrations, agendas and minutes. Nothing is deleted; what was published or approved never changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_meetings"
down_revision = "0003_structures"

FOLLOW = (
    """
    CREATE FUNCTION forums.meetings_follow_convenors() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE forums.meeting SET convenors = NEW.convenors WHERE structure_id = NEW.id;
        UPDATE forums.agenda SET convenors = NEW.convenors
        WHERE id IN (SELECT id FROM forums.meeting WHERE structure_id = NEW.id);
        UPDATE forums.minutes SET convenors = NEW.convenors
        WHERE meeting_id IN (SELECT id FROM forums.meeting WHERE structure_id = NEW.id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER meetings_follow_convenors AFTER UPDATE OF convenors ON forums.structure
    FOR EACH ROW WHEN (OLD.convenors IS DISTINCT FROM NEW.convenors) EXECUTE FUNCTION forums.meetings_follow_convenors()
    """,
)
STAND = (
    """
    CREATE FUNCTION forums.approved_minutes_stand() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (to_jsonb(NEW) - 'convenors') IS DISTINCT FROM (to_jsonb(OLD) - 'convenors') THEN
            RAISE EXCEPTION 'approved minutes are never changed';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER approved_minutes_stand BEFORE UPDATE ON forums.minutes
    FOR EACH ROW WHEN (OLD.status = 'approved') EXECUTE FUNCTION forums.approved_minutes_stand()
    """,
)


def upgrade() -> None:
    op.create_table("meeting",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("structure_id", sa.Uuid(), nullable=False),
    sa.Column("areas", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("area", sa.String(), nullable=True),
    sa.Column("domain", sa.String(), nullable=True),
    sa.Column("convenors", postgresql.ARRAY(sa.Uuid()), nullable=False),
    sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("description", sa.String(), nullable=True),
    sa.Column("listed", sa.Boolean(), nullable=False),
    sa.Column("status", sa.Enum("draft", "scheduled", "invited", "held", "minuted", "cancelled", name="status", native_enum=False, create_constraint=True, length=40, schema="forums"), nullable=False),
    sa.Column("room", sa.Enum("not_needed", "asked", "won", "refused", name="room", native_enum=False, create_constraint=True, length=40, schema="forums"), nullable=False),
    sa.Column("mode", sa.Enum("in_person", "remote", "hybrid", name="mode", native_enum=False, create_constraint=True, length=40, schema="forums"), nullable=False),
    sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("schedule_version", sa.Integer(), nullable=False),
    sa.Column("calendar_sequence", sa.Integer(), nullable=False),
    sa.Column("place", sa.String(), nullable=True),
    sa.Column("wanted", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column("booking_id", sa.Uuid(), nullable=True),
    sa.Column("space_id", sa.Uuid(), nullable=True),
    sa.Column("kept", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column("refusal", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column("remote_link", sa.String(), nullable=True),
    sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("interpretation", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("accessibility", sa.String(), nullable=True),
    sa.Column("capacity", sa.Integer(), nullable=True),
    sa.Column("waiting_capacity", sa.Integer(), nullable=True),
    sa.Column("because", sa.String(), nullable=True),
    sa.Column("attendance", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column("invitation_id", sa.Uuid(), nullable=True),
    sa.CheckConstraint("status <> 'held' OR attendance IS NOT NULL", name=op.f("ck_meeting_attendance")),
    sa.CheckConstraint("(schedule_version = 0) = (starts_at IS NULL)", name=op.f("ck_meeting_scheduled")),
    sa.CheckConstraint("capacity > 0", name=op.f("ck_meeting_capacity")),
    sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_meeting_in_order")),
    sa.ForeignKeyConstraint(["structure_id"], ["forums.structure.id"], name=op.f("fk_meeting_structure_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    schema="forums"
    )
    op.create_index("ix_meeting_starts_at", "meeting", ["starts_at", "id"], unique=False, schema="forums")
    op.create_index("ix_meeting_structure_id", "meeting", ["structure_id", "starts_at"], unique=False, schema="forums")
    op.create_table("agenda",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("areas", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("area", sa.String(), nullable=True),
    sa.Column("domain", sa.String(), nullable=True),
    sa.Column("convenors", postgresql.ARRAY(sa.Uuid()), nullable=False),
    sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("published", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["id"], ["forums.meeting.id"], name=op.f("fk_agenda_id"), deferrable=True, initially="DEFERRED"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda")),
    schema="forums"
    )
    op.create_table("agenda_version",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("meeting_id", sa.Uuid(), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("published_by", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["meeting_id"], ["forums.meeting.id"], name=op.f("fk_agenda_version_meeting_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_version")),
    sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_agenda_version_meeting_id_number")),
    schema="forums"
    )
    op.create_table("invitation",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("meeting_id", sa.Uuid(), nullable=False),
    sa.Column("persons", postgresql.ARRAY(sa.Uuid()), nullable=False),
    sa.Column("organisations", postgresql.ARRAY(sa.Uuid()), nullable=False),
    sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["meeting_id"], ["forums.meeting.id"], name=op.f("fk_invitation_meeting_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    sa.UniqueConstraint("meeting_id", name=op.f("uq_invitation_meeting_id")),
    schema="forums"
    )
    op.create_table("minutes",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("meeting_id", sa.Uuid(), nullable=False),
    sa.Column("areas", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("area", sa.String(), nullable=True),
    sa.Column("domain", sa.String(), nullable=True),
    sa.Column("convenors", postgresql.ARRAY(sa.Uuid()), nullable=False),
    sa.Column("agenda_version", sa.Integer(), nullable=False),
    sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("status", sa.Enum("draft", "open", "approved", name="minutesstatus", native_enum=False, create_constraint=True, length=40, schema="forums"), nullable=False),
    sa.Column("remarks_until", sa.Date(), nullable=True),
    sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("approved_by", sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(["meeting_id"], ["forums.meeting.id"], name=op.f("fk_minutes_meeting_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
    sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
    schema="forums"
    )
    op.create_table("registration",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("meeting_id", sa.Uuid(), nullable=False),
    sa.Column("areas", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("area", sa.String(), nullable=True),
    sa.Column("domain", sa.String(), nullable=True),
    sa.Column("person", sa.Uuid(), nullable=False),
    sa.Column("owner", sa.String(), nullable=False),
    sa.Column("organisation_id", sa.Uuid(), nullable=True),
    sa.Column("persons", sa.Integer(), nullable=False),
    sa.Column("how", sa.Enum("room", "remote", name="how", native_enum=False, create_constraint=True, length=40, schema="forums"), nullable=False),
    sa.Column("status", sa.Enum("reserved", "seated", "waiting", "remote", "left", "expired", name="registrationstatus", native_enum=False, create_constraint=True, length=40, schema="forums"), nullable=False),
    sa.Column("rank", sa.Integer(), nullable=False),
    sa.Column("reserved_until", sa.DateTime(timezone=True), nullable=True),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("promoted_at", sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(status = 'reserved') <= (reserved_until IS NOT NULL)", name=op.f("ck_registration_reserved")),
    sa.CheckConstraint("persons > 0", name=op.f("ck_registration_persons")),
    sa.ForeignKeyConstraint(["meeting_id"], ["forums.meeting.id"], name=op.f("fk_registration_meeting_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
    sa.UniqueConstraint("meeting_id", "rank", name=op.f("uq_registration_meeting_id_rank")),
    schema="forums"
    )
    op.create_index("uq_registration_meeting_id_person", "registration", ["meeting_id", "person"], unique=True, schema="forums", postgresql_where=sa.text("status NOT IN ('left', 'expired')"))
    op.create_table("minutes_entry",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("minutes_id", sa.Uuid(), nullable=False),
    sa.Column("correction", sa.Boolean(), nullable=False),
    sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
    sa.Column("text", sa.String(), nullable=False),
    sa.Column("person", sa.Uuid(), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["minutes_id"], ["forums.minutes.id"], name=op.f("fk_minutes_entry_minutes_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_entry")),
    schema="forums"
    )
    op.create_index("ix_minutes_entry_minutes_id", "minutes_entry", ["minutes_id", "made_at"], unique=False, schema="forums")
    for statement in (*FOLLOW, *STAND):
        op.execute(statement)
    op.execute(
        "REVOKE DELETE ON forums.meeting, forums.invitation, forums.registration, forums.agenda, forums.minutes FROM forums_app"
    )
    op.execute("REVOKE UPDATE, DELETE ON forums.agenda_version, forums.minutes_entry FROM forums_app")
