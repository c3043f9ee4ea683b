"""Names with their history: who looks for a former name must find the body that bore it (nimihistoria). R2, ORG-01."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Final

from registry.organisations.domain.kinds import Language, LegalForm


class NameKind(Enum):
    """Official (virallinen nimi), or another one in use (aputoiminimi, lyhenne)."""

    OFFICIAL = "official"
    AUXILIARY = "auxiliary"


@dataclass(frozen=True, slots=True)
class Named:
    """A name and the days on which it was in use; without an end it still is."""

    text: str
    language: Language
    kind: NameKind = NameKind.OFFICIAL
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def current(self) -> bool:
        """Whether it is in use: version 1 of the business information system."""
        return self.valid_until is None


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a new name does to the history: one row ends, one begins. Either may be missing."""

    ended: Named | None
    begun: Named | None

    @property
    def slip(self) -> bool:
        """A name given and changed on one day leaves no trace of itself: its row is removed, not ended."""
        return self.ended is not None and self.begun is not None and self.ended.valid_from == self.begun.valid_from


def rename(history: Iterable[Named], language: Language, text: str | None, *, on: date) -> Renaming | None:
    """Give another official name in one language from a day on (nimenmuutos); nothing if it is the name already."""
    now = next((n for n in history if n.language is language and n.kind is NameKind.OFFICIAL and n.current), None)
    if (now.text if now else None) == text:
        return None
    return Renaming(now, Named(text, language, valid_from=on) if text else None)


def versions(history: Sequence[Named]) -> list[tuple[int, Named]]:
    """The history of one language as the business information system numbers it: 1 is in use, older ones follow."""
    newest_first = sorted(history, key=lambda n: (n.current, n.valid_until or date.max, n.valid_from or date.min), reverse=True)
    return list(enumerate(newest_first, start=1))


@dataclass(frozen=True, slots=True)
class Told:
    """What a name tells of the legal form, how sure that is (0 to 1), and the name without it."""

    legal_form: LegalForm
    confidence: float
    bare: str


@lru_cache(maxsize=65_536)
def told_by(name: str) -> Told:
    """Read the legal form from a name's beginning or end (nimen muototunnus); what is not written there stays unknown.

    A registered suffix may be used by nobody else (associations act 503/1989; trade name act 128/1979), so it is almost certain; a
    plain word like säätiö or yliopisto a little less.
    """
    text = name.strip().rstrip(", \t\r\n")
    for mark in _MARKS:
        if found := mark.pattern.search(text):
            bare = (text[: found.start()] + " " + text[found.end() :]).strip(" ,") if mark.cut else text
            if mark.cut and (again := _DOUBLE.search(bare)):
                bare = bare[: again.start()].strip(" ,")
            return Told(mark.legal_form, mark.confidence, bare or text)
    return Told(LegalForm.UNKNOWN, 0.0, text)


@dataclass(frozen=True, slots=True)
class _Mark:
    pattern: re.Pattern[str]
    legal_form: LegalForm
    confidence: float
    cut: bool


def _ending(words: str, legal_form: LegalForm, confidence: float = 0.99) -> _Mark:
    return _Mark(re.compile(rf"(?:^|(?<=[\s,]))(?:{words})$", re.IGNORECASE), legal_form, confidence, cut=True)


def _beginning(words: str, legal_form: LegalForm, confidence: float = 0.97) -> _Mark:
    return _Mark(re.compile(rf"^(?:{words})(?=\s)", re.IGNORECASE), legal_form, confidence, cut=True)


def _word(pattern: str, legal_form: LegalForm, confidence: float = 0.9) -> _Mark:
    return _Mark(re.compile(pattern, re.IGNORECASE), legal_form, confidence, cut=False)


_DOUBLE = re.compile(r"[\s,](?:oy|ab|ltd)\.?$", re.IGNORECASE)
"""What is left of `Oy Ab` and its like."""

_MARKS: Final = (
    _ending(r"r\.?\s?y\.?|r\.?\s?f\.?", LegalForm.ASSOCIATION),
    _ending(r"s\.?\s?r\.?", LegalForm.FOUNDATION),
    _ending(
        r"oyj|oy\s?ab|ab\s?oy|oy|abp|ab|publ|ky|kb|ay|tmi|gmbh|ltd\.?|limited|plc|inc\.?|srl|llc|a/s|se|osakeyhtiö|aktiebolag",
        LegalForm.COMPANY,
    ),
    _word(r"(?<=\s)ab\s\(publ\)|(?<=\s)ab,?\s(?:filial|suomen sivuliike)", LegalForm.COMPANY, 0.97),
    _ending(r"osk\.?|osuuskunta|andelslag|osuuskauppa", LegalForm.COOPERATIVE),
    _beginning(r"oy|ab|asunto\s?oy|kiinteistö\s?oy", LegalForm.COMPANY),
    _beginning(r"osuuskunta", LegalForm.COOPERATIVE),
    _word(r"ylioppilaskunta$|studentkår$|työttömyyskassa$|arbetslöshetskassa$", LegalForm.OTHER, 0.95),
    _word(r"(?:seurakunta|seurakuntayhtymä|församling|kyrkliga samfällighet)$", LegalForm.PARISH),
    _word(r"kuntayhtymä\b|samkommun\b|hyvinvointialue$|välfärdsområde$", LegalForm.PUBLIC_BODY, 0.95),
    _word(r"(?:^|\s)(?:kaupunki|kunta|stad|kommun)$", LegalForm.PUBLIC_BODY, 0.95),
    _word(r"yliopisto$|(?:^|\s)yliopisto\b|åbo akademi$|handelshögskolan$|(?<!yrkes)högskola$", LegalForm.UNIVERSITY),
    _word(r"säätiö$|stiftelsen?$", LegalForm.FOUNDATION),
    _word(r"osakeyhtiö\b|aktiebolaget\b|kommandiittiyhtiö$|vakuutusyhtiö\b", LegalForm.COMPANY),
    _word(r"(?:^|\s)osuus(?:kunta|kauppa)\b", LegalForm.COOPERATIVE, 0.9),
)
