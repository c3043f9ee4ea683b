"""What an organisation did not get back, until it is told."""

from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from chassis.tables import one_of
from notifications.endings.domain import Lost
from notifications.schema import NotificationsPlain


class NotRestored(NotificationsPlain, table=True):
    """One thing, from the event that says so until the mail (ei palautunut)."""

    __tablename__ = "not_restored"
    __table_args__ = (Index("ix_not_restored_organisation_id", "organisation_id"),)
    event_id: UUID = Field(primary_key=True)
    organisation_id: UUID
    """As it is found today."""
    lost: Lost = Field(sa_type=one_of(Lost))
    name: str
