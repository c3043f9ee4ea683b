"""What is signed and what is frozen, as canonical JSON (RFC 8785): two who hold the same text compute the same hash. G7, G12."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from chassis.canonical import canonical_line
from grants.applications.domain.parties import Parties


class Application(Protocol):
    """What these rules see of the row."""

    @property
    def activity_id(self) -> UUID: ...
    @property
    def activity_title(self) -> str: ...
    @property
    def activity_municipality(self) -> str | None: ...
    @property
    def period_from(self) -> date: ...
    @property
    def period_until(self) -> date: ...
    @property
    def sought_cents(self) -> int: ...
    @property
    def budget(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def form(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Frozen:
    """A version that will never change, and its hash."""

    content: dict[str, Any]
    sha256: str


def signed(application: Application, parties: Parties) -> str:
    """The hash that a partner signs: lead, partners, shares, budget, sum, activity (allekirjoitettava sisältö)."""
    return digest(_substance(application, parties))


def freeze(application: Application, parties: Parties, besides: Mapping[str, Any]) -> Frozen:
    """Everything the applicants said, and `besides`: number, call, moment, documents, signatures. Persons are ids."""
    content = {**_substance(application, parties), "form": dict(application.form), **besides}
    return Frozen(content, digest(content))


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 (hexadecimal) of a JSON object as RFC 8785 writes it."""
    return hashlib.sha256(canonical_line(content).removesuffix(b"\n")).hexdigest()


def _substance(application: Application, parties: Parties) -> dict[str, Any]:
    return {
        "lead": str(parties.lead),
        "partners": sorted(map(str, parties.partners)),
        "shares": {str(id): share for id, share in parties.shares.items()},
        "budget": [dict(line) for line in application.budget],
        "sought_cents": application.sought_cents,
        "activity": {
            "id": str(application.activity_id),
            "title": application.activity_title,
            "municipality": application.activity_municipality,
            "from": application.period_from.isoformat(),
            "until": application.period_until.isoformat(),
        },
    }
