"""Days, hours, money and lists as people write them."""

from datetime import UTC, date, datetime

import pytest

from chassis.values import Money
from notifications.templates.domain import saying


@pytest.mark.parametrize(("at", "until", "fi", "sv", "en"), [
    (datetime(2027, 2, 26, 10, 0, tzinfo=UTC), True, "perjantaina 26.2.2027 klo 12.00", "fredagen den 26 februari 2027 kl. 12.00",
     "Friday 26 February 2027 at 12:00 Finnish time"),
    (datetime(2027, 2, 28, 22, 0, tzinfo=UTC), True, "sunnuntaina 28.2.2027 klo 24.00", "söndagen den 28 februari 2027 kl. 24.00",
     "Sunday 28 February 2027 at 24:00 Finnish time"),
    (datetime(2027, 2, 28, 22, 0, tzinfo=UTC), False, "maanantaina 1.3.2027 klo 0.00", "måndagen den 1 mars 2027 kl. 0.00",
     "Monday 1 March 2027 at 0:00 Finnish time"),
    (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), True, "sunnuntaina 28.3.2027 klo 2.59", "söndagen den 28 mars 2027 kl. 2.59",
     "Sunday 28 March 2027 at 2:59 Finnish time"),
    (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), True, "sunnuntaina 28.3.2027 klo 4.00", "söndagen den 28 mars 2027 kl. 4.00",
     "Sunday 28 March 2027 at 4:00 Finnish time"),
    (datetime(2026, 12, 31, 22, 30, tzinfo=UTC), False, "perjantaina 1.1.2027 klo 0.30", "fredagen den 1 januari 2027 kl. 0.30",
     "Friday 1 January 2027 at 0:30 Finnish time"),
])  # fmt: skip
def test_instant(at: datetime, until: bool, fi: str, sv: str, en: str) -> None:
    said = [saying.instant(at, language, until=until).replace(saying.NBSP, " ") for language in ("fi", "sv", "en")]
    assert said == [fi, sv, en]


@pytest.mark.parametrize(("cents", "fi", "en"), [
    (120_000, "1 200,00 €", "€1,200.00"), (0, "0,00 €", "€0.00"), (5, "0,05 €", "€0.05"), (123_456_789, "1 234 567,89 €", "€1,234,567.89"),
    (-120_050, "−1 200,50 €", "−€1,200.50"),
])  # fmt: skip
def test_money(cents: int, fi: str, en: str) -> None:
    sum_ = Money(cents=cents)
    assert saying.money(sum_, "fi").replace(saying.NBSP, " ") == fi
    assert saying.money(sum_, "sv") == saying.money(sum_, "fi")
    assert saying.money(sum_, "en") == en


def test_lists_and_days() -> None:
    assert [saying.together(names, "fi") for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a ja b", "a, b ja c"]
    assert (saying.together(["a", "b"], "sv"), saying.together(["a", "b"], "en")) == ("a och b", "a and b")
    day = date(2027, 12, 6)
    said = [saying.short_day(day, language).replace(saying.NBSP, " ") for language in ("fi", "sv", "en")]
    assert said == ["6.12.2027", "6 december 2027", "6 December 2027"]
