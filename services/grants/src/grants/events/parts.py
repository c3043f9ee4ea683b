"""What several of grants' events are made of. Organisations go by id and name; persons by id alone."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of an event."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """A text in the languages in which it is kept."""

    fi: str
    sv: str | None = None
    en: str | None = None


class Party(Part):
    """An organisation that applies (hakija): the lead, or one of the partners of a joint application."""

    organisation_id: UUID
    name: str
    """The name it went by when this was said."""
    lead: bool
    share: int
    """Its part of the sum, in hundredths of a per cent; the parts make 10 000."""


class Activity(Part):
    """What is funded (avustettava toiminta)."""

    activity_id: UUID
    title: str


class CallNamed(Part):
    """The call that it is about (haku)."""

    call_id: UUID
    kind: str
    """operating; the kinds of grant are data"""
    year: int
    title: Words


class Remedy(Part):
    """How a party may have the decision looked at again. No date: the time runs from service (tiedoksisaanti)."""

    kind: str
    """review (oikaisuvaatimus), appeal (valitus)"""
    days: int
    addressee: Words
    """The body that it is sent to."""
