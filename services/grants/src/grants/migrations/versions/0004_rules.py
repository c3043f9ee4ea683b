"""The two kinds of grant, the library of criteria; published guidelines stand still, announced calls do not overlap by accident."""

import json
from importlib.resources import files
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004_rules"
down_revision = "0003_grants"

KIND = sa.table(
    "grant_kind",
    sa.column("code", sa.String), sa.column("names", JSONB), sa.column("purpose", JSONB), sa.column("way", sa.String),
    schema="grants",
)
CRITERION = sa.table(
    "criterion",
    sa.column("code", sa.String), sa.column("names", JSONB), sa.column("mandatory_for", JSONB), sa.column("source", sa.String),
    schema="grants",
)
GUIDELINE = (
    """
    CREATE FUNCTION grants.guideline_stands() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a published guideline never changes' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON grants.guideline
        FOR EACH ROW WHEN (OLD.status = 'published') EXECUTE FUNCTION grants.guideline_stands()
    """,
)
"""Applications and decisions rest on the words of a version: they are never other words afterwards."""


def upgrade() -> None:
    op.bulk_insert(KIND, read("kinds"))
    op.bulk_insert(CRITERION, read("criteria"))
    for statement in GUIDELINE:
        op.execute(statement)


def read(name: str) -> list[dict[str, Any]]:
    text = files("grants.guidelines").joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)[name]
    return found
