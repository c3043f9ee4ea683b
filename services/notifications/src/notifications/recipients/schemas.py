"""Bodies in, answers out."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Grounds, Name
from notifications.recipients.domain.addressee import Kind, Language, Why

Address = Annotated[str, Field(min_length=3, max_length=320, description="E-mail address; the part before the @ in ASCII.")]
Spoken = Annotated[Language, Field(description="The language of mails.")]
Electronic = Annotated[
    bool, Field(description="Consent to be served decisions electronically (act 13/2003, 19 §); false: by letter."),
]
Why_ = Annotated[Grounds, Field(description="Why; noted in the audit.")]


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Postal(Closed):
    """Where letters to an organisation go."""

    street: Annotated[Name, Field(description="Street or box.")]
    postal_code: Annotated[str, Field(max_length=10, description="Five digits.")]
    locality: Annotated[Name, Field(description="Post office.")]


class Mine(Closed):
    """One's own contact details, all of them."""

    address: Address
    language: Spoken = Language.FI
    electronic_service: Electronic = False


class OfOrganisation(Mine):
    """An organisation's contact details, all of them."""

    postal: Annotated[Postal | None, Field(description="Where letters go.")] = None
    grounds: Annotated[Why_ | None, Field(description="Why; required of staff.")] = None


class Change(Closed):
    """What changes; the rest stays."""

    address: Annotated[Address | None, Field(description="Another address; it has to be confirmed.")] = None
    language: Annotated[Spoken | None, Field(description="Another language of mails.")] = None
    electronic_service: Annotated[Electronic | None, Field(description="Consent, given or taken back.")] = None
    postal: Annotated[Postal | None, Field(description="Where letters go; organisations only.")] = None
    muted: Annotated[bool | None, Field(description="True: nothing but what the law demands and topics asked for since.")] = None
    grounds: Annotated[Why_ | None, Field(description="Why; required of staff.")] = None


class Keep(Closed):
    """Why staff does this."""

    grounds: Why_


class RecipientOut(BaseModel):
    """A person or organisation that can be written to."""

    id: UUID = Field(description="The person or the organisation.")
    kind: Kind = Field(description="Which of the two.")
    address: str | None = Field(description="E-mail address; null when it was removed.")
    language: Language = Field(description="The language of mails.")
    electronic_service: bool = Field(description="Consent to be served decisions electronically (act 13/2003, 19 §).")
    consented_at: datetime | None = Field(description="Since when there is consent.")
    consented_by: str | None = Field(description="Who gave it: `person:<id>`.")
    verified_at: datetime | None = Field(description="When the address was confirmed; until then nothing else is sent there.")
    verified_by: str | None = Field(description="`link` of the confirmation mail, or the member of staff.")
    confirmation_asked_at: datetime | None = Field(description="When the confirmation that is under way was asked for.")
    suppressed: Why | None = Field(description="Why nothing more is sent to the address; null: it is in order.")
    muted: bool = Field(description="Wants nothing but what the law demands and topics asked for since.")
    postal: Postal | None = Field(description="Where letters go; organisations only.")
    created_at: datetime = Field(description="When it was first entered.")
