"""A refusal that a client can act on: declared once, raised by name. Pure; `chassis.answers` makes RFC 9457 of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One code, its status and its sentence in three languages; `{name}` in a sentence is filled from the values."""

    code: str
    status: int
    fi: str
    sv: str
    en: str

    def at(self, pointer: str, **values: Any) -> "Reason":
        """This problem, at a place of the body (JSON pointer) and with the numbers that explain it."""
        return Reason(self, pointer, values)

    def __call__(self, **values: Any) -> "Refused":
        """This problem alone, about the request as a whole."""
        return Refused([self.at("", **values)])


@dataclass(frozen=True, slots=True)
class Reason:
    """One problem, where it is and with which values."""

    problem: Problem
    pointer: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Refused(Exception):
    """The answer is no, with every reason at once. Caught by the edge; uncaught in a handler it parks the key."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = list(reasons)
        super().__init__(", ".join(f"{r.problem.code}{r.pointer and ' at ' + r.pointer}" for r in self.reasons))


def refuse_if_any(reasons: Iterable[Reason]) -> None:
    """Raise one `Refused` that carries every reason, or return."""
    if found := list(reasons):
        raise Refused(found)


# What the house itself refuses. A feature never raises these; the unit of work and the edge do.
NOT_FOUND = Problem(
    "chassis.not_found", 404,
    fi="Kohdetta ei ole, tai sinulla ei ole oikeutta nähdä sitä.",
    sv="Objektet finns inte, eller så har du inte rätt att se det.",
    en="There is no such thing, or you may not see it.",
)
NOT_ALLOWED = Problem(
    "chassis.not_allowed", 403,
    fi="Sinulla ei ole oikeutta tähän toimintoon.",
    sv="Du har inte rätt att utföra denna åtgärd.",
    en="You may see this but not do that.",
)
STALE = Problem(
    "chassis.stale", 412,
    fi="Joku ehti muuttaa kohdetta ennen sinua. Lue se uudelleen.",
    sv="Någon hann ändra objektet före dig. Läs det på nytt.",
    en="Somebody changed this before you. Read it again.",
)
WRONG_STATE = Problem(
    "chassis.wrong_state", 409,
    fi="Toiminto ei ole mahdollinen tässä tilassa.",
    sv="Åtgärden är inte möjlig i detta tillstånd.",
    en="This cannot be done in the present state.",
)
IDENTITY_CODE = Problem(
    "chassis.text.identity_code", 422,
    fi="Tekstissä on henkilötunnus. Poista se; tunnuksia ei tallenneta.",
    sv="Texten innehåller en personbeteckning. Ta bort den; sådana sparas inte.",
    en="The text contains a personal identity code. Remove it; such codes are never stored.",
)
CONTROL_CHARACTER = Problem(
    "chassis.text.control_character", 422,
    fi="Tekstissä on merkki, jota ei voi tallentaa.",
    sv="Texten innehåller ett tecken som inte kan sparas.",
    en="The text contains a character that cannot be stored.",
)
