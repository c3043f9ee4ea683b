"""What we take as an address (sähköpostiosoite, postiosoite). Pure.

Narrower than RFC 5321: an ASCII local part without quotes, as mail systems in use give them out; a domain of at least two labels,
which may be international (IDN) and is kept in its ASCII form. So nothing in an address can end a header or begin another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chassis.problems import IDENTITY_CODE, Reason
from chassis.values import has_identity_code
from notifications.recipients import problems

WHOLE: Final = 254
"""Characters of an address at most (RFC 5321, 4.5.3.1.3, errata 1690)."""
LOCAL: Final = 64
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"(?:{_LABEL}\.)+(?!\d+$){_LABEL}")
_POSTAL_CODE: Final = re.compile(r"[0-9]{5}")


@dataclass(frozen=True, slots=True)
class _Parts:
    local: str
    domain: str | None
    """In ASCII; nothing where it is none."""


def normal(address: str) -> str:
    """As it is kept: no blanks around it, the domain in small ASCII letters. Only for addresses without objections."""
    parts = _parts(address)
    return f"{parts.local}@{parts.domain}"


def objections_to_address(address: str, pointer: str = "/address") -> Iterator[Reason]:
    """Why an address cannot be kept."""
    if has_identity_code(address):
        yield IDENTITY_CODE.at(pointer)
        return
    parts = _parts(address)
    if parts.domain is None or _DOMAIN.fullmatch(parts.domain) is None or not parts.local:
        yield problems.ADDRESS_FORM.at(pointer)
        return
    if len(parts.local) > LOCAL or len(parts.local) + 1 + len(parts.domain) > WHOLE:
        yield problems.ADDRESS_TOO_LONG.at(pointer, local=LOCAL, whole=WHOLE)
    if not parts.local.isascii() and parts.local.isprintable():
        yield problems.ADDRESS_LETTERS.at(pointer)
    elif _LOCAL.fullmatch(parts.local) is None:
        yield problems.ADDRESS_FORM.at(pointer)


def objections_to_postal_code(code: str) -> Iterator[Reason]:
    if _POSTAL_CODE.fullmatch(code) is None:
        yield problems.POSTAL_CODE.at("/postal/postal_code")


def _parts(address: str) -> _Parts:
    local, _, domain = address.strip(" ").rpartition("@")
    try:
        return _Parts(local, domain.encode("idna").decode("ascii").lower())
    except UnicodeError:
        return _Parts(local, None)
