"""Guidelines, appropriations, calls, applications, decisions; what the database itself keeps from being broken."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_grants"
down_revision = "0002_copies"


APPROPRIATION = (
    """
    CREATE FUNCTION grants.appropriation_begins_untouched() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.committed_cents := 0;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER begins_untouched BEFORE INSERT ON grants.appropriation
        FOR EACH ROW EXECUTE FUNCTION grants.appropriation_begins_untouched()
    """,
    """
    CREATE FUNCTION grants.decision_moves_appropriation() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        IF TG_OP <> 'INSERT' AND coalesce(OLD.granted_cents, 0) <> 0 THEN
            UPDATE grants.appropriation SET committed_cents = committed_cents - OLD.granted_cents, version = version + 1
                WHERE id = OLD.appropriation_id;
        END IF;
        IF TG_OP <> 'DELETE' AND coalesce(NEW.granted_cents, 0) <> 0 THEN
            UPDATE grants.appropriation SET committed_cents = committed_cents + NEW.granted_cents, version = version + 1
                WHERE id = NEW.appropriation_id;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER moves_appropriation AFTER INSERT OR DELETE OR UPDATE OF granted_cents, appropriation_id ON grants.decision
        FOR EACH ROW EXECUTE FUNCTION grants.decision_moves_appropriation()
    """,
    """
    REVOKE UPDATE, DELETE ON grants.appropriation FROM grants_app
    """,
    """
    GRANT UPDATE (version, amount_cents) ON grants.appropriation TO grants_app
    """,
    """
    REVOKE DELETE ON grants.decision FROM grants_app
    """,
)
"""Only the trigger moves what is committed: the role that the services run as may not, whatever statement it sends (GRC-03)."""

SUBMISSION = (
    """
    CREATE FUNCTION grants.submission_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'what was submitted is frozen' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON grants.submission
        FOR EACH ROW EXECUTE FUNCTION grants.submission_is_frozen()
    """,
    """
    REVOKE UPDATE, DELETE ON grants.submission FROM grants_app
    """,
)
"""A submission is a record: not even the owner changes one in passing (G7)."""

DECISION = (
    """
    CREATE FUNCTION grants.what_was_decided_stands() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.decided_at IS NOT NULL AND (
            NEW.status, NEW.section, NEW.decided_year, NEW.decided_by, NEW.decided_at, NEW.grounds, NEW.document, NEW.application_id
        ) IS DISTINCT FROM (
            OLD.status, OLD.section, OLD.decided_year, OLD.decided_by, OLD.decided_at, OLD.grounds, OLD.document, OLD.application_id
        ) THEN
            RAISE EXCEPTION 'what was decided stands' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER stands BEFORE UPDATE ON grants.decision
        FOR EACH ROW EXECUTE FUNCTION grants.what_was_decided_stands()
    """,
    """
    CREATE TRIGGER stands BEFORE UPDATE ON grants.review_request
        FOR EACH ROW EXECUTE FUNCTION grants.what_was_decided_stands()
    """,
    """
    REVOKE DELETE ON grants.review_request, grants.review_clock, grants.section_book FROM grants_app
    """,
    """
    REVOKE UPDATE ON grants.review_clock FROM grants_app
    """,
)
"""A decision and its document are records; a review is a decision of its own and moves only the sum. A clock starts once."""


def upgrade() -> None:
    op.create_table("criterion",
    sa.Column("code", sa.String(), nullable=False),
    sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("mandatory_for", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("source", sa.String(), nullable=False),
    sa.PrimaryKeyConstraint("code", name=op.f("pk_criterion")),
    schema="grants"
    )
    op.create_table("grant_kind",
    sa.Column("code", sa.String(), nullable=False),
    sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("purpose", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("way", sa.Enum("call", "negotiation", name="way", native_enum=False, create_constraint=True, length=40, schema="grants"), nullable=False),
    sa.PrimaryKeyConstraint("code", name=op.f("pk_grant_kind")),
    schema="grants"
    )
    op.create_table("principles",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("council_term", sa.String(), nullable=False),
    sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("text", sa.String(), nullable=False),
    sa.Column("agreed_on", sa.Date(), nullable=False),
    sa.Column("agreed_by", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("valid_from", sa.Date(), nullable=False),
    sa.Column("valid_until", sa.Date(), nullable=False),
    sa.Column("recorded_by", sa.Uuid(), nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_principles_in_order")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_principles")),
    schema="grants"
    )
    op.create_table("section_book",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("year", sa.Integer(), nullable=False),
    sa.Column("last", sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_section_book")),
    sa.UniqueConstraint("year", name=op.f("uq_section_book_year")),
    schema="grants"
    )
    op.create_table("appropriation",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("year", sa.Integer(), nullable=False),
    sa.Column("kind", sa.String(), nullable=False),
    sa.Column("amount_cents", sa.BigInteger(), nullable=False),
    sa.Column("committed_cents", sa.BigInteger(), nullable=False),
    sa.CheckConstraint("committed_cents BETWEEN 0 AND amount_cents", name=op.f("ck_appropriation_within")),
    sa.ForeignKeyConstraint(["kind"], ["grants.grant_kind.code"], name=op.f("fk_appropriation_kind")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_appropriation")),
    sa.UniqueConstraint("year", "kind", name=op.f("uq_appropriation_year_kind")),
    schema="grants"
    )
    op.create_table("guideline",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("kind", sa.String(), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("council_term", sa.String(), nullable=False),
    sa.Column("status", sa.Enum("draft", "published", name="status", native_enum=False, create_constraint=True, length=40, schema="grants"), nullable=False),
    sa.Column("valid_from", sa.Date(), nullable=False),
    sa.Column("criteria", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("purposes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("authors", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("co_planning", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(status = 'published') = (number > 0)", name=op.f("ck_guideline_published_has_number")),
    sa.CheckConstraint("(status = 'published') = (published_at IS NOT NULL)", name=op.f("ck_guideline_published_has_moment")),
    sa.ForeignKeyConstraint(["kind"], ["grants.grant_kind.code"], name=op.f("fk_guideline_kind")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_guideline")),
    schema="grants"
    )
    op.create_index("ix_guideline_kind_valid_from", "guideline", ["kind", "valid_from"], unique=False, schema="grants")
    op.create_index("uq_guideline_kind_number", "guideline", ["kind", "number"], unique=True, schema="grants", postgresql_where=sa.text("status = 'published'"))
    op.create_table("call",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("kind", sa.String(), nullable=False),
    sa.Column("year", sa.Integer(), nullable=False),
    sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("guideline_id", sa.Uuid(), nullable=False),
    sa.Column("guideline_number", sa.Integer(), nullable=False),
    sa.Column("appropriation_id", sa.Uuid(), nullable=False),
    sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("status", sa.Enum("draft", "published", "open", "closed", "results_published", "cancelled", name="status", native_enum=False, create_constraint=True, length=40, schema="grants"), nullable=False),
    sa.Column("form_schema", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("attachments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("overlaps_because", sa.String(), nullable=True),
    sa.Column("case_number", sa.String(), nullable=False),
    sa.Column("last_case", sa.Integer(), nullable=False),
    sa.Column("results_at", sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_call_in_order")),
    postgresql.ExcludeConstraint(
        ("kind", "="), (sa.text("tstzrange(opens_at, closes_at)"), "&&"),
        name="ex_call_window", using="gist",
        where=sa.text("status NOT IN ('draft', 'cancelled') AND overlaps_because IS NULL"),
    ),
    sa.ForeignKeyConstraint(["appropriation_id"], ["grants.appropriation.id"], name=op.f("fk_call_appropriation_id")),
    sa.ForeignKeyConstraint(["guideline_id"], ["grants.guideline.id"], name=op.f("fk_call_guideline_id")),
    sa.ForeignKeyConstraint(["kind"], ["grants.grant_kind.code"], name=op.f("fk_call_kind")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    schema="grants"
    )
    op.create_index("ix_call_closes_at", "call", ["closes_at", "id"], unique=False, schema="grants")
    op.create_index("uq_call_case_number", "call", ["case_number"], unique=True, schema="grants", postgresql_where=sa.text("status <> 'cancelled'"))
    op.create_index("ix_call_kind_year", "call", ["kind", "year"], unique=False, schema="grants")
    op.create_table("application",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("call_id", sa.Uuid(), nullable=False),
    sa.Column("handled_in", sa.Uuid(), nullable=True),
    sa.Column("kind", sa.String(), nullable=False),
    sa.Column("year", sa.Integer(), nullable=False),
    sa.Column("lead_id", sa.Uuid(), nullable=False),
    sa.Column("parties", sa.ARRAY(sa.Uuid()), nullable=False),
    sa.Column("acting", sa.ARRAY(sa.Uuid()), nullable=False),
    sa.Column("status", sa.Enum("draft", "submitted", "reopened", "returned", "completed", "proposed", "granted", "refused", "inadmissible", "referred", "withdrawn", "discarded", name="status", native_enum=False, create_constraint=True, length=40, schema="grants"), nullable=False),
    sa.Column("case_number", sa.String(), nullable=True),
    sa.Column("activity_id", sa.Uuid(), nullable=False),
    sa.Column("activity_title", sa.String(), nullable=False),
    sa.Column("activity_municipality", sa.String(), nullable=True),
    sa.Column("period_from", sa.Date(), nullable=False),
    sa.Column("period_until", sa.Date(), nullable=False),
    sa.Column("sought_cents", sa.BigInteger(), nullable=False),
    sa.Column("granted_cents", sa.BigInteger(), nullable=True),
    sa.Column("budget", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("form", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("frozen", sa.Integer(), nullable=False),
    sa.Column("wanted", sa.String(), nullable=True),
    sa.Column("requests", sa.Integer(), nullable=False),
    sa.Column("complete_by", sa.DateTime(timezone=True), nullable=True),
    sa.Column("referred_to", sa.String(), nullable=True),
    sa.Column("ended_because", sa.String(), nullable=True),
    sa.Column("copied_from", sa.Uuid(), nullable=True),
    sa.Column("created_by", sa.Uuid(), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(handled_in IS NULL) = (submitted_at IS NULL)", name=op.f("ck_application_received")),
    sa.CheckConstraint("granted_cents BETWEEN 0 AND sought_cents", name=op.f("ck_application_granted")),
    sa.CheckConstraint("period_until > period_from", name=op.f("ck_application_period")),
    sa.CheckConstraint("sought_cents >= 0", name=op.f("ck_application_sought")),
    sa.ForeignKeyConstraint(["call_id"], ["grants.call.id"], name=op.f("fk_application_call_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
    sa.UniqueConstraint("case_number", name=op.f("uq_application_case_number")),
    schema="grants"
    )
    op.create_index("ix_application_acting", "application", ["acting"], unique=False, schema="grants", postgresql_using="gin")
    op.create_index("ix_application_activity_id", "application", ["activity_id"], unique=False, schema="grants")
    op.create_index("ix_application_call_id_status", "application", ["call_id", "status", "id"], unique=False, schema="grants")
    op.create_table("question",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("call_id", sa.Uuid(), nullable=False),
    sa.Column("organisation_id", sa.Uuid(), nullable=False),
    sa.Column("asked_by", sa.Uuid(), nullable=False),
    sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("text", sa.String(), nullable=False),
    sa.Column("answer", sa.String(), nullable=True),
    sa.Column("answered_by", sa.Uuid(), nullable=True),
    sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["call_id"], ["grants.call.id"], name=op.f("fk_question_call_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    schema="grants"
    )
    op.create_index("ix_question_call_id_asked_at", "question", ["call_id", "asked_at"], unique=False, schema="grants")
    op.create_table("attachment",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("application_id", sa.Uuid(), nullable=False),
    sa.Column("code", sa.String(), nullable=False),
    sa.Column("filename", sa.String(), nullable=False),
    sa.Column("media_type", sa.String(), nullable=False),
    sa.Column("size", sa.Integer(), nullable=False),
    sa.Column("sha256", sa.String(), nullable=False),
    sa.Column("secret", sa.Boolean(), nullable=False),
    sa.Column("added_by", sa.Uuid(), nullable=False),
    sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["application_id"], ["grants.application.id"], name=op.f("fk_attachment_application_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    schema="grants"
    )
    op.create_index("ix_attachment_application_id", "attachment", ["application_id"], unique=False, schema="grants")
    op.create_table("decision",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("application_id", sa.Uuid(), nullable=False),
    sa.Column("appropriation_id", sa.Uuid(), nullable=False),
    sa.Column("call_id", sa.Uuid(), nullable=False),
    sa.Column("status", sa.Enum("proposed", "granted", "refused", "inadmissible", "withdrawn", name="status", native_enum=False, create_constraint=True, length=40, schema="grants"), nullable=False),
    sa.Column("sought_cents", sa.BigInteger(), nullable=False),
    sa.Column("proposed_cents", sa.BigInteger(), nullable=False),
    sa.Column("proposed_by", sa.Uuid(), nullable=False),
    sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("granted_cents", sa.BigInteger(), nullable=True),
    sa.Column("grounds", sa.String(), nullable=False),
    sa.Column("section", sa.Integer(), nullable=True),
    sa.Column("decided_year", sa.Integer(), nullable=True),
    sa.Column("principles_id", sa.Uuid(), nullable=True),
    sa.Column("decided_by", sa.Uuid(), nullable=True),
    sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("document", sa.String(), nullable=True),
    sa.CheckConstraint("(status = 'proposed' OR status = 'withdrawn') = (decided_at IS NULL)", name=op.f("ck_decision_decided_has_moment")),
    sa.CheckConstraint("granted_cents BETWEEN 0 AND sought_cents", name=op.f("ck_decision_granted")),
    sa.ForeignKeyConstraint(["application_id"], ["grants.application.id"], name=op.f("fk_decision_application_id")),
    sa.ForeignKeyConstraint(["appropriation_id"], ["grants.appropriation.id"], name=op.f("fk_decision_appropriation_id")),
    sa.ForeignKeyConstraint(["call_id"], ["grants.call.id"], name=op.f("fk_decision_call_id")),
    sa.ForeignKeyConstraint(["principles_id"], ["grants.principles.id"], name=op.f("fk_decision_principles_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    sa.UniqueConstraint("decided_year", "section", name=op.f("uq_decision_decided_year_section")),
    schema="grants"
    )
    op.create_index("ix_decision_call_id", "decision", ["call_id", "id"], unique=False, schema="grants")
    op.create_index("uq_decision_application_id", "decision", ["application_id"], unique=True, schema="grants", postgresql_where=sa.text("status <> 'withdrawn'"))
    op.create_table("reminder",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("application_id", sa.Uuid(), nullable=False),
    sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["application_id"], ["grants.application.id"], name=op.f("fk_reminder_application_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    sa.UniqueConstraint("application_id", "closes_at", name=op.f("uq_reminder_application_id_closes_at")),
    schema="grants"
    )
    op.create_table("review_clock",
    sa.Column("decision_id", sa.Uuid(), nullable=False),
    sa.Column("organisation_id", sa.Uuid(), nullable=False),
    sa.Column("application_id", sa.Uuid(), nullable=False),
    sa.Column("remedy", sa.String(), nullable=False),
    sa.Column("way", sa.String(), nullable=False),
    sa.Column("served_on", sa.Date(), nullable=False),
    sa.Column("last_day", sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(["application_id"], ["grants.application.id"], name=op.f("fk_review_clock_application_id")),
    sa.PrimaryKeyConstraint("decision_id", "organisation_id", name=op.f("pk_review_clock")),
    schema="grants"
    )
    op.create_table("share",
    sa.Column("application_id", sa.Uuid(), nullable=False),
    sa.Column("organisation_id", sa.Uuid(), nullable=False),
    sa.Column("share", sa.Integer(), nullable=False),
    sa.CheckConstraint("share BETWEEN 0 AND 10000", name=op.f("ck_share_share")),
    sa.ForeignKeyConstraint(["application_id"], ["grants.application.id"], name=op.f("fk_share_application_id"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("application_id", "organisation_id", name=op.f("pk_share")),
    schema="grants"
    )
    op.create_table("sign_off",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("application_id", sa.Uuid(), nullable=False),
    sa.Column("organisation_id", sa.Uuid(), nullable=False),
    sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("hash", sa.String(), nullable=True),
    sa.Column("signed_by", sa.Uuid(), nullable=True),
    sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["application_id"], ["grants.application.id"], name=op.f("fk_sign_off_application_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
    sa.UniqueConstraint("application_id", "organisation_id", name=op.f("uq_sign_off_application_id_organisation_id")),
    schema="grants"
    )
    op.create_table("submission",
    sa.Column("application_id", sa.Uuid(), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("sha256", sa.String(), nullable=False),
    sa.Column("submitted_by", sa.Uuid(), nullable=False),
    sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["application_id"], ["grants.application.id"], name=op.f("fk_submission_application_id")),
    sa.PrimaryKeyConstraint("application_id", "number", name=op.f("pk_submission")),
    schema="grants"
    )
    op.create_table("review_request",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("application_id", sa.Uuid(), nullable=False),
    sa.Column("decision_id", sa.Uuid(), nullable=False),
    sa.Column("call_id", sa.Uuid(), nullable=False),
    sa.Column("organisation_id", sa.Uuid(), nullable=False),
    sa.Column("demand", sa.String(), nullable=False),
    sa.Column("received_on", sa.Date(), nullable=False),
    sa.Column("registered_by", sa.Uuid(), nullable=False),
    sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("status", sa.Enum("registered", "changed", "dismissed", "late", name="reviewstatus", native_enum=False, create_constraint=True, length=40, schema="grants"), nullable=False),
    sa.Column("grounds", sa.String(), nullable=True),
    sa.Column("granted_cents", sa.BigInteger(), nullable=True),
    sa.Column("section", sa.Integer(), nullable=True),
    sa.Column("decided_year", sa.Integer(), nullable=True),
    sa.Column("decided_by", sa.Uuid(), nullable=True),
    sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("document", sa.String(), nullable=True),
    sa.ForeignKeyConstraint(["application_id"], ["grants.application.id"], name=op.f("fk_review_request_application_id")),
    sa.ForeignKeyConstraint(["call_id"], ["grants.call.id"], name=op.f("fk_review_request_call_id")),
    sa.ForeignKeyConstraint(["decision_id"], ["grants.decision.id"], name=op.f("fk_review_request_decision_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_review_request")),
    sa.UniqueConstraint("decided_year", "section", name=op.f("uq_review_request_decided_year_section")),
    schema="grants"
    )
    op.create_index("ix_review_request_call_id", "review_request", ["call_id", "id"], unique=False, schema="grants")
    op.create_index("uq_review_request_decision_id", "review_request", ["decision_id", "organisation_id"], unique=True, schema="grants", postgresql_where=sa.text("status = 'registered'"))
    op.create_index("ix_review_request_application_id", "review_request", ["application_id"], unique=False, schema="grants")
    for statement in (*APPROPRIATION, *SUBMISSION, *DECISION):
        op.execute(statement)
