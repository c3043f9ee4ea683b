"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from notifications.recipients.domain.addressee import Kind, Language
from notifications.recipients.schemas import Change, Keep, Mine, OfOrganisation, Postal, RecipientOut

_NOON = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
_ADDRESS = "toimisto@omaisyhdistys.example"
_POSTAL = Postal(street="Kirkkokatu 1", postal_code="90100", locality="Oulu")

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    Mine(address="anna.esimerkki@posti.example", language=Language.SV, electronic_service=True),
    OfOrganisation(
        address=_ADDRESS, language=Language.FI, electronic_service=True, postal=_POSTAL,
        grounds="Järjestön ilmoitus avustushakemuksen yhteydessä.",
    ),
    Change(language=Language.EN, grounds="Järjestön pyyntö puhelimessa."),
    Keep(grounds="Järjestö pyysi asiaa allekirjoitetulla kirjeellä."),
    RecipientOut(
        id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01"), kind=Kind.ORGANISATION, address=_ADDRESS, language=Language.FI,
        electronic_service=True, consented_at=_NOON, consented_by="person:01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09",
        verified_at=_NOON, verified_by="link", confirmation_asked_at=None, suppressed=None, muted=False, postal=_POSTAL,
        created_at=_NOON,
    ),
)
