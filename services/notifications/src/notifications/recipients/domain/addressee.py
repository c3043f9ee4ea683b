"""A recipient as one writes to them (vastaanottaja). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from uuid import UUID


class Kind(Enum):
    PERSON = "person"
    ORGANISATION = "organisation"


class Language(Enum):
    """The languages that one may be written to in."""

    FI = "fi"
    SV = "sv"
    EN = "en"


class Why(Enum):
    """Why nothing more is sent to an address (estolista)."""

    HARD_BOUNCE = "hard_bounce"
    """The address does not exist, or takes nothing, for good."""
    COMPLAINT = "complaint"
    """Whoever reads it called a mail of ours unwanted."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """What a sender needs to know of a recipient. The address is in no `repr`: it must not get into a log."""

    id: UUID
    """The person or the organisation."""
    kind: Kind
    address: str = field(repr=False)
    language: Language
    consented_at: datetime | None
    """Since when there is consent to be served electronically (suostumus sähköiseen tiedoksiantoon, 13/2003, 19 §)."""
    verified_at: datetime | None
    suppressed: Why | None
    muted: bool = False
    """Wants nothing that need not be sent."""
    postal: Mapping[str, str] | None = field(default=None, repr=False)
    """Of organisations only: `street`, `postal_code`, `locality`."""
    asked_id: UUID | None = None
    """Of the one link that confirms this address."""

    @property
    def consent(self) -> bool:
        return self.consented_at is not None

    @property
    def verified(self) -> bool:
        return self.verified_at is not None
