"""External identifiers: a scheme and a value in normal form, unique within its scheme. An attribute, never our own id. R1."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final
from uuid import UUID

from stdnum.exceptions import InvalidChecksum, InvalidFormat, ValidationError
from stdnum.fi import associationid, ytunnus

from chassis.problems import Problem, Reason, Refused
from registry.organisations.problems import (
    IDENTIFIER_CHECK_DIGIT,
    IDENTIFIER_HELD,
    IDENTIFIER_MALFORMED,
    IDENTIFIER_TWICE,
)

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
"""Hyphens and dashes that word processors put in the place of a hyphen."""
_BLANKS = re.compile(r"\s+")


class Scheme(Enum):
    """Who gave the identifier."""

    BUSINESS_ID = "business_id"
    """Y-tunnus: seven digits, a dash and a check digit; foundations and companies have one, associations may."""
    ASSOCIATION_REGISTER = "association_register_number"
    """Yhdistysrekisterinumero: one to six digits, written 123.456; no check digit exists."""
    UK_CHARITY = "uk_charity_number"
    UK_COMPANY = "uk_company_number"
    OHANA = "ohana_id"
    """Number of the row in an HSDS-style table: good only within that set."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A scheme and a value in its normal form; made by `identifier` only."""

    scheme: Scheme
    value: str

    @property
    def shown(self) -> str:
        """As people write it: 0219018-6, 123.456."""
        return _SHOWN.get(self.scheme, str)(self.value)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has an identifier already."""

    id: UUID
    name: str


def identifier(scheme: Scheme, written: str, pointer: str = "") -> Identifier:
    """The identifier that was meant by what was written, or a refusal that says whether its form or its check digit is wrong."""
    found = read(scheme, written)
    if isinstance(found, Problem):
        raise Refused([found.at(pointer, scheme=scheme.value)])
    return found


def read(scheme: Scheme, written: str) -> Identifier | Problem:
    """The same as a value: for the thousands of rows of an import."""
    try:
        return Identifier(scheme, _NORMAL[scheme](_BLANKS.sub("", written).translate(_DASHES)))
    except InvalidChecksum:
        return IDENTIFIER_CHECK_DIGIT
    except ValidationError:
        return IDENTIFIER_MALFORMED


def objections(
    wanted: Iterable[Identifier], holders: Mapping[Identifier, Holder], pointer: str = "/identifiers"
) -> Iterator[Reason]:
    """One of each scheme, and none that somebody else has: the answer names the holder."""
    schemes: set[Scheme] = set()
    for position, each in enumerate(wanted):
        if each.scheme in schemes:
            yield IDENTIFIER_TWICE.at(f"{pointer}/{position}", scheme=each.scheme.value)
        schemes.add(each.scheme)
        if holder := holders.get(each):
            yield IDENTIFIER_HELD.at(f"{pointer}/{position}", identifier=each.shown, holder=holder.name, holder_id=str(holder.id))


_BUSINESS_ID = re.compile(r"(?:FI)?([0-9]{7})-?([0-9])|([0-9]{6})-([0-9])")


def _business_id(written: str) -> str:
    """A VAT number is read as the business id in it; the leading zero of an older, six-digit number is put back."""
    form = _BUSINESS_ID.fullmatch(written.upper())
    if form is None:
        raise InvalidFormat
    digits = "".join(part for part in form.groups() if part).zfill(8)
    ytunnus.validate(digits)
    return f"{digits[:7]}-{digits[7:]}"


def _of_digits(shortest: int, longest: int) -> Callable[[str], str]:
    form = re.compile(rf"[0-9]{{{shortest},{longest}}}")

    def normal(written: str) -> str:
        if not form.fullmatch(written):
            raise InvalidFormat
        return written

    return normal


def _uk_company(written: str) -> str:
    """Eight characters: two letters or leading zeros, then digits."""
    normal = written.upper().zfill(8)
    if not re.fullmatch(r"[A-Z]{2}[0-9]{6}|[0-9]{8}", normal):
        raise InvalidFormat
    return normal


def _association(written: str) -> str:
    return str(int(associationid.validate(written)))


_NORMAL: Final[Mapping[Scheme, Callable[[str], str]]] = {
    Scheme.BUSINESS_ID: _business_id,
    Scheme.ASSOCIATION_REGISTER: _association,
    Scheme.UK_CHARITY: _of_digits(6, 7),
    Scheme.UK_COMPANY: _uk_company,
    Scheme.OHANA: _of_digits(1, 9),
}
_SHOWN: Final[Mapping[Scheme, Callable[[str], str]]] = {Scheme.ASSOCIATION_REGISTER: lambda value: str(associationid.format(value))}
