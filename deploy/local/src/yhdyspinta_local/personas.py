"""Who one can be while developing: the same people after every restart."""

from dataclasses import dataclass
from uuid import UUID, uuid5

_FAMILY = UUID("6f0f7c3e-5a51-5d0a-9a53-2f4f7a1d9c10")
"""Namespace of all subjects of the dev issuer; never change it: data folders hold ids made from it."""


@dataclass(frozen=True)
class Persona:
    """A role-player of the dev issuer (esimerkkihenkilö)."""

    name: str
    sub: UUID
    fi: str
    """Title in Finnish."""
    en: str
    """Title in English."""
    roles: tuple[str, ...]
    """The coarse `roles` claim; everything narrower is a scoped assignment in the registry."""
    scope: str = "openid yhdyspinta"


def subject(kind: str, name: str) -> UUID:
    """The subject of a persona or a service, the same for ever."""
    return uuid5(_FAMILY, f"{kind}:{name}")


def _persona(name: str, fi: str, en: str, *roles: str, scope: str = "openid yhdyspinta") -> Persona:
    return Persona(name, subject("persona", name), fi, en, roles, scope)


PERSONAS: dict[str, Persona] = {
    persona.name: persona
    for persona in (
        _persona("coordinator", "Hyvinvointialueen järjestökoordinaattori", "County NGO coordinator", "coordinator"),
        _persona("domain_liaison", "Sote-toimialueen järjestöyhdyshenkilö", "NGO liaison of a sote domain"),
        _persona("area_liaison", "Sote-palvelualueen järjestöyhdyshenkilö", "NGO liaison of a service area"),
        _persona("centre_liaison", "Sote-keskuksen järjestöyhdyshenkilö", "NGO liaison of a health centre"),
        _persona("municipality_officer", "Kunnan järjestöyhdyshenkilö", "Municipality's NGO officer"),
        _persona("assessor", "Avustushakemusten arvioija", "Grant assessor"),
        _persona("decider", "Avustuksista päättävä viranhaltija", "Grant decision-maker"),
        _persona("finance", "Avustusten maksaja", "Payments officer", "finance"),
        _persona("representative_a", "Yhdistyksen A edustaja", "Representative of association A"),
        _persona("representative_b", "Yhdistyksen B edustaja", "Representative of association B"),
        _persona("professional", "Sote-ammattilainen", "Health or social care professional", "professional"),
        _persona(
            "regional_system",
            "Toinen alueellinen järjestelmä",
            "Another regional system",
            "regional_system",
            scope="events.read",
        ),
    )
}

SERVICES = ("registry", "grants", "forums", "facilities", "notifications")


@dataclass(frozen=True)
class Client:
    """A program with credentials of its own (client_credentials)."""

    id: str
    sub: UUID
    roles: tuple[str, ...]
    scope: str

    @property
    def secret(self) -> str:
        """No secret at all, as the issuer is none: but clients go through the same motions as in production."""
        return f"dev-{self.id}"


CLIENTS: dict[str, Client] = {
    **{name: Client(name, subject("service", name), ("service",), "service") for name in SERVICES},
    "regional_system": Client(
        "regional_system",
        PERSONAS["regional_system"].sub,
        PERSONAS["regional_system"].roles,
        PERSONAS["regional_system"].scope,
    ),
}
PUBLIC_CLIENTS = frozenset({"portal", "cli"})
"""Programs in the hands of people: authorization code with PKCE, no secret."""
