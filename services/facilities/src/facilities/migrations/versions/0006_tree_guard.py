"""What is booked or blocked stays the thing that it is: neither a space nor what it lies in gains or loses parts meanwhile."""

from alembic import op

revision = "0006_tree_guard"
down_revision = "0005_parameters"

INSTEAD = (
    "DROP TRIGGER booked ON facilities.space_leaf",
    "DROP FUNCTION facilities.booked_leaf_stays()",
    """
    CREATE FUNCTION facilities.booked_space_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        which uuid := coalesce(NEW.space_id, OLD.space_id);
    BEGIN
        IF EXISTS (
            SELECT FROM facilities.booking
            WHERE space_id = which AND status IN ('held', 'confirmed', 'handover_offered') AND ends > now()
        ) OR EXISTS (SELECT FROM facilities.blocked_time WHERE space_id = which AND ends_at > now()) THEN
            RAISE EXCEPTION 'a space that is booked neither gains nor loses parts'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_space_leaf_booked';
        END IF;
        RETURN coalesce(NEW, OLD);
    END $$
    """,
    """
    CREATE TRIGGER booked BEFORE INSERT OR DELETE ON facilities.space_leaf
        FOR EACH ROW EXECUTE FUNCTION facilities.booked_space_stays()
    """,
)


def upgrade() -> None:
    for statement in INSTEAD:
        op.execute(statement)
