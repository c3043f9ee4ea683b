"""Files of unknown making: encodings, separators, formats, line numbers."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from chassis.problems import Problem, Refused
from registry.imports.domain import reading
from registry.imports.domain.reading import Row
from registry.imports.problems import COLUMNS_MISSING, FILE_MISSING, FILE_TOO_LARGE, FILE_UNREADABLE

TABLE = 'nimi;kunta\nHämeenkyrön Väki ry;Hämeenkyrö\n"Kaksi\nriviä ry";Kärsämäki\nÅbo rf;Turku\n'
ROWS = [
    Row(2, {"nimi": "Hämeenkyrön Väki ry", "kunta": "Hämeenkyrö"}),
    Row(3, {"nimi": "Kaksi\nriviä ry", "kunta": "Kärsämäki"}),
    Row(5, {"nimi": "Åbo rf", "kunta": "Turku"}),
]


def refusal(refused: pytest.ExceptionInfo[Refused]) -> Problem:
    return refused.value.reasons[0].problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_csv__encodings(encoding: str) -> None:
    assert list(reading.rows("t.csv", TABLE.encode(encoding))) == ROWS


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv__separators(separator: str) -> None:
    table = f'"a, b; c"{separator}d\n"1{separator}1"{separator}2\n'
    assert list(reading.rows("t.csv", table.encode())) == [Row(2, {"a, b; c": f"1{separator}1", "d": "2"})]


def test_csv__windows_marks_survive() -> None:
    assert list(reading.rows("t.csv", "nimi,x\nVäki – ”Ääni” €,é\n".encode("cp1252"))) == [
        Row(2, {"nimi": "Väki – ”Ääni” €", "x": "é"})
    ]


def test_csv__no_encoding_fits() -> None:
    with pytest.raises(Refused) as refused:
        reading.rows("t.csv", TABLE.encode("cp850"))
    assert refusal(refused) is FILE_UNREADABLE


def test_csv__too_many_and_too_few_cells_are_not_whole() -> None:
    read = list(reading.rows("t.csv", b"a,b\n1,2,3\n1\n1,2,,\n\n4,5\n"))
    assert [(row.line, row.whole) for row in read] == [(2, False), (3, False), (4, True), (6, True)]


def test_csv__an_open_quote_is_one_broken_row() -> None:
    read = list(reading.rows("t.csv", b'a,b\n1,2\n"x,3\n4,5\n'))
    assert [(row.line, row.whole) for row in read] == [(2, True), (3, False)]


def test_csv__columns_missing() -> None:
    with pytest.raises(Refused) as refused:
        reading.rows("t.csv", b"a,b\n", frozenset({"a", "name"}))
    assert refusal(refused) is COLUMNS_MISSING
    assert refused.value.reasons[0].values == {"columns": "name"}


def test_json__lines_and_what_is_no_object() -> None:
    read = list(reading.rows("t.json", b'[\n  {"a": 1},\n  7,\n\n  {"a":\n 2}, {"a": 3}\n]'))
    assert [(row.line, row.values.get("a"), row.whole) for row in read] == [
        (2, 1, True), (3, None, False), (5, 2, True), (6, 3, True),
    ]


def test_json__broken_in_the_middle() -> None:
    read = list(reading.rows("t.json", b'[{"a": 1},\n{"a": ,}, {"a": 3}]'))
    assert [(row.line, row.whole) for row in read] == [(1, True), (2, False)]


def test_json__no_list() -> None:
    with pytest.raises(Refused) as refused:
        reading.rows("t.json", b'{"a": 1}')
    assert refusal(refused) is FILE_UNREADABLE


def spreadsheet() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for record in (["nimi", "perustettu", "luku"], ["Väki ry", datetime(1994, 5, 12), 564.0], [], ["Åbo rf", None, "x"]):  # noqa: DTZ001
        sheet.append(record)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_xlsx__cells_as_text_and_row_numbers() -> None:
    assert list(reading.rows("t.xlsx", spreadsheet(), frozenset({"nimi"}))) == [
        Row(2, {"nimi": "Väki ry", "perustettu": "1994-05-12", "luku": "564"}),
        Row(4, {"nimi": "Åbo rf", "perustettu": "", "luku": "x"}),
    ]


def packed(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in files.items():
            archive.writestr(f"folder/{name}.csv", inside)
    return content.getvalue()


def test_zip__by_bare_name_and_spreadsheets_stay_whole() -> None:
    assert reading.files_of("t.zip", packed(one=b"1", two=b"2")) == {"one.csv": b"1", "two.csv": b"2"}
    assert list(reading.files_of("t.xlsx", spreadsheet())) == ["t.xlsx"]
    assert reading.files_of("a/t.csv", b"x") == {"t.csv": b"x"}


def test_zip__bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_UNPACKED", 999)
    with pytest.raises(Refused) as refused:
        reading.files_of("t.zip", packed(one=b"0" * 1000))
    assert refusal(refused) is FILE_TOO_LARGE


def test_zip__broken() -> None:
    for read in (reading.files_of, reading.rows):
        with pytest.raises(Refused) as refused:
            read("t.zip", b"PK\x03\x04 no more")
        assert refusal(refused) is FILE_UNREADABLE


def _packed(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(name, content)
    return made.getvalue()


def _encrypted(packed: bytes) -> bytes:
    """Its two marks of encryption set: nobody has the password."""
    marked = bytearray(packed)
    marked[packed.find(b"PK\x03\x04") + 6] |= 1
    marked[packed.find(b"PK\x01\x02") + 8] |= 1
    return bytes(marked)


@pytest.mark.parametrize("spoilt", [
    _packed("a.json", b"0219018-6").replace(b"0219018-6", b"0219018-7"), _encrypted(_packed("a.json", b"[]")),
], ids=["damaged", "encrypted"])
def test_zip__damaged_or_encrypted(spoilt: bytes) -> None:
    with pytest.raises(Refused) as refused:
        reading.files_of("a.zip", spoilt)
    assert refusal(refused) is FILE_UNREADABLE


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_xlsx__a_broken_part(part: str) -> None:
    whole, spoilt = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(whole)
    with zipfile.ZipFile(whole) as known, zipfile.ZipFile(spoilt, "w") as made:
        for entry in known.infolist():
            made.writestr(entry.filename, known.read(entry)[: 40 if entry.filename == part else None])
    with pytest.raises(Refused) as refused:
        list(reading.rows("t.xlsx", spoilt.getvalue()))
    assert refusal(refused) is FILE_UNREADABLE


@pytest.mark.parametrize("record", [b"[" * 100_000, b'{"id": ' + b"1" * 5000 + b"}"], ids=["deep", "long number"])
def test_json__made_to_break_a_reader(record: bytes) -> None:
    first, spoilt = reading.json_rows("t.json", b'[{"id": "1"}, ' + record)
    assert (first.whole, spoilt.whole) == (True, False)


def test_named_and_only() -> None:
    with pytest.raises(Refused) as refused:
        reading.named({}, "organizations.csv")
    assert refusal(refused) is FILE_MISSING
    with pytest.raises(Refused) as refused:
        reading.only({"a": b"", "b": b""})
    assert refusal(refused) is FILE_UNREADABLE
