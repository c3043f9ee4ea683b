"""Organisations and what hangs on them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_organisations"
down_revision = "0002_areas"


def upgrade() -> None:
    op.create_table("organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Enum("organisation", "parish", "external_party", "unknown", name="kind", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=False),
        sa.Column("legal_form", sa.Enum("association", "foundation", "parish", "unregistered_group", "network", "cooperative", "company", "university", "public_body", "other", "unknown", name="legalform", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=False),
        sa.Column("name_fi", sa.String(), nullable=True),
        sa.Column("name_sv", sa.String(), nullable=True),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("identifiers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("locality", sa.String(), nullable=True),
        sa.Column("home_municipality", sa.String(), nullable=True),
        sa.Column("area_class", sa.Enum("municipality", "several_municipalities", "region", "country", name="areaclass", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=True),
        sa.Column("municipalities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("area_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("groups", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("is_service_producer", sa.Boolean(), nullable=False),
        sa.Column("supports_others", sa.Enum("none", "area", "county", name="support", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("memberships", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("status", sa.Enum("active", "paused", "dissolved", "merged", name="status", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=False),
        sa.Column("status_before", sa.Enum("active", "paused", "dissolved", "merged", name="status_before", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dissolved_on", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("sote_status", sa.Enum("not_evaluated", "sote", "not_sote", "undetermined", name="sotestatus", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=False),
        sa.Column("sote_definition_version", sa.Integer(), nullable=True),
        sa.Column("sote_due", sa.Boolean(), nullable=False),
        sa.Column("non_profit_status", sa.Enum("not_assessed", "non_profit", "not_non_profit", name="nonprofit", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=False),
        sa.Column("non_profit_until", sa.Date(), nullable=True),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(status = 'dissolved') = (dissolved_on IS NOT NULL)", name=op.f("ck_organisation_dissolved_has_day")),
        sa.CheckConstraint("(status = 'merged') = (successor_id IS NOT NULL)", name=op.f("ck_organisation_merged_has_successor")),
        sa.CheckConstraint("successor_id <> id", name=op.f("ck_organisation_successor")),
        sa.ForeignKeyConstraint(["successor_id"], ["registry.organisation.id"], name=op.f("fk_organisation_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        schema="registry"
    )
    op.create_index("ix_organisation_area_codes", "organisation", ["area_codes"], unique=False, schema="registry", postgresql_using="gin")
    op.create_index("ix_organisation_fields", "organisation", ["fields"], unique=False, schema="registry", postgresql_using="gin")
    op.create_index("ix_organisation_groups", "organisation", ["groups"], unique=False, schema="registry", postgresql_using="gin")
    op.create_index("ix_organisation_home_municipality", "organisation", ["home_municipality"], unique=False, schema="registry")
    op.create_index("ix_organisation_municipalities", "organisation", ["municipalities"], unique=False, schema="registry", postgresql_using="gin")
    op.create_index("ix_organisation_registered_at_id", "organisation", ["registered_at", "id"], unique=False, schema="registry")
    op.create_index("ix_organisation_sort_key_id", "organisation", ["sort_key", "id"], unique=False, schema="registry")
    op.create_index("ix_organisation_successor_id", "organisation", ["successor_id"], unique=False, schema="registry")
    op.create_index("ix_organisation_updated_at_id", "organisation", ["updated_at", "id"], unique=False, schema="registry")
    op.create_table("parameter",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_parameter")),
        schema="registry"
    )
    op.create_table("sote_definition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("kinds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("legal_forms", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("groups", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("refuses_service_producers", sa.Boolean(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["term"], ["registry.council_term.code"], name=op.f("fk_sote_definition_term")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sote_definition")),
        sa.UniqueConstraint("number", name=op.f("uq_sote_definition_number")),
        schema="registry"
    )
    op.create_table("name",
        sa.Column("position", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.Enum("fi", "sv", "en", name="language", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=False),
        sa.Column("kind", sa.Enum("official", "auxiliary", name="namekind", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["registry.organisation.id"], name=op.f("fk_name_organisation_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_name")),
        schema="registry"
    )
    op.create_index("ix_name_organisation_id", "name", ["organisation_id"], unique=False, schema="registry")
    op.create_table("identifier",
        sa.Column("scheme", sa.Enum("business_id", "association_register_number", "uk_charity_number", "uk_company_number", "ohana_id", name="scheme", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["registry.organisation.id"], name=op.f("fk_identifier_organisation_id")),
        sa.PrimaryKeyConstraint("scheme", "value", name=op.f("pk_identifier")),
        sa.UniqueConstraint("organisation_id", "scheme", name=op.f("uq_identifier_organisation_id_scheme")),
        schema="registry"
    )
    op.create_table("field_source",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["registry.organisation.id"], name=op.f("fk_field_source_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "field", name=op.f("pk_field_source")),
        schema="registry"
    )
    op.create_table("workforce",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("person_years", sa.Numeric(precision=8, scale=1), nullable=False),
        sa.Column("volunteers", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("person_years >= 0 AND volunteers >= 0", name=op.f("ck_workforce_counts")),
        sa.ForeignKeyConstraint(["organisation_id"], ["registry.organisation.id"], name=op.f("fk_workforce_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "year", name=op.f("pk_workforce")),
        schema="registry"
    )
    op.create_table("non_profit_assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Enum("not_assessed", "non_profit", "not_non_profit", name="nonprofit", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=False),
        sa.Column("for_common_good", sa.Boolean(), nullable=False),
        sa.Column("not_for_a_closed_circle", sa.Boolean(), nullable=False),
        sa.Column("no_private_gain", sa.Boolean(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("assessed_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["registry.organisation.id"], name=op.f("fk_non_profit_assessment_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_non_profit_assessment")),
        schema="registry"
    )
    op.create_index("ix_non_profit_assessment_organisation_id", "non_profit_assessment", ["organisation_id"], unique=False, schema="registry")
    op.create_table("status_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Enum("update", "set_operating_area", "report_workforce", "assess", "pause", "resume", "dissolve", "revert_dissolution", "merge", "undo_merge", name="action", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=False),
        sa.Column("before", sa.Enum("active", "paused", "dissolved", "merged", name="before", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=False),
        sa.Column("after", sa.Enum("active", "paused", "dissolved", "merged", name="after", native_enum=False, create_constraint=True, length=40, schema="registry"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("grounds", sa.String(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["registry.organisation.id"], name=op.f("fk_status_change_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_change")),
        schema="registry"
    )
    op.create_index("ix_status_change_organisation_id", "status_change", ["organisation_id"], unique=False, schema="registry")
    op.execute("INSERT INTO registry.parameter (name, value) VALUES ('undo_merge_days', 90), ('dissolution_ahead_days', 366)")
