"""Who comes to the door: the personas of the design, each holding the role for what is asked about, and once more for something else."""

from dataclasses import dataclass

ELSEWHERE = {
    "area": "oulunkaari", "centre": "centre-elsewhere", "domain": "domain-elsewhere", "municipality": "832",
    "organisation": "0199c0de-0000-7000-8000-00000000000e", "call": "0199c0de-0000-7000-8000-00000000000f",
}
"""By kind of scope, one in which nothing lies that the walks are about."""


@dataclass(frozen=True)
class Persona:
    """A column of the matrix."""

    word: str
    """As the expectations call them; `area-` is the liaison of another area."""
    role: str = ""
    kind: str = ""
    """The kind of scope for which the role is held; nothing where the token itself gives the role."""
    client: str = "ui"
    """The program that shows the token."""
    subject: str = ""
    """The token's subject where it is no person."""

    @property
    def elsewhere(self) -> bool:
        """Holds the role for something else than what is asked about."""
        return self.word.endswith("-")


def _both(word: str, role: str, kind: str) -> list[Persona]:
    return [Persona(word, role, kind), Persona(f"{word}-", role, kind)]


ANON = Persona("anon")
"""Shows no token."""
NOBODY = Persona("nobody")
"""A person who is signed in and holds no role."""
CLAIMS = Persona("claims")
"""A person whose token claims every role that is held for a scope: such roles stand in our own copies and nowhere else."""
SELF = Persona("self")
"""The person whose own thing it is, where there is one."""
OWNER = Persona("system", "regional_system", client="kunta", subject="kunta")
"""A regional system; `system-` is another."""

PERSONAS = (
    ANON, SELF, NOBODY, CLAIMS,
    Persona("coordinator", "coordinator"),
    *_both("domain", "domain_liaison", "domain"),
    *_both("area", "area_liaison", "area"),
    *_both("centre", "centre_liaison", "centre"),
    *_both("municipality", "municipality_officer", "municipality"),
    *_both("assessor", "assessor", "call"),
    *_both("decider", "decider", "call"),
    Persona("finance", "finance"),
    *_both("representative", "representative", "organisation"),
    Persona("professional", "professional"),
    OWNER,
    Persona("system-", "regional_system", client="naapuri", subject="naapuri"),
    Persona("gateway", "mail_gateway", client="mail", subject="mail"),
    Persona("service", "service", client="grants", subject="grants"),
)
SCOPED = tuple(dict.fromkeys(persona.role for persona in PERSONAS if persona.kind))
"""Roles that are held for a scope."""
