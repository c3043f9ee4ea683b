"""Sites, spaces and their leaves, hours, usage rules, imports of sites; a published version of the rules is kept from change."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_spaces"
down_revision = "0002_copies"


FROZEN = (
    """
    CREATE FUNCTION facilities.usage_rules_are_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a published version of usage rules never changes' USING ERRCODE = 'check_violation';
    END $$
    """,
    """
    CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON facilities.usage_rules
        FOR EACH ROW WHEN (OLD.status = 'published') EXECUTE FUNCTION facilities.usage_rules_are_frozen()
    """,
)


def upgrade() -> None:
    op.create_table("site",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("kind", sa.Enum("health_centre", "library", "town_hall", "youth_space", "association_house", "sports_place", "meeting_place", "other", name="sitekind", native_enum=False, create_constraint=True, length=40, schema="facilities"), nullable=False),
    sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("owner", sa.Enum("county", "municipality", "other", name="ownerkind", native_enum=False, create_constraint=True, length=40, schema="facilities"), nullable=False),
    sa.Column("owner_municipality", sa.String(), nullable=True),
    sa.Column("owner_name", sa.String(), nullable=True),
    sa.Column("centre", sa.String(), nullable=True),
    sa.Column("municipality", sa.String(), nullable=False),
    sa.Column("street", sa.String(), nullable=True),
    sa.Column("postal_code", sa.String(), nullable=True),
    sa.Column("post_office", sa.String(), nullable=True),
    sa.Column("latitude", sa.Float(), nullable=True),
    sa.Column("longitude", sa.Float(), nullable=True),
    sa.Column("website", sa.String(), nullable=True),
    sa.Column("accessibility", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("accessibility_text", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("demonstration", sa.Boolean(), nullable=False),
    sa.Column("source", sa.String(), nullable=True),
    sa.Column("source_id", sa.String(), nullable=True),
    sa.Column("seen_on", sa.Date(), nullable=True),
    sa.Column("by_hand", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("sort_name", sa.Text(collation="C"), sa.Computed("translate(lower(coalesce(names->>'fi', '')), 'åäæöøéèëêáàâãíìîïóòôõúùûüýÿñšžçÅÄÆÖØÉÈËÊÁÀÂÃÍÌÎÏÓÒÔÕÚÙÛÜÝŸÑŠŽÇ', '{||}}eeeeaaaaiiiioooouuuyyynszc{||}}eeeeaaaaiiiioooouuuyyynszc')", persisted=True), nullable=False),
    sa.Column("searched", sa.Text(collation="C"), sa.Computed("translate(lower(coalesce(names->>'fi', '') || ' ' || coalesce(names->>'sv', '') || ' ' || coalesce(names->>'en', '')), 'åäæöøéèëêáàâãíìîïóòôõúùûüýÿñšžçÅÄÆÖØÉÈËÊÁÀÂÃÍÌÎÏÓÒÔÕÚÙÛÜÝŸÑŠŽÇ', '{||}}eeeeaaaaiiiioooouuuyyynszc{||}}eeeeaaaaiiiioooouuuyyynszc')", persisted=True), nullable=False),
    sa.CheckConstraint("(owner = 'municipality') = (owner_municipality IS NOT NULL) AND (owner = 'other') = (owner_name IS NOT NULL)", name=op.f("ck_site_owner")),
    sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_site_place")),
    sa.CheckConstraint("(source IS NULL) = (source_id IS NULL)", name=op.f("ck_site_source")),
    sa.CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name=op.f("ck_site_on_earth")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    schema="facilities"
    )
    op.create_index("ix_site_latitude_longitude", "site", ["latitude", "longitude"], unique=False, schema="facilities")
    op.create_index("ix_site_municipality", "site", ["municipality"], unique=False, schema="facilities")
    op.create_index("ix_site_sort_name", "site", ["sort_name", "id"], unique=False, schema="facilities")
    op.create_index("uq_site_source_source_id", "site", ["source", "source_id"], unique=True, schema="facilities")
    op.create_table("space",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("site_id", sa.Uuid(), nullable=False),
    sa.Column("parent_id", sa.Uuid(), nullable=True),
    sa.Column("path", postgresql.ARRAY(sa.Uuid()), nullable=False),
    sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("description", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("status", sa.Enum("draft", "published", "withdrawn", name="status", native_enum=False, create_constraint=True, length=40, schema="facilities"), nullable=False),
    sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("withdrawal_grounds", sa.String(), nullable=True),
    sa.Column("capacity", sa.Integer(), nullable=True),
    sa.Column("features", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("use_forms", postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column("accessibility", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("accessibility_text", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("demonstration", sa.Boolean(), nullable=False),
    sa.Column("owner", sa.Enum("county", "municipality", "other", name="ownerkind", native_enum=False, create_constraint=True, length=40, schema="facilities"), nullable=False),
    sa.Column("owner_municipality", sa.String(), nullable=True),
    sa.Column("centre", sa.String(), nullable=True),
    sa.Column("municipality", sa.String(), nullable=False),
    sa.Column("site_names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("address", sa.String(), nullable=True),
    sa.Column("sort_name", sa.Text(collation="C"), sa.Computed("translate(lower(coalesce(names->>'fi', '')), 'åäæöøéèëêáàâãíìîïóòôõúùûüýÿñšžçÅÄÆÖØÉÈËÊÁÀÂÃÍÌÎÏÓÒÔÕÚÙÛÜÝŸÑŠŽÇ', '{||}}eeeeaaaaiiiioooouuuyyynszc{||}}eeeeaaaaiiiioooouuuyyynszc')", persisted=True), nullable=False),
    sa.Column("searched", sa.Text(collation="C"), sa.Computed("translate(lower(coalesce(names->>'fi', '') || ' ' || coalesce(names->>'sv', '') || ' ' || coalesce(names->>'en', '') || ' ' || coalesce(site_names->>'fi', '') || ' ' || coalesce(site_names->>'sv', '') || ' ' || coalesce(site_names->>'en', '')), 'åäæöøéèëêáàâãíìîïóòôõúùûüýÿñšžçÅÄÆÖØÉÈËÊÁÀÂÃÍÌÎÏÓÒÔÕÚÙÛÜÝŸÑŠŽÇ', '{||}}eeeeaaaaiiiioooouuuyyynszc{||}}eeeeaaaaiiiioooouuuyyynszc')", persisted=True), nullable=False),
    sa.CheckConstraint("(status = 'withdrawn') = (withdrawal_grounds IS NOT NULL)", name=op.f("ck_space_withdrawn_has_grounds")),
    sa.CheckConstraint("capacity > 0", name=op.f("ck_space_capacity")),
    sa.CheckConstraint("parent_id <> id", name=op.f("ck_space_parent")),
    sa.CheckConstraint("path[cardinality(path)] = id", name=op.f("ck_space_path")),
    sa.ForeignKeyConstraint(["parent_id", "site_id"], ["facilities.space.id", "facilities.space.site_id"], name=op.f("fk_space_parent_id_site_id")),
    sa.ForeignKeyConstraint(["site_id"], ["facilities.site.id"], name=op.f("fk_space_site_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_space")),
    sa.UniqueConstraint("id", "site_id", name=op.f("uq_space_id_site_id")),
    schema="facilities"
    )
    op.create_index("ix_space_features", "space", ["features"], unique=False, schema="facilities", postgresql_using="gin")
    op.create_index("ix_space_municipality", "space", ["municipality"], unique=False, schema="facilities")
    op.create_index("ix_space_site_id", "space", ["site_id"], unique=False, schema="facilities")
    op.create_index("ix_space_sort_name", "space", ["sort_name", "id"], unique=False, schema="facilities")
    op.create_table("usage_rules",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("scope", sa.String(), nullable=False),
    sa.Column("site_id", sa.Uuid(), nullable=True),
    sa.Column("owner", sa.Enum("county", "municipality", "other", name="ownerkind", native_enum=False, create_constraint=True, length=40, schema="facilities"), nullable=False),
    sa.Column("owner_municipality", sa.String(), nullable=True),
    sa.Column("owner_name", sa.String(), nullable=True),
    sa.Column("centre", sa.String(), nullable=True),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("text", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("status", sa.Enum("draft", "published", name="rulesstatus", native_enum=False, create_constraint=True, length=40, schema="facilities"), nullable=False),
    sa.Column("valid_from", sa.Date(), nullable=False),
    sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("published_by", sa.Uuid(), nullable=True),
    sa.CheckConstraint("(status = 'published') = (number > 0)", name=op.f("ck_usage_rules_published_has_number")),
    sa.CheckConstraint("(status = 'published') = (published_at IS NOT NULL)", name=op.f("ck_usage_rules_published_has_moment")),
    sa.ForeignKeyConstraint(["site_id"], ["facilities.site.id"], name=op.f("fk_usage_rules_site_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_rules")),
    schema="facilities"
    )
    op.create_index("ix_usage_rules_scope", "usage_rules", ["scope", "valid_from"], unique=False, schema="facilities")
    op.create_index("uq_usage_rules_scope_number", "usage_rules", ["scope", "number"], unique=True, schema="facilities", postgresql_where=sa.text("status = 'published'"))
    op.create_table("hours_period",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("site_id", sa.Uuid(), nullable=False),
    sa.Column("owner_municipality", sa.String(), nullable=True),
    sa.Column("centre", sa.String(), nullable=True),
    sa.Column("space_id", sa.Uuid(), nullable=True),
    sa.Column("purpose", sa.Enum("opening", "use", name="purpose", native_enum=False, create_constraint=True, length=40, schema="facilities"), nullable=False),
    sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("valid_from", sa.Date(), nullable=True),
    sa.Column("valid_until", sa.Date(), nullable=True),
    sa.Column("override", sa.Boolean(), nullable=False),
    sa.Column("state", sa.Enum("open", "closed", "with_key", "by_appointment", "staff_only", "maintenance", name="state", native_enum=False, create_constraint=True, length=40, schema="facilities"), nullable=False),
    sa.Column("rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.CheckConstraint("space_id IS NULL OR purpose = 'use'", name=op.f("ck_hours_period_opening_of_site")),
    sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_hours_period_days")),
    sa.ForeignKeyConstraint(["site_id"], ["facilities.site.id"], name=op.f("fk_hours_period_site_id")),
    sa.ForeignKeyConstraint(["space_id", "site_id"], ["facilities.space.id", "facilities.space.site_id"], name="fk_hours_period_space_id_site_id"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_period")),
    schema="facilities"
    )
    op.create_index("ix_hours_period_site_id", "hours_period", ["site_id", "purpose"], unique=False, schema="facilities")
    op.create_table("space_leaf",
    sa.Column("space_id", sa.Uuid(), nullable=False),
    sa.Column("leaf_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["leaf_id"], ["facilities.space.id"], name=op.f("fk_space_leaf_leaf_id")),
    sa.ForeignKeyConstraint(["space_id"], ["facilities.space.id"], name=op.f("fk_space_leaf_space_id")),
    sa.PrimaryKeyConstraint("space_id", "leaf_id", name=op.f("pk_space_leaf")),
    schema="facilities"
    )
    op.create_index("ix_space_leaf_leaf_id", "space_leaf", ["leaf_id"], unique=False, schema="facilities")
    op.create_table("site_import",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("source", sa.String(), nullable=False),
    sa.Column("mode", sa.Enum("dry_run", "apply", name="mode", native_enum=False, create_constraint=True, length=40, schema="facilities"), nullable=False),
    sa.Column("status", sa.Enum("queued", "done", name="importstatus", native_enum=False, create_constraint=True, length=40, schema="facilities"), nullable=False),
    sa.Column("edition_on", sa.Date(), nullable=False),
    sa.Column("watermark", sa.String(), nullable=False),
    sa.Column("rows", sa.Integer(), nullable=False),
    sa.Column("created", sa.Integer(), nullable=False),
    sa.Column("changed", sa.Integer(), nullable=False),
    sa.Column("unchanged", sa.Integer(), nullable=False),
    sa.Column("outside", sa.Integer(), nullable=False),
    sa.Column("rejected", sa.Integer(), nullable=False),
    sa.Column("asked_by", sa.Uuid(), nullable=False),
    sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_site_import")),
    schema="facilities"
    )
    op.create_index("ix_site_import_asked_at_id", "site_import", ["asked_at", "id"], unique=False, schema="facilities")
    op.create_index("uq_site_import_source_busy", "site_import", ["source"], unique=True, schema="facilities", postgresql_where=sa.text("status = 'queued'"))
    op.create_table("site_import_file",
    sa.Column("import_id", sa.Uuid(), nullable=False),
    sa.Column("content", sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(["import_id"], ["facilities.site_import.id"], name=op.f("fk_site_import_file_import_id")),
    sa.PrimaryKeyConstraint("import_id", name=op.f("pk_site_import_file")),
    schema="facilities"
    )
    op.create_table("site_import_row",
    sa.Column("import_id", sa.Uuid(), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("line", sa.Integer(), nullable=False),
    sa.Column("outcome", sa.Enum("create", "change", "unchanged", "outside", "reject", name="outcome", native_enum=False, create_constraint=True, length=40, schema="facilities"), nullable=False),
    sa.Column("source_id", sa.String(), nullable=True),
    sa.Column("name", sa.String(), nullable=True),
    sa.Column("site_id", sa.Uuid(), nullable=True),
    sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("kept", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("field", sa.String(), nullable=True),
    sa.Column("value", sa.String(), nullable=True),
    sa.Column("reason", sa.Enum("unreadable", "id_missing", "name_missing", "text_too_long", "control_character", "identity_code", "place_wrong", "code_wrong", "twice_in_file", name="rejection", native_enum=False, create_constraint=True, length=40, schema="facilities"), nullable=True),
    sa.ForeignKeyConstraint(["import_id"], ["facilities.site_import.id"], name=op.f("fk_site_import_row_import_id")),
    sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_site_import_row")),
    schema="facilities"
    )
    op.create_index("ix_site_import_row_outcome", "site_import_row", ["import_id", "outcome", "number"], unique=False, schema="facilities")
    for statement in FROZEN:
        op.execute(statement)
