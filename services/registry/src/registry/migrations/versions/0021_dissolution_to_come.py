"""A dissolution is settled for a day to come and takes effect on it.

What was dissolved ahead before this stays dissolved, as it was announced then. Nobody acts for it any more: the roles that waited
for its day end now, each said by the timer of its own term.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021_dissolution_to_come"
down_revision = "0020_imports"

SCHEMA = "registry"
ROLES = """
WITH waiting AS (DELETE FROM registry.timer WHERE command = 'registry.people.end_within' RETURNING aggregate_id),
ended AS (
    UPDATE registry.role_assignment SET valid_until = greatest(valid_from, now()), version = version + 1
    WHERE status = 'given' AND (valid_until IS NULL OR valid_until > now()) AND scope_kind = 'organisation'
    AND scope_id IN (SELECT aggregate_id::text FROM waiting)
    RETURNING id, valid_until
)
INSERT INTO registry.timer (command, aggregate_id, due_at) SELECT 'registry.people.run_out', id, valid_until FROM ended
ON CONFLICT (command, aggregate_id) DO UPDATE SET due_at = excluded.due_at
"""


def upgrade() -> None:
    op.add_column("organisation", sa.Column("dissolves_on", sa.Date(), nullable=True), schema=SCHEMA)
    op.add_column("organisation", sa.Column("dissolution_grounds", sa.String(), nullable=True), schema=SCHEMA)
    op.create_check_constraint(
        op.f("ck_organisation_dissolves_while_alive"), "organisation",
        "dissolves_on IS NULL OR status IN ('active', 'paused')", schema=SCHEMA,
    )
    op.create_check_constraint(
        op.f("ck_organisation_dissolves_with_grounds"), "organisation",
        "(dissolves_on IS NULL) = (dissolution_grounds IS NULL)", schema=SCHEMA,
    )
    op.execute(ROLES)
