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


class MailParameters(NotificationsPlain, table=True):
    """One row: how mail is sent, and how service of decisions is reckoned."""

    __tablename__ = "mail_parameters"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("jitter BETWEEN 0 AND 1", name="jitter"),
        CheckConstraint("per_second > 0 AND burst > 0", name="budget"),
        CheckConstraint("lease_seconds > 0 AND parcel > 0 AND slice > 0", name="at_least_one"),
        CheckConstraint("email_days >= 0 AND letter_days >= 0", name="days"),
        CheckConstraint("mail_days > 0 AND telling_days > 400", name="kept"),
    )
    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    retry_waits: list[int] = Field(sa_type=ARRAY(Integer))
    """Seconds before each retry of a mail that the server could not take yet; as many retries as there are."""
    jitter: float = 0.2
    """By which share a wait may be shorter or longer."""
    lease_seconds: int = 120
    """How long a worker may be at what it has claimed before another takes over."""
    parcel: int = 20
    """Mails of a notice that go over one connection and are written down together; a crash may repeat so many."""
    slice: int = 500
    """Recipients of a notice that are queued in one transaction."""
    per_second: float | None = None
    """Mails that the provider takes in a second (token bucket); no limit where there is none."""
    burst: int = 100
    """Mails at once, after a rest."""
    email_days: int = 3
    """After so many days a mail counts as received, where its recipient has agreed to electronic service (13/2003, 19 §)."""
    letter_days: int = 7
    """After so many days from posting a letter counts as received (434/2003, 59 §)."""
    mail_days: int = 400
    """How long a mail is kept after it came to its end; proofs of service and letters stay."""
    telling_days: int = 500
    """How long it is known that an event was told: longer than its topic keeps it (400 days), so that no replay tells it anew."""
