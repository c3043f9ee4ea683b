"""Copies of registry's organisations and areas."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.alphabet import in_finnish_order

revision = "0002_copies"
down_revision = "0001_house"

NAME = "coalesce(names->>'fi', names->>'sv', names->>'en', '')"


def upgrade() -> None:
    _copy(
        "organisation_copy",
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("names", JSONB, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("home_municipality", sa.String),
        sa.Column("successor_id", sa.Uuid),
        sa.Column("sort_name", sa.Text(collation="C"), sa.Computed(in_finnish_order(NAME), persisted=True), nullable=False),
    )
    op.create_index("ix_organisation_copy_sort_name", "organisation_copy", ["sort_name", "id"], schema="notifications")
    _copy(
        "area_copy",
        sa.Column("code", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("name_fi", sa.String, nullable=False),
        sa.Column("name_sv", sa.String),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_until", sa.Date),
        sa.Column("successor", sa.String),
        sa.Column("placements", JSONB, nullable=False),
    )


def _copy(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        *columns,
        schema="notifications",
    )
