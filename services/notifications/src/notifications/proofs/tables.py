from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from typing_extensions import override

from chassis.events import State
from chassis.tables import INSTANT, one_of
from notifications.access import Permission, Scope
from notifications.events.proof import TOPIC
from notifications.proofs.domain import Reason, Status, Way
from notifications.schema import NotificationsRoot, NotificationsRow


class Proof(NotificationsRoot, table=True):
    """When and how a decision was served on a party (tiedoksiannon todiste)."""

    __tablename__ = "proof"
    __topic__: ClassVar[str] = TOPIC
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.ORGANISATION: "organisation_id"}
    __read__ = Permission.MAIL_READ
    __table_args__ = (UniqueConstraint("decision_id", "organisation_id"), Index("ix_proof_organisation_id", "organisation_id"))
    application_id: UUID
    decision_id: UUID
    organisation_id: UUID
    way: Way = Field(sa_type=one_of(Way))
    sent_at: datetime = Field(sa_type=INSTANT)
    deemed_on: date
    returned_at: datetime | None = Field(default=None, sa_type=INSTANT)
    """When its e-mail turned out not to have arrived. The proof stands until a letter is posted, and then becomes that letter's."""

    @override
    def public(self) -> State | None:
        """Nobody keeps a copy."""
        return None


class PostalTask(NotificationsRow, table=True):
    """A letter that a person must post, because mail cannot tell this party (postitustehtävä)."""

    __tablename__ = "postal_task"
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.ORGANISATION: "organisation_id"}
    __read__ = Permission.POSTAL_READ
    __table_args__ = (
        UniqueConstraint("event_id", "organisation_id", "template"),
        Index("ix_postal_task_created_at", "status", "created_at", "id"),
        Index("ix_postal_task_decision_id", "decision_id", postgresql_where=text("decision_id IS NOT NULL")),
    )
    event_id: UUID
    organisation_id: UUID
    template: str
    template_version: int = Field(sa_type=SmallInteger)
    values: dict[str, Any] = Field(sa_type=JSONB)
    """What the letter says, as the mail would have said it."""
    reason: Reason = Field(sa_type=one_of(Reason))
    application_id: UUID | None = None
    decision_id: UUID | None = None
    """The letter serves this decision on the organisation."""
    status: Status = Field(default=Status.OPEN, sa_type=one_of(Status))
    created_at: datetime = Field(sa_type=INSTANT)
    posted_on: date | None = None
    posted_by: UUID | None = None
