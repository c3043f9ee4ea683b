"""What is answered about applications."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.values import Days, Euros
from grants.applications.domain import Action, Status
from grants.applications.domain.eligibility import Check, Outcome
from grants.applications.schemas.bodies import BudgetLine


class ActivityOut(BaseModel):
    """What the money is for (avustettava toiminta)."""

    id: UUID = Field(description="The same in every application for this activity.")
    title: str = Field(description="Its name.")
    municipality: str | None = Field(description="Official code, where it is local.")


class PartyOut(BaseModel):
    """An organisation that applies."""

    organisation_id: UUID = Field(description="The organisation; a merged one is shown as its successor.")
    name: str = Field(description="Its name today.")
    lead: bool = Field(description="It answers for the application (päähakija).")
    share: int = Field(description="Its part of the sum, in hundredths of a per cent.")
    asked_at: datetime | None = Field(description="When it was asked to sign last; the lead signs by submitting.")
    signed_at: datetime | None = Field(description="When it signed last.")
    signed: bool = Field(description="Its signature is under what the application says now.")


class HoldOut(BaseModel):
    """Why it is held: not granted, not paid (pidossa)."""

    organisation_id: UUID = Field(description="The party that ended, or what a party became part of.")
    name: str = Field(description="Its name.")
    because: str = Field(description="organisation_dissolved; further words may come.")
    dissolved_on: date = Field(description="The day of its end.")
    since: datetime = Field(description="When grants heard of it.")
    cause_id: UUID = Field(description="Id of the event that caused it.")


class AttachmentOut(BaseModel):
    """A document of an application (liite)."""

    id: UUID = Field(description="Id of the document.")
    version: int = Field(description="Grows with each change; the ETag.")
    code: str = Field(description="Which of the wanted documents it is; `other` for any further one.")
    filename: str = Field(description="As its sender named it, made safe.")
    media_type: str = Field(description="As its bytes tell.")
    size: int = Field(description="Bytes.")
    sha256: str = Field(description="SHA-256 of its bytes, hexadecimal.")
    secret: bool = Field(description="Kept from the public (621/1999, 24 §).")
    added_at: datetime = Field(description="When it was added.")
    removed_at: datetime | None = Field(description="When it was taken out; a frozen version may still name it.")


class ApplicationOut(BaseModel):
    """An application as it is now (avustushakemus)."""

    id: UUID = Field(description="Id of the application.")
    version: int = Field(description="Grows with each change; the ETag.")
    call_id: UUID = Field(description="The call that is applied in.")
    kind: str = Field(description="Kind of grant.")
    year: int = Field(description="In which the money is used.")
    status: Status = Field(description="Where it stands.")
    allowed: list[Action] = Field(description="What the caller may do with it in this state.")
    case_number: str | None = Field(description="In the county's register of matters, from the first submission on (asiatunnus).")
    parties: list[PartyOut] = Field(description="Who applies, the lead first.")
    sign_off_hash: str = Field(description="What partners sign: SHA-256 of lead, partners, shares, budget, sum and activity.")
    activity: ActivityOut = Field(description="What the money is for.")
    period: Days = Field(description="When it takes place.")
    sought: Euros = Field(description="The sum that is sought.")
    granted: Euros | None = Field(description="The sum that was granted, once decided.")
    budget: list[BudgetLine] = Field(description="Costs and income of the activity.")
    form: dict[str, Any] = Field(description="Answers to the call's form.")
    attachments: list[AttachmentOut] = Field(description="Its documents, without those taken out.")
    submitted_at: datetime | None = Field(description="The moment of receipt.")
    versions: int = Field(description="How many frozen versions there are.")
    wanted: str | None = Field(description="What the county asked to be completed last.")
    complete_by: datetime | None = Field(description="The first instant at which completion is too late.")
    referred_to: str | None = Field(description="Official code of the municipality that it was referred to.")
    ended_because: str | None = Field(description="Why it was withdrawn or referred.")
    held: list[HoldOut] = Field(description="Why it is held, for each party that ended; nothing where it is not.")
    copied_from: UUID | None = Field(description="The application that it was begun from.")
    created_at: datetime = Field(description="When it was begun.")
    updated_at: datetime = Field(description="When it was changed last.")


class CopiedOut(BaseModel):
    """A draft begun from last year's application."""

    application: ApplicationOut = Field(description="The draft.")
    version: int = Field(description="Of the draft; the ETag.")
    dropped: list[str] = Field(description="Names of the answers that this year's form does not take any more.")


class ApplicationRow(BaseModel):
    """One line of the list."""

    id: UUID = Field(description="Id of the application.")
    call_id: UUID = Field(description="The call that is applied in.")
    kind: str = Field(description="Kind of grant.")
    year: int = Field(description="In which the money is used.")
    status: Status = Field(description="Where it stands.")
    case_number: str | None = Field(description="In the county's register of matters.")
    lead: str = Field(description="Name of the lead today.")
    lead_id: UUID = Field(description="The lead; a merged one is shown as its successor.")
    partners: list[str] = Field(description="Names of the partners today.")
    activity: ActivityOut = Field(description="What the money is for.")
    period: Days = Field(description="When it takes place.")
    sought: Euros = Field(description="The sum that is sought.")
    granted: Euros | None = Field(description="The sum that was granted, once decided.")
    submitted_at: datetime | None = Field(description="The moment of receipt.")
    complete_by: datetime | None = Field(description="The first instant at which completion is too late, where it was returned.")
    held: bool = Field(description="A party has ended: it is not granted, and nothing of it is paid.")


class ReceiptOut(BaseModel):
    """What the applicant has in hand (vastaanottokuittaus). INF-16."""

    application_id: UUID = Field(description="The application.")
    version: int = Field(description="Of the application; the ETag.")
    status: Status = Field(description="Where it stands now.")
    case_number: str = Field(description="In the county's register of matters (asiatunnus).")
    received_at: datetime = Field(description="The moment of receipt: it decides whether it came in time.")
    number: int = Field(description="Of the frozen version.")
    sha256: str = Field(description="SHA-256 of the frozen version as RFC 8785 JSON.")


class VersionRow(BaseModel):
    """One frozen version, in short."""

    number: int = Field(description="1 at submission, one more for each completion.")
    sha256: str = Field(description="SHA-256 of its content as RFC 8785 JSON.")
    submitted_at: datetime = Field(description="When it was received.")
    changed: list[str] = Field(description="Parts of the content that differ from the version before it.")


class VersionOut(VersionRow):
    """One frozen version with all that it says."""

    submitted_by: UUID = Field(description="The person who submitted it.")
    content: dict[str, Any] = Field(description="Everything the applicants said; persons are ids.")


class Sentence(BaseModel):
    """A sentence in the languages of the county."""

    fi: str = Field(description="Finnish.")
    sv: str = Field(description="Swedish.")
    en: str = Field(description="English.")


class ReasonOut(BaseModel):
    """Why a check is not met, and what to do."""

    code: str = Field(description="Code of the reason.")
    text: Sentence = Field(description="What is the matter, and what to do.")


class CheckOut(BaseModel):
    """One of the checks."""

    check: Check = Field(description="What is asked.")
    outcome: Outcome = Field(description="Whether it is so, or cannot be told yet.")
    name: Sentence = Field(description="What is asked, in words.")
    reasons: list[ReasonOut] = Field(description="Why not, or what is still needed; none if all is well.")


class EligibilityOut(BaseModel):
    """Whether an organisation may get a grant of a call, before it writes anything (hakukelpoisuus)."""

    call_id: UUID = Field(description="The call.")
    organisation_id: UUID = Field(description="The organisation; a merged one means its successor.")
    may_apply: bool = Field(description="Nothing that is known speaks against it.")
    checks: list[CheckOut] = Field(description="Every check.")
