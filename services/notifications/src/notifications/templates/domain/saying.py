"""Days, hours, money and lists as people write them in Finnish, Swedish and English. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from chassis.values import HELSINKI, Money

_WEEKDAYS: Final = {
    "fi": ("maanantaina", "tiistaina", "keskiviikkona", "torstaina", "perjantaina", "lauantaina", "sunnuntaina"),
    "sv": ("måndagen", "tisdagen", "onsdagen", "torsdagen", "fredagen", "lördagen", "söndagen"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final = {
    "sv": (
        "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ),
}
_AND: Final = {"fi": "ja", "sv": "och", "en": "and"}
NBSP: Final = "\u00a0"


def day(value: date, language: str) -> str:
    """`perjantaina 26.2.2027`."""
    weekday = _WEEKDAYS[language][value.weekday()]
    if language == "fi":
        return f"{weekday} {value.day}.{value.month}.{value.year}"
    written = f"{value.day}{NBSP}{_MONTHS[language][value.month - 1]} {value.year}"
    return f"{weekday} den {written}" if language == "sv" else f"{weekday} {written}"


def short_day(value: date, language: str) -> str:
    """`26.2.2027`, without the weekday: for periods."""
    return day(value, language).partition(" ")[2].removeprefix("den ")


def instant(value: datetime, language: str, *, until: bool = False) -> str:
    """`perjantaina 26.2.2027 klo 12.00`, in Finnish time. `until`: midnight is 24.00 of the day before."""
    local = value.astimezone(HELSINKI)
    of, clock = local.date(), f"{local.hour}.{local.minute:02}"
    if until and (local.hour, local.minute) == (0, 0):
        of, clock = of - timedelta(days=1), "24.00"
    if language == "fi":
        return f"{day(of, language)} klo{NBSP}{clock}"
    if language == "sv":
        return f"{day(of, language)} kl.{NBSP}{clock}"
    return f"{day(of, language)} at{NBSP}{clock.replace('.', ':')} Finnish time"


def money(value: Money, language: str) -> str:
    """`1 200,00 €`; in English `€1,200.00`."""
    if language != "en":
        return str(value)
    euros, cents = divmod(abs(value.cents), 100)
    return f"{'−' if value.cents < 0 else ''}€{euros:,}.{cents:02}"


def together(values: Sequence[str], language: str) -> str:
    """`a, b ja c`."""
    *first, last = values or ("",)
    return f"{', '.join(first)} {_AND[language]} {last}" if first else last
