from sqlalchemy import CheckConstraint, Integer
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from notifications.schema import NotificationsPlain


class Parameters(NotificationsPlain, table=True):
    """One row. The first values are those of N2..N4 of `peers.md`."""

    __tablename__ = "parameters"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("keep_days >= 3", name="kept_longer_than_tried"),
        CheckConstraint("jitter BETWEEN 0 AND 1", name="jitter"),
    )
    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    retry_waits: list[int] = Field(sa_type=ARRAY(Integer))
    """Seconds before each retry of a webhook; as many retries as there are."""
    jitter: float = 0.2
    """By which share a wait may be shorter or longer."""
    least_wait: int = 60
    """Seconds before a retry at least, where the receiver was overloaded (429) or did not answer in time."""
    failing_hours: int = 120
    """An endpoint that has failed for so long is disabled when a message has had its last retry."""
    memory_hours: int = 240
    """A remembered failure is forgotten after this."""
    lease_seconds: int = 60
    """How long a worker may be at one attempt before another takes over; more than an answer may take."""
    per_endpoint: int = 8
    """Attempts under way at one endpoint at the same time."""
    most_old_keys: int = 10
    keep_days: int = 30
    """How long messages and their deliveries are kept for replay and for the pull feed."""
