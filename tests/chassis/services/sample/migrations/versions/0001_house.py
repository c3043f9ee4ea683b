"""The tables of the house."""

from chassis.migrate import house

revision = "0001_house"
down_revision = None


def upgrade() -> None:
    house.step(1, schema="sample")
