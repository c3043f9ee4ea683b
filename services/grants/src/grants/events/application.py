"""Facts and public state of an application (avustushakemus). Topic `grants.application`, key its id.

The first is said when it is submitted: a draft is nobody's business but its applicants'.
"""

from datetime import date, datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event, State
from chassis.values import Money
from grants.events.parts import Activity, CallNamed, Part, Party, Remedy

TOPIC: Final = "grants.application"


class ApplicationEvent(Event):
    """What every one of them tells."""

    topic: ClassVar[str] = TOPIC
    application_id: UUID
    case_number: str
    """Of the county's register of matters (asiatunnus)."""
    call: CallNamed
    parties: tuple[Party, ...]
    """The lead first."""


class PartnerConfirmed(ApplicationEvent):
    """A partner had signed what was then submitted (yhteishakemuksen allekirjoitus). Said with the submission."""

    organisation_id: UUID
    hash: str
    """SHA-256 of what was signed: lead, partners, shares, budget, sum, activity."""
    signed_at: datetime


class ApplicationSubmitted(ApplicationEvent):
    """It came in, in time (hakemus saapui). `submitted_at` is the moment of receipt."""

    activity: Activity
    sought: Money
    number: int
    """Of the frozen version: 1."""
    sha256: str
    submitted_at: datetime


class CompletionRequested(ApplicationEvent):
    """Something is missing; the applicant may add it until `complete_by` (täydennyspyyntö)."""

    number: int
    """Which request this is: 1, 2, 3 …"""
    wanted: str
    complete_by: datetime


class ApplicationCompleted(ApplicationEvent):
    """The applicant added what was asked for (täydennys)."""

    number: int
    """Of the frozen version."""
    sha256: str
    completed_at: datetime


class PartyLeft(ApplicationEvent):
    """A party is no longer in it (hakija jäi pois); `parties` are those that stay. Everyone who stays signs anew. G12."""

    organisation_id: UUID
    name: str
    grounds: str
    left_at: datetime


class ApplicationRevised(ApplicationEvent):
    """Changed while it is open again (muokattu): nothing of it counts until it is submitted anew."""

    activity: Activity
    sought: Money
    revised_at: datetime


class ApplicationWithdrawn(ApplicationEvent):
    """The applicant took it back (peruutus)."""

    grounds: str
    withdrawn_at: datetime


class ApplicationReferredToMunicipality(ApplicationEvent):
    """The activity is a municipality's to fund (siirretty kunnan rahoitettavaksi). GRO-17."""

    municipality: str
    """Official code."""
    grounds: str


class DecisionProposed(ApplicationEvent):
    """The application was weighed and a decision was proposed (päätösehdotus). Not what: nothing is decided."""

    decision_id: UUID
    proposed_at: datetime


class ProposalWithdrawn(ApplicationEvent):
    """The proposal was taken back (päätösehdotus peruttu): the application is weighed again."""

    decision_id: UUID
    withdrawn_at: datetime


class ApplicationHeld(ApplicationEvent):
    """A party has ended: from now on it is not granted, and nothing that was granted is paid (hakemus pidossa). R3."""

    organisation_id: UUID
    """The party, or what it became part of."""
    because: str
    """organisation_dissolved"""
    dissolved_on: date
    held_at: datetime


class ApplicationReleased(ApplicationEvent):
    """It waits for this organisation no more (pito poistettu): that had not ended, or has no part in it any more."""

    organisation_id: UUID
    released_at: datetime


class ApplicationNotRestored(ApplicationEvent):
    """A party had not ended after all, but what was decided or taken back meanwhile stands (ei palautunut)."""

    organisation_id: UUID
    because: str
    """refused, inadmissible, referred, withdrawn, discarded"""


class DecisionMade(Part):
    """What every decision on an application tells."""

    decision_id: UUID
    section: int
    """Of the decision maker's record of this year (pykälä)."""
    activity: Activity
    sought: Money
    grounds: str
    principles_id: UUID
    principles: str
    """Title of the principles of support in force (GRC-16)."""
    guideline_id: UUID
    guideline_number: int
    remedy: Remedy
    decided_by: UUID
    decided_at: datetime


class GrantApproved(ApplicationEvent):
    """The county granted money, wholly or in part (myöntöpäätös)."""

    decision: DecisionMade
    granted: Money
    valid_from: date
    valid_until: date
    """The first day on which the grant may no longer be used."""
    conditions: tuple[str, ...]
    """Codes of what must be true before it is paid: published_in_ihimiset"""


class GrantDeclined(ApplicationEvent):
    """The county refused it (hylkäävä päätös) or did not take it up (jätetty tutkimatta)."""

    decision: DecisionMade
    outcome: str
    """refused, inadmissible"""


class ReviewDeadlineSet(ApplicationEvent):
    """Up to `last_day`, and on it, this party may use the remedy (muutoksenhakuaika).

    Said again, with later days, where the mail came back and a letter followed: the newest counts.
    """

    decision_id: UUID
    organisation_id: UUID
    remedy: str
    """review, appeal"""
    served_on: date
    last_day: date


class DecisionReviewed(ApplicationEvent):
    """A request for review was decided (oikaisuvaatimus ratkaistu). A decision of its own, served on the parties like the first."""

    decision_id: UUID
    """Of the review."""
    corrects: UUID
    """Of the decision that was looked at again."""
    section: int
    outcome: str
    """changed (muutettu), dismissed (hylätty), late (jätetty tutkimatta myöhästyneenä)"""
    granted_before: Money
    granted: Money
    grounds: str
    remedy: Remedy
    decided_by: UUID
    decided_at: datetime


class ApplicationState(State):
    """The newest public snapshot, from submission on."""

    topic: ClassVar[str] = TOPIC
    id: UUID
    call_id: UUID
    kind: str
    year: int
    case_number: str
    status: str
    """submitted, reopened, returned, completed, proposed, granted, refused, inadmissible, referred, withdrawn"""
    parties: tuple[UUID, ...]
    activity: Activity
    period_from: date
    period_until: date
    sought: Money
    granted: Money | None = None
    submitted_at: datetime
    held_for: tuple[UUID, ...] = ()
    """Parties that have ended, or what they became part of; while there is one, nothing of it is granted or paid."""


EVENTS: Final[tuple[type[Event], ...]] = (
    PartnerConfirmed, ApplicationSubmitted, CompletionRequested, ApplicationCompleted, PartyLeft, ApplicationRevised,
    ApplicationWithdrawn, ApplicationReferredToMunicipality, DecisionProposed, ProposalWithdrawn, GrantApproved, GrantDeclined,
    ReviewDeadlineSet, DecisionReviewed, ApplicationHeld, ApplicationReleased,
    ApplicationNotRestored,
)
