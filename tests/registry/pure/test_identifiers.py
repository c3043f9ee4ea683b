"""Identifiers against vectors that two independent libraries agree on."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from chassis.problems import Problem, Refused
from registry.organisations.domain.identifiers import Holder, Identifier, Scheme, identifier, objections, read
from registry.organisations.problems import IDENTIFIER_CHECK_DIGIT, IDENTIFIER_HELD, IDENTIFIER_MALFORMED, IDENTIFIER_TWICE

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
BUSINESS, ASSOCIATION = VECTORS["business_id"], VECTORS["association_register_number"]


@pytest.mark.parametrize("written", BUSINESS["valid_real"])
def test_business_id__real(written: str) -> None:
    assert read(Scheme.BUSINESS_ID, written) == Identifier(Scheme.BUSINESS_ID, written)


@pytest.mark.parametrize("written", BUSINESS["invalid_check_digit"])
def test_business_id__wrong_check_digit(written: str) -> None:
    assert read(Scheme.BUSINESS_ID, written) is IDENTIFIER_CHECK_DIGIT


@pytest.mark.parametrize("digit", range(10))
def test_business_id__base_that_is_never_issued(digit: int) -> None:
    assert read(Scheme.BUSINESS_ID, f"{BUSINESS['never_issued_base']}-{digit}") is IDENTIFIER_CHECK_DIGIT


@pytest.mark.parametrize("written", BUSINESS["malformed"])
def test_business_id__malformed(written: str) -> None:
    assert read(Scheme.BUSINESS_ID, written) in {IDENTIFIER_MALFORMED, IDENTIFIER_CHECK_DIGIT}


@pytest.mark.parametrize(("written", "normal"), [
    *((each["in"], each["out"]) for each in BUSINESS["normalise"]),
    ("0219018–6", "0219018-6"),
    ("fi 0219018 6", "0219018-6"),
    ("0219018\u00a0-\u00a06", "0219018-6"),
])
def test_business_id__normal_form(written: str, normal: str) -> None:
    assert read(Scheme.BUSINESS_ID, written) == Identifier(Scheme.BUSINESS_ID, normal)


@pytest.mark.parametrize("written", ASSOCIATION["valid"])
def test_association_number__normal_and_shown(written: str) -> None:
    found = identifier(Scheme.ASSOCIATION_REGISTER, written)
    assert found.value == written.replace(".", "")
    assert found.shown.replace(".", "") == found.value


def test_association_number__shown_in_groups() -> None:
    assert identifier(Scheme.ASSOCIATION_REGISTER, "123456").shown == "123.456"


@pytest.mark.parametrize("written", [*ASSOCIATION["invalid"], "0"])
def test_association_number__malformed(written: str) -> None:
    assert read(Scheme.ASSOCIATION_REGISTER, written) is IDENTIFIER_MALFORMED


@pytest.mark.parametrize(("scheme", "written", "expected"), [
    (Scheme.UK_CHARITY, "210843", "210843"),
    (Scheme.UK_COMPANY, "738693", "00738693"),
    (Scheme.UK_COMPANY, "ce000571", "CE000571"),
    (Scheme.UK_COMPANY, "CE00571", IDENTIFIER_MALFORMED),
    (Scheme.UK_CHARITY, "21", IDENTIFIER_MALFORMED),
    (Scheme.OHANA, "8", "8"),
])
def test_other_schemes(scheme: Scheme, written: str, expected: str | Problem) -> None:
    found = read(scheme, written)
    assert (found.value if isinstance(found, Identifier) else found) == expected


def test_identifier__refusal_has_a_pointer() -> None:
    with pytest.raises(Refused) as refused:
        identifier(Scheme.BUSINESS_ID, "0100873-4", "/identifiers/0/value")
    assert [(r.problem, r.pointer) for r in refused.value.reasons] == [(IDENTIFIER_CHECK_DIGIT, "/identifiers/0/value")]


def test_objections__taken_names_the_holder() -> None:
    one, other = Identifier(Scheme.BUSINESS_ID, "0219018-6"), Identifier(Scheme.BUSINESS_ID, "0100873-3")
    reasons = list(objections([one, other], {one: Holder(UUID(int=7), "Oulun Omaiset ry")}))
    assert [reason.problem for reason in reasons] == [IDENTIFIER_HELD, IDENTIFIER_TWICE]
    assert reasons[0].values["holder"] == "Oulun Omaiset ry"
    assert reasons[0].values["identifier"] == "0219018-6"
