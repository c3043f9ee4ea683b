"""Which language a caller reads, and values as that language writes them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, Literal

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal

from chassis.problems import Problem
from chassis.values import HELSINKI, Text

Language = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
_LOCALES = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}
_AT = {"fi": "klo", "sv": "kl.", "en": "at"}
_LONGEST_HEADER = 500


@dataclass(frozen=True, slots=True)
class Words:
    """A word inside a sentence that is itself different in each language."""

    fi: str
    sv: str
    en: str


@lru_cache(maxsize=512)
def language_of(accept_language: str) -> Language:
    """The best of our languages for this `Accept-Language`; Finnish where nothing fits."""
    best: Language = "fi"
    best_weight = 0.0
    for wish in accept_language[:_LONGEST_HEADER].split(","):
        tag, _, parameter = wish.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        weight = _weight(parameter)
        known = "fi" if primary == "*" else primary
        if known in LANGUAGES and weight > best_weight:
            best, best_weight = known, weight
    return best


def _weight(parameter: str) -> float:
    name, _, number = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(number)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def sentence(problem: Problem, values: Mapping[str, Any], language: Language) -> str:
    """The problem's sentence with its values filled in; a value that was not given is shown as three dots."""
    text: str = getattr(problem, language)
    return text.format_map(_Filled({name: spoken(value, language) for name, value in _without_the_day_twice(values).items()}))


def _without_the_day_twice(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """An end on the day of the beginning says only its time: "19. tammikuuta 2027 klo 10.00–12.00"."""
    begins, ends = values.get("starts_at"), values.get("ends_at")
    if not isinstance(begins, datetime) or not isinstance(ends, datetime):
        return values
    begins, ends = begins.astimezone(HELSINKI), ends.astimezone(HELSINKI)
    return {**values, "ends_at": ends.time()} if begins.date() == ends.date() else values


class _Filled(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def spoken(value: Any, language: Language) -> str:  # noqa: PLR0911 - one line for each kind of value
    """A value as people of this language write it: Finnish time, their decimal sign, their date."""
    locale = _LOCALES[language]
    cents = getattr(value, "cents", None)
    match value:
        case Words() | Text():
            return str(getattr(value, language) or value.fi)
        case Enum():
            return str(value.value)
        case bool():
            return str(value).lower()
        case datetime():
            local = value.astimezone(HELSINKI)
            return f"{format_date(local, 'long', locale)} {_AT[language]} {format_time(local, 'short', locale=locale)}"
        case date():
            return format_date(value, "long", locale)
        case time():
            return format_time(value, "short", locale=locale)
        case int() | float() | Decimal():
            return format_decimal(value, locale=locale, decimal_quantization=False)
        case list() | tuple() | set() | frozenset():
            return ", ".join(spoken(one, language) for one in value)
        case _ if isinstance(cents, int):
            return format_currency(Decimal(cents) / 100, getattr(value, "currency", "EUR"), locale=locale)
    return str(value)
