"""The three real files, every row accounted for."""

import json
import time
from collections import Counter
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from chassis.problems import Refused
from registry.imports.domain.incoming import Files, Incoming, Rejected
from registry.imports.problems import SOURCE_UNKNOWN, Rejection
from registry.imports.sources import SOURCES, source
from registry.organisations.domain.identifiers import Identifier, Scheme
from registry.organisations.domain.kinds import KINDS_OF_FORM, Kind, LegalForm

TODAY = date(2026, 11, 23)
FINNISH, OHANA, CHARITIES = "fi-transparency-register", "us-ohana-smc", "uk-trafford"


def real(key: str) -> Files:
    folder = files("registry.imports").joinpath("data", key)
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith((".csv", ".json"))}


@cache
def parsed(key: str) -> tuple[Incoming | Rejected, ...]:
    """Read once for all tests; rows are frozen."""
    return tuple(source(key).parse(real(key), TODAY))


def taken(key: str) -> list[Incoming]:
    return [row for row in parsed(key) if isinstance(row, Incoming)]


def finnish(**record: Any) -> list[Incoming | Rejected]:
    return list(source(FINNISH).parse({"o.json": json.dumps([record]).encode()}, TODAY))


@pytest.mark.parametrize(("key", "rows", "good"), [(FINNISH, 1243, 1243), (OHANA, 8, 8), (CHARITIES, 736, 735)])
def test_real_file__every_row_once(key: str, rows: int, good: int) -> None:
    read = parsed(key)
    assert len(read) == rows
    assert len([row for row in read if isinstance(row, Incoming)]) == good
    assert [row.line for row in read] == sorted({row.line for row in read})


def test_charities__the_one_rejected_row() -> None:
    rejected = [row for row in parsed(CHARITIES) if isinstance(row, Rejected)]
    assert rejected == [Rejected(571, "charity_company_registration_number", "CE00571", Rejection.IDENTIFIER_MALFORMED)]


def test_finnish__forms_and_kinds() -> None:
    rows = taken(FINNISH)
    assert Counter(row.legal_form.value for row in rows) == {
        LegalForm.ASSOCIATION: 595, LegalForm.COMPANY: 444, LegalForm.UNKNOWN: 115, LegalForm.FOUNDATION: 52,
        LegalForm.UNIVERSITY: 11, LegalForm.OTHER: 10, LegalForm.PUBLIC_BODY: 10, LegalForm.COOPERATIVE: 6,
    }
    assert Counter(row.kind.value for row in rows) == {Kind.ORGANISATION: 733, Kind.EXTERNAL_PARTY: 471, Kind.UNKNOWN: 39}


def test_finnish__companies_and_universities_are_external_parties() -> None:
    for row in taken(FINNISH):
        if row.legal_form.value in {LegalForm.COMPANY, LegalForm.UNIVERSITY, LegalForm.PUBLIC_BODY, LegalForm.COOPERATIVE}:
            assert row.kind.value is Kind.EXTERNAL_PARTY
        assert row.kind.value is Kind.UNKNOWN or row.kind.value in KINDS_OF_FORM[row.legal_form.value]


def test_finnish__ten_without_a_number_are_known_by_name() -> None:
    nameless = [row for row in taken(FINNISH) if not row.identifiers]
    assert len(nameless) == 10
    assert {row.external_id for row in nameless} >= {"name:boliden ab", "name:facebook sweden ab"}


def test_finnish__texts_are_clean() -> None:
    said = [(row.name, row.industry, row.description, *row.auxiliary, *row.memberships) for row in taken(FINNISH)]
    texts = [text for each in said for text in each if text]
    assert not any(mark in text for text in texts for mark in ("\u00ad", "\u00a0", "\r", "\ufeff", "  "))
    assert not any(text != text.strip() for text in texts)


def test_finnish__umbrellas() -> None:
    members = [row for row in taken(FINNISH) if "SOSTE Suomen sosiaali ja terveys ry" in row.memberships]
    assert len(members) == 124


def test_finnish__fields_of_one_record() -> None:
    (row,) = finnish(
        id="FI02190186", name=" Oulun\u00a0Omaiset r.y. ", industry="Muualla luokittelemattomat muut järjestöt",
        description="A\r\nB",
        auxiliary=["Omaiset", "", None], membership=["X ry", "X ry"],
    )
    assert isinstance(row, Incoming)
    assert (row.name, row.external_id, row.description) == ("Oulun Omaiset r.y.", "0219018-6", "A\nB")
    assert row.identifiers == (Identifier(Scheme.BUSINESS_ID, "0219018-6"),)
    assert (row.auxiliary, row.memberships) == (("Omaiset",), ("X ry",))


@pytest.mark.parametrize(("record", "field", "reason"), [
    ({"id": "0219018-5", "name": "X ry"}, "id", Rejection.IDENTIFIER_CHECK_DIGIT),
    ({"id": "abc", "name": "X ry"}, "id", Rejection.IDENTIFIER_MALFORMED),
    ({"id": None, "name": "NA"}, "name", Rejection.NAME_MISSING),
    ({"id": None, "name": 7}, "name", Rejection.UNREADABLE),
    ({"id": None, "name": "X ry", "description": "hetu 131052-308T"}, "description", Rejection.IDENTITY_CODE),
    ({"id": None, "name": "X" * 301}, "name", Rejection.TEXT_TOO_LONG),
])
def test_finnish__rejected_with_field_and_reason(record: dict[str, Any], field: str, reason: Rejection) -> None:
    (row,) = finnish(**record)
    assert isinstance(row, Rejected)
    assert (row.line, row.field, row.reason) == (1, field, reason)
    assert "131052-308T" not in row.value


def test_finnish__twice_in_the_file() -> None:
    content = json.dumps([{"id": "0219018-6", "name": "X ry"}, {"id": "02190186", "name": "Y ry"}], indent=1).encode()
    first, second = source(FINNISH).parse({"o.json": content}, TODAY)
    assert isinstance(first, Incoming)
    assert isinstance(second, Rejected)
    assert (second.line, second.reason) == (6, Rejection.TWICE_IN_FILE)


def test_ohana__joined_tables_and_odd_days() -> None:
    by_name = {row.name: row for row in taken(OHANA)}
    assert by_name["Peninsula Family Service"].locality == "Redwood City"
    example = by_name["Example Agency"]
    assert (example.founded_on, example.auxiliary, example.kind.value) == (
        date(1970, 1, 1), ("Alternate Agency Name",), Kind.ORGANISATION,
    )
    alone = source(OHANA).parse({"organizations.csv": real(OHANA)["organizations.csv"]}, TODAY)
    assert [row.locality for row in alone if isinstance(row, Incoming)] == [None] * 8


def test_charities__company_numbers_and_days() -> None:
    rows = {row.external_id: row for row in taken(CHARITIES)}
    wildlife = rows["214927"]
    assert [each.value for each in wildlife.identifiers] == ["214927", "00738693"]
    assert (wildlife.founded_on, wildlife.legal_form.value) == (date(1963, 2, 20), LegalForm.OTHER)
    assert rows["210843"].description is None


def test_sources__say_licence_and_credit() -> None:
    for each in SOURCES.values():
        assert each.licence
        assert each.credit
        assert files("registry.imports").joinpath("data", each.key, "README.md").is_file()
    with pytest.raises(Refused) as refused:
        source("nowhere")
    assert refused.value.reasons[0].problem is SOURCE_UNKNOWN


def test_pace__thousands_of_rows_a_second() -> None:
    """A floor far under what is measured (about 24,000 on a quiet machine): only a change of order shows."""
    content = real(FINNISH)
    best = 0.0
    for _ in range(3):
        begun = time.perf_counter()
        count = sum(1 for _ in source(FINNISH).parse(content, TODAY))
        best = max(best, count / (time.perf_counter() - begun))
    assert best > 4_000
