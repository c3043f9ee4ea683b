"""Texts and days as the sources write them."""

from datetime import date

import pytest

from registry.imports.domain import cleaning
from registry.imports.domain.cleaning import NotTaken
from registry.imports.domain.incoming import Rejected
from registry.imports.problems import Rejection

TODAY = date(2026, 11, 23)
A_DIAERESIS_APART = "Ha\u0308ma\u0308la\u0308inen"


@pytest.mark.parametrize(("text", "expected"), [
    ("  Oulun   Omaiset ry ", "Oulun Omaiset ry"),
    ("Vanhus\u00adneuvosto", "Vanhusneuvosto"),
    ("Oulun\u00a0Omaiset", "Oulun Omaiset"),
    ("Oulun\r\n Omaiset", "Oulun Omaiset"),
    ("Oulun\tOmaiset", "Oulun Omaiset"),
    (A_DIAERESIS_APART, "Hämäläinen"),
    ("\ufeffNimi", "Nimi"),
    ("NA", None), ("n/a", None), ("", None), ("   ", None), ("Not known", None), ("-", None), (None, None),
    ("NAPA", "NAPA"),
])
def test_line(text: str | None, expected: str | None) -> None:
    assert cleaning.line("name", text) == expected


def test_prose__keeps_its_lines() -> None:
    assert cleaning.prose("d", "Eka \r\n\r\n\r\n\r\n toka\u00a0  rivi\n") == "Eka\n\ntoka rivi"


@pytest.mark.parametrize(("text", "reason"), [
    ("Soita 131052-308T", Rejection.IDENTITY_CODE),
    ("x\x00y", Rejection.CONTROL_CHARACTER),
    ("x" * 501, Rejection.TEXT_TOO_LONG),
])
def test_line__spoils_the_row(text: str, reason: Rejection) -> None:
    with pytest.raises(NotTaken) as spoilt:
        cleaning.line("description", text)
    assert (spoilt.value.field, spoilt.value.reason) == ("description", reason)


def test_name__missing() -> None:
    with pytest.raises(NotTaken) as spoilt:
        cleaning.name("name", "NA")
    assert spoilt.value.reason is Rejection.NAME_MISSING


def test_rejected__never_shows_an_identity_code() -> None:
    rejected = Rejected.of(7, "description", "Yhteys 131052-308T\x00", Rejection.IDENTITY_CODE)
    assert "131052-308T" not in rejected.value
    assert rejected.value.isprintable()


@pytest.mark.parametrize(("text", "expected"), [
    ("2019-03-01", date(2019, 3, 1)),
    ("2019-03-01T00:00:00", date(2019, 3, 1)),
    ("1.3.2019", date(2019, 3, 1)),
    ("January 01, 1970", date(1970, 1, 1)),
    ("12/24/2015", date(2015, 12, 24)),
    ("12/24/15", date(2015, 12, 24)),
    ("January 01, 0001", None),
    ("NA", None),
    (None, None),
])
def test_day(text: str | None, expected: date | None) -> None:
    assert cleaning.day("founded_on", text, today=TODAY) == expected


@pytest.mark.parametrize(("text", "reason"), [
    ("joskus", Rejection.DATE_UNREADABLE), ("2019-02-30", Rejection.DATE_UNREADABLE), ("2026-11-24", Rejection.DATE_IN_FUTURE),
])
def test_day__spoils_the_row(text: str, reason: Rejection) -> None:
    with pytest.raises(NotTaken) as spoilt:
        cleaning.day("founded_on", text, today=TODAY)
    assert spoilt.value.reason is reason
