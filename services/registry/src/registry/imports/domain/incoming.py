"""One row of a source, in our words, before anybody believes it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from chassis.values import masked
from registry.imports.problems import Rejection
from registry.organisations.domain.identifiers import Identifier
from registry.organisations.domain.kinds import Field, Kind, Language, LegalForm

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """A value and how sure it is, 0 to 1: read from a register 1, from a name's suffix 0.99, not known 0."""

    value: T
    confidence: float = 1.0


UNKNOWN_KIND = Stated(Kind.UNKNOWN, 0.0)
UNKNOWN_FORM = Stated(LegalForm.UNKNOWN, 0.0)


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a row says of an organisation. What it does not say is None or empty, and removes nothing."""

    line: int
    external_id: str
    """The row's own key in its source, the same in each edition."""
    name: str
    language: Language = Language.FI
    auxiliary: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    kind: Stated[Kind] = UNKNOWN_KIND
    legal_form: Stated[LegalForm] = UNKNOWN_FORM
    fields: tuple[Field, ...] = ()
    industry: str | None = None
    description: str | None = None
    memberships: tuple[str, ...] = ()
    """Names of umbrella organisations, as written: most equal no record and stay unresolved."""
    locality: str | None = None
    website: str | None = None
    founded_on: date | None = None
    dissolved_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken: where, which value, why. An identity code in the value is struck out."""

    line: int
    field: str
    value: str
    reason: Rejection

    @classmethod
    def of(cls, line: int, field: str, value: str, reason: Rejection) -> "Rejected":
        """The value as it may be shown: without identity codes or controls, and short."""
        shown = "".join(c if c.isprintable() else "�" for c in masked(value))
        return cls(line, field, shown[:200], reason)


Files = Mapping[str, bytes]
"""File name -> content; a single upload is one file, a packed one several."""


@dataclass(frozen=True, slots=True)
class Source:
    """A register of others: one file of `imports/sources`. Wherever its data is shown, the credit stands beside it."""

    key: str
    name: str
    licence: str
    credit: str
    formats: frozenset[str]
    parse: Callable[[Files, date], Iterator[Incoming | Rejected]]
    """Read its files on a day; each row comes out once, taken or rejected, in the order of the file."""
