"""Finnish public holidays (pyhäpäivät), worked out. Pure. Church act 652/2023; act on time limits 150/1930.

They are worked out, not kept in a list: lists of holidays end, and what is past the end of a list would be wrong in silence.
"""

from datetime import date, timedelta
from typing import NamedTuple

from chassis.values import DAY


class Name(NamedTuple):
    """What a day is called."""

    fi: str
    sv: str
    en: str


def is_closed(day: date) -> bool:
    """Saturday, a holy day, Independence Day, May Day, Christmas Eve, Midsummer Eve: no time limit ends on it (150/1930, 5 §)."""
    return day.weekday() >= 5 or day in holidays(day.year)


def holidays(year: int) -> frozenset[date]:
    """Holy days (church act 652/2023) and the four days that the act on time limits names beside them."""
    return frozenset(names(year))


def names(year: int) -> dict[date, Name]:
    """The same with what they are called. Where Ascension Day falls on 1 May, the day goes by May Day."""
    easter, midsummer = easter_sunday(year), _saturday_from(date(year, 6, 20))
    return {
        date(year, 1, 1): Name("Uudenvuodenpäivä", "Nyårsdagen", "New Year's Day"),
        date(year, 1, 6): Name("Loppiainen", "Trettondagen", "Epiphany"),
        easter - 2 * DAY: Name("Pitkäperjantai", "Långfredagen", "Good Friday"),
        easter: Name("Pääsiäispäivä", "Påskdagen", "Easter Sunday"),
        easter + DAY: Name("Toinen pääsiäispäivä", "Annandag påsk", "Easter Monday"),
        easter + 39 * DAY: Name("Helatorstai", "Kristi himmelsfärdsdag", "Ascension Day"),
        easter + 49 * DAY: Name("Helluntaipäivä", "Pingstdagen", "Whit Sunday"),
        date(year, 5, 1): Name("Vappu", "Första maj", "May Day"),
        midsummer - DAY: Name("Juhannusaatto", "Midsommarafton", "Midsummer Eve"),
        midsummer: Name("Juhannuspäivä", "Midsommardagen", "Midsummer Day"),
        _saturday_from(date(year, 10, 31)): Name("Pyhäinpäivä", "Alla helgons dag", "All Saints' Day"),
        date(year, 12, 6): Name("Itsenäisyyspäivä", "Självständighetsdagen", "Independence Day"),
        date(year, 12, 24): Name("Jouluaatto", "Julafton", "Christmas Eve"),
        date(year, 12, 25): Name("Joulupäivä", "Juldagen", "Christmas Day"),
        date(year, 12, 26): Name("Tapaninpäivä", "Annandag jul", "St Stephen's Day"),
    }


def easter_sunday(year: int) -> date:
    """The Gregorian Easter by the anonymous algorithm (Meeus, Astronomical Algorithms, 1991, chapter 8)."""
    century, within = divmod(year, 100)
    golden = year % 19
    leap_centuries, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, odd = divmod(within, 4)
    to_sunday = (32 + 2 * rest + 2 * leaps - epact - odd) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _saturday_from(day: date) -> date:
    """The first Saturday on or after a day: Midsummer Day from 20 June on, All Saints' Day from 31 October on."""
    return day + timedelta(days=(5 - day.weekday()) % 7)
