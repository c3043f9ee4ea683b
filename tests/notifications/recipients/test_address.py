"""What is taken as an address: nothing that could end a header, be read two ways, or name a person by code."""

import pytest

from chassis.problems import IDENTITY_CODE
from notifications.recipients import problems
from notifications.recipients.domain.address import normal, objections_to_address, objections_to_postal_code


@pytest.mark.parametrize(("given", "kept"), [
    ("anna@esimerkki.fi", "anna@esimerkki.fi"),
    ("  Anna.Esimerkki@Esimerkki.FI ", "Anna.Esimerkki@esimerkki.fi"),
    ("anna+avustus@esimerkki.fi", "anna+avustus@esimerkki.fi"),
    ("toimisto@hämeen-järjestöt.fi", "toimisto@xn--hmeen-jrjestt-bfbg70a.fi"),
    ("o'brien_%x!@mail.a-b.example", "o'brien_%x!@mail.a-b.example"),
    ("a@b.invalid", "a@b.invalid"),
    ("a" * 64 + "@esimerkki.fi", "a" * 64 + "@esimerkki.fi"),
])  # fmt: skip
def test_address__taken(given: str, kept: str) -> None:
    assert list(objections_to_address(given)) == []
    assert normal(given) == kept


@pytest.mark.parametrize("wrong", [
    "", "@", "anna", "anna@", "@esimerkki.fi", "anna@localhost", "anna@@esimerkki.fi", "a@b@esimerkki.fi", "an na@esimerkki.fi",
    ".anna@esimerkki.fi", "anna.@esimerkki.fi", "an..na@esimerkki.fi", "anna@-esimerkki.fi", "anna@esimerkki-.fi", "anna@.fi",
    "anna@esimerkki..fi", "anna@192.168.1.1", "anna@[192.168.1.1]", '"anna"@esimerkki.fi', "anna@esimerkki.fi>", "<anna@esimerkki.fi",
    "anna@esimerkki.fi,b@c.fi", "Anna <anna@esimerkki.fi>", "anna(x)@esimerkki.fi", "anna@esimerkki.fi\nBcc: b@c.fi",
    "anna\r\nSubject: x@esimerkki.fi", "anna\0@esimerkki.fi", "anna@esimerkki\u2028.fi", "anna\u200b@esimerkki.fi", "anna@a_b.fi",
    "anna@" + "a" * 64 + ".fi",
])  # fmt: skip
def test_address__form(wrong: str) -> None:
    (reason,) = objections_to_address(wrong)
    assert (reason.problem, reason.pointer) == (problems.ADDRESS_FORM, "/address")


def test_address__other_reasons() -> None:
    (letters,) = objections_to_address("päivi@esimerkki.fi")
    assert letters.problem is problems.ADDRESS_LETTERS
    (long,) = objections_to_address("a" * 65 + "@esimerkki.fi")
    assert (long.problem, long.values["local"]) == (problems.ADDRESS_TOO_LONG, 64)
    (longer,) = objections_to_address("a@" + ".".join(["b" * 63] * 4) + ".fi")
    assert longer.problem is problems.ADDRESS_TOO_LONG
    (code,) = objections_to_address("131052-308T@esimerkki.fi")
    assert code.problem is IDENTITY_CODE


@pytest.mark.parametrize(("code", "taken"), [("90100", True), ("9010", False), ("FI-90100", False), ("90100".translate({48: 0xFF10, 49: 0xFF11, 57: 0xFF19}), False)])
def test_postal_code(code: str, taken: bool) -> None:
    assert (list(objections_to_postal_code(code)) == []) is taken
