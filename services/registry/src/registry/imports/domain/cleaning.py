"""Texts as people pasted them, made storable: normal form C, no soft hyphens, ordinary blanks; `NA` and its like mean nothing."""

import re
import unicodedata
from datetime import date, datetime
from typing import Final

from chassis.values import has_identity_code
from registry.imports.problems import Rejection

LONGEST_NAME: Final = 300
LONGEST_LINE: Final = 500
LONGEST_PROSE: Final = 20_000

_NOTHING: Final = frozenset({"", "na", "n/a", "none", "null", "nil", "-", "–", "not known", "unknown", "ei tiedossa"})
_ODD: Final = str.maketrans({
    "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None, "\u2060": None,
    "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n",
})
_HAS_ODD: Final = re.compile(f"[{''.join(map(chr, _ODD))}]")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_ENDS: Final = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
_MANY_BLANKS: Final = re.compile(r"[ \t]{2,}|\t")
_MANY_LINES: Final = re.compile(r"\n{3,}")
_HAS_DIGITS: Final = re.compile(r"\d{6}")
_DAYS: Final = ("%Y-%m-%d", "%d.%m.%Y", "%B %d, %Y", "%m/%d/%Y", "%m/%d/%y", "%Y%m%d")
_FIRST_YEAR: Final = 1100
"""Nothing is older; `January 01, 0001` stands for "not known" in some tables."""


class NotTaken(Exception):
    """A value that spoils its row: which field, what stood there, why."""

    def __init__(self, field: str, value: str, reason: Rejection) -> None:
        super().__init__(f"{field}: {reason.value}")
        self.field = field
        self.value = value
        self.reason = reason


def line(field: str, text: str | None, longest: int = LONGEST_LINE) -> str | None:
    """One line of text, or None where the source says nothing."""
    tidy = _tidied(text)
    if tidy is not None and ("\n" in tidy or "\r" in tidy):
        tidy = " ".join(tidy.split())
    return _checked(field, tidy, longest)


def prose(field: str, text: str | None) -> str | None:
    """Text of several lines, or None where the source says nothing."""
    tidy = _tidied(text)
    if tidy is not None and "\n" in tidy:
        tidy = _MANY_LINES.sub("\n\n", _LINE_ENDS.sub("\n", tidy)).strip()
    return _checked(field, tidy, LONGEST_PROSE)


def name(field: str, text: str | None) -> str:
    """A name: one line that says something."""
    found = line(field, text, LONGEST_NAME)
    if found is None:
        raise NotTaken(field, text or "", Rejection.NAME_MISSING)
    return found


def day(field: str, text: str | None, *, today: date, may_lie_ahead: bool = False) -> date | None:
    """A calendar day in one of the notations of the sources, or None where the source says nothing."""
    tidy = _tidied(text)
    if tidy is None:
        return None
    found = _day(tidy)
    if found is None:
        raise NotTaken(field, tidy, Rejection.DATE_UNREADABLE)
    if found.year < _FIRST_YEAR:
        return None
    if found > today and not may_lie_ahead:
        raise NotTaken(field, tidy, Rejection.DATE_IN_FUTURE)
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    for notation in _DAYS:
        try:
            return datetime.strptime(text, notation).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _tidied(text: str | None) -> str | None:
    if text is None:
        return None
    if not text.isascii():
        if _HAS_ODD.search(text):
            text = text.translate(_ODD)
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
    text = text.strip()
    if len(text) <= 11 and text.lower() in _NOTHING:
        return None
    return _MANY_BLANKS.sub(" ", text) if "  " in text or "\t" in text else text


def _checked(field: str, text: str | None, longest: int) -> str | None:
    if text is None:
        return None
    if len(text) > longest:
        raise NotTaken(field, text, Rejection.TEXT_TOO_LONG)
    if not text.isprintable() and _CONTROLS.search(text):
        raise NotTaken(field, text, Rejection.CONTROL_CHARACTER)
    if _HAS_DIGITS.search(text) and has_identity_code(text):
        raise NotTaken(field, text, Rejection.IDENTITY_CODE)
    return text
