"""A decision that came back and was posted is served again: the later day moves the clock of that party's remedy."""

from alembic import op

revision = "0005_served_again"
down_revision = "0004_rules"

CLOCK = (
    """
    CREATE FUNCTION grants.clock_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.served_on <= OLD.served_on OR NEW.last_day < OLD.last_day OR (
            NEW.decision_id, NEW.organisation_id, NEW.application_id, NEW.remedy
        ) IS DISTINCT FROM (
            OLD.decision_id, OLD.organisation_id, OLD.application_id, OLD.remedy
        ) THEN
            RAISE EXCEPTION 'the clock of a remedy only moves on' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER moves_on BEFORE UPDATE ON grants.review_clock
        FOR EACH ROW EXECUTE FUNCTION grants.clock_moves_on()
    """,
    """
    GRANT UPDATE ON grants.review_clock TO grants_app
    """,
)
"""No statement takes time away from a party that was told its last day."""


def upgrade() -> None:
    for statement in CLOCK:
        op.execute(statement)
