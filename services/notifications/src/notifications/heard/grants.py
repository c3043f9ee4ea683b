"""Of grants' facts, the fields that notifications reads: who is told, of what, and until when it is of use."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.events import Fact
from chassis.values import Money


class Part(BaseModel):
    """A part of a fact."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Words(Part):
    fi: str
    sv: str | None = None
    en: str | None = None


class Party(Part):
    """An organisation that applies (hakija)."""

    organisation_id: UUID
    name: str
    lead: bool


class Activity(Part):
    title: str


class CallNamed(Part):
    call_id: UUID
    year: int
    title: Words


class Remedy(Part):
    """How the decision can be looked at again: review (oikaisuvaatimus) or appeal (valitus), in so many days from service."""

    kind: str
    days: int
    addressee: Words


class GrantCallOpened(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.grants.GrantCallOpened.v1"
    call: CallNamed
    opens_at: datetime
    closes_at: datetime


class DraftStillOpen(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.grants.DraftStillOpen.v1"
    application_id: UUID
    call: CallNamed
    closes_at: datetime
    parties: tuple[Party, ...]
    unsigned: tuple[UUID, ...]


class SignOffRequested(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.grants.SignOffRequested.v1"
    application_id: UUID
    call: CallNamed
    closes_at: datetime
    parties: tuple[Party, ...]
    organisation_id: UUID
    activity: Activity
    sought: Money
    again: bool


class OfApplication(Fact):
    """What every fact about a submitted application tells."""

    application_id: UUID
    case_number: str
    call: CallNamed
    parties: tuple[Party, ...]


class ApplicationSubmitted(OfApplication):
    type: ClassVar[str] = "fi.yhdyspinta.grants.ApplicationSubmitted.v1"
    activity: Activity
    sought: Money
    submitted_at: datetime


class CompletionRequested(OfApplication):
    type: ClassVar[str] = "fi.yhdyspinta.grants.CompletionRequested.v1"
    wanted: str
    complete_by: datetime


class DecisionMade(Part):
    decision_id: UUID
    section: int
    activity: Activity
    sought: Money
    grounds: str
    principles: str
    remedy: Remedy
    decided_at: datetime


class GrantApproved(OfApplication):
    type: ClassVar[str] = "fi.yhdyspinta.grants.GrantApproved.v1"
    decision: DecisionMade
    granted: Money
    valid_from: date
    valid_until: date
    conditions: tuple[str, ...]


class GrantDeclined(OfApplication):
    type: ClassVar[str] = "fi.yhdyspinta.grants.GrantDeclined.v1"
    decision: DecisionMade
    outcome: str


class DecisionReviewed(OfApplication):
    type: ClassVar[str] = "fi.yhdyspinta.grants.DecisionReviewed.v1"
    decision_id: UUID
    section: int
    outcome: str
    granted_before: Money
    granted: Money
    grounds: str
    remedy: Remedy
    decided_at: datetime


class ApplicationNotRestored(OfApplication):
    """It was decided or taken back while a party seemed to have ended."""

    type: ClassVar[str] = "fi.yhdyspinta.grants.ApplicationNotRestored.v1"
    organisation_id: UUID
