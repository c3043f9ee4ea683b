"""When a booking was asked for and when it was decided; of an end to come facilities has heard.

Of bookings from before this it is known when they were made, not when they were decided. A copy that was kept before knows of no end
to come: `yhdyspinta rebuild facilities organisation_copy` reads them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_asked"
down_revision = "0006_tree_guard"

SCHEMA = "facilities"


def upgrade() -> None:
    op.add_column("booking", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True), schema=SCHEMA)
    op.add_column("booking", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True), schema=SCHEMA)
    op.execute("UPDATE facilities.booking SET asked_at = coalesce(uuid_extract_timestamp(id), changed_at)")
    op.alter_column("booking", "asked_at", nullable=False, schema=SCHEMA)
    op.add_column("organisation_copy", sa.Column("dissolves_on", sa.Date(), nullable=True), schema=SCHEMA)
