"""Files of unknown making as rows: encoding and separator detected, line numbers kept. CSV, JSON, XLSX, and ZIP around them."""

import csv
import io
import json
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from charset_normalizer import from_bytes

from registry.imports.domain.entities import defines_entities
from registry.imports.domain.incoming import Files
from registry.imports.problems import COLUMNS_MISSING, FILE_MISSING, FILE_TOO_LARGE, FILE_UNREADABLE

LARGEST_UNPACKED: Final = 256 * 1024 * 1024
"""Bytes that a packed file may unpack to; more is taken for an attack."""
MOST_CELLS: Final = 5_000_000
"""Of a spreadsheet, those between the filled ones counted too: a few bytes may name the last cell of a million rows."""
_SEPARATORS: Final = ",;\t|"
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
_LIKELY: Final = ["cp1252", "utf_16_le", "utf_16_be"]
"""Windows-1252 stands for Latin-1 too, as browsers take it: in print the one contains the other."""
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BROKEN_PACKING: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
"""What a damaged, encrypted or oddly packed ZIP raises when it is read."""
csv.field_size_limit(1_000_000)


@dataclass(frozen=True, slots=True)
class Row:
    """One record and the line on which it begins; in a spreadsheet the row's number."""

    line: int
    values: Mapping[str, Any]
    whole: bool = True
    """False if the record has more or fewer cells than the header, or is no record at all."""


def files_of(name: str, content: bytes) -> Files:
    """What was sent, unpacked if it is a ZIP (but not a spreadsheet, which is one too), by bare file name."""
    if not content.startswith(b"PK\x03\x04") or name.lower().endswith(".xlsx"):
        return {PurePosixPath(name).name: content}
    with _opened(name, content) as packed:
        try:
            return {
                PurePosixPath(entry.filename).name: packed.read(entry)
                for entry in packed.infolist()
                if not entry.is_dir()
            }
        except _BROKEN_PACKING as broken:
            raise FILE_UNREADABLE(name=name, why=str(broken)) from broken


def only(files: Files) -> tuple[str, bytes]:
    """The one file there must be."""
    if len(files) != 1:
        raise FILE_UNREADABLE(name=", ".join(sorted(files)), why="one file was expected")
    return next(iter(files.items()))


def named(files: Files, name: str) -> bytes:
    """The file of this name."""
    if name not in files:
        raise FILE_MISSING(name=name)
    return files[name]


def rows(name: str, content: bytes, required: frozenset[str] = frozenset()) -> Iterator[Row]:
    """The records of a table, whatever its format; refused if a required column is missing."""
    if content.startswith(b"PK\x03\x04"):
        return table_rows(name, content, required)
    if content.lstrip()[:1] in {b"[", b"{"} and not name.lower().endswith((".csv", ".tsv", ".txt")):
        return json_rows(name, content)
    return csv_rows(name, content, required)


def text_of(name: str, content: bytes) -> str:
    """The text in a file: by its byte-order mark, as UTF-8 if it is that, else as what western spreadsheets write."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(name, content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    guess = from_bytes(content, cp_isolation=_LIKELY).best()
    if guess is None:
        raise FILE_UNREADABLE(name=name, why="unknown encoding")
    return str(guess)


def separator_of(header: str) -> str:
    """The separator that the header uses most, outside quotes; a comma where there is one column only."""
    bare = _QUOTED.sub("", header)
    return max(_SEPARATORS, key=lambda mark: (bare.count(mark), -_SEPARATORS.index(mark)))


def csv_rows(name: str, content: bytes, required: frozenset[str] = frozenset()) -> Iterator[Row]:
    """Records of a text table with a header."""
    text = text_of(name, content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text.partition("\n")[0]), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as broken:
        raise FILE_UNREADABLE(name=name, why=str(broken)) from broken
    _require(header, required)
    return _csv_records(reader, header)


def json_rows(name: str, content: bytes) -> Iterator[Row]:
    """Objects of a JSON list, each with the line on which it begins; reading stops at the first that is broken."""
    text = text_of(name, content).strip().removeprefix("\ufeff")
    if not text.startswith("["):
        raise FILE_UNREADABLE(name=name, why="a list was expected")
    return _json_records(text)


def table_rows(name: str, content: bytes, required: frozenset[str] = frozenset()) -> Iterator[Row]:
    """Records of the first sheet of a spreadsheet; cells as text, days as ISO days."""
    _refuse_entities(name, content)
    with warnings.catch_warnings():
        import openpyxl  # noqa: PLC0415 - ten megabytes that only a workbook needs

        warnings.simplefilter("ignore", UserWarning)  # openpyxl warns of styles that it leaves out; no style is read here
        try:
            sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
            records = list(_counted(name, sheet))
        except (KeyError, ValueError, IndexError, TypeError, ParseError, *_BROKEN_PACKING) as broken:
            raise FILE_UNREADABLE(name=name, why=str(broken)) from broken
    header = [cell.strip() for cell in records[0]] if records else []
    _require(header, required)
    return (
        Row(number, dict(zip(header, record, strict=False)), _fits(record, header))
        for number, record in enumerate(records[1:], start=2)
        if any(record)
    )


def _refuse_entities(name: str, content: bytes) -> None:
    with _opened(name, content) as packed:
        try:
            defined = defines_entities(packed)
        except _BROKEN_PACKING as broken:
            raise FILE_UNREADABLE(name=name, why=str(broken)) from broken
    if defined:
        raise FILE_UNREADABLE(name=name, why="it defines entities")


def _counted(name: str, sheet: Any) -> Iterator[list[str]]:
    """The rows of a sheet, whatever size it says that it has."""
    sheet.reset_dimensions()
    cells = 0
    for record in sheet.iter_rows(values_only=True):
        cells += 1 + len(record)
        if cells > MOST_CELLS:
            raise FILE_UNREADABLE(name=name, why=f"more than {MOST_CELLS} cells")
        yield [_cell(value) for value in record]


def _csv_records(reader: Any, header: list[str]) -> Iterator[Row]:
    while True:
        begins = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as broken:
            yield Row(begins, {"": str(broken)}, whole=False)
            continue
        if record:
            yield Row(begins, dict(zip(header, record, strict=False)), _fits(record, header))


def _json_records(text: str) -> Iterator[Row]:
    decode, at, line = json.JSONDecoder().raw_decode, 1, 1
    blanks = re.compile(r"[\s,]*")
    while True:
        begins = blanks.match(text, at).end()  # type: ignore[union-attr]
        line += text.count("\n", at, begins)
        if begins >= len(text) or text[begins] == "]":
            return
        try:
            record, at = decode(text, begins)
        except (ValueError, RecursionError) as broken:  # also a number of thousands of digits, a list in ten thousand lists
            yield Row(line, {"": str(broken)}, whole=False)
            return
        yield Row(line, record if isinstance(record, dict) else {"": record}, whole=isinstance(record, dict))
        line += text.count("\n", begins, at)


def _fits(record: list[str], header: list[str]) -> bool:
    """As many cells as columns; empty ones beyond the last column are left by spreadsheets and do no harm."""
    return len(record) >= len(header) and not any(cell.strip() for cell in record[len(header) :])


def _opened(name: str, content: bytes) -> zipfile.ZipFile:
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as broken:
        raise FILE_UNREADABLE(name=name, why=str(broken)) from broken
    if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
        raise FILE_TOO_LARGE(megabytes=LARGEST_UNPACKED // 1024 // 1024)
    return packed


def _require(header: list[str], required: frozenset[str]) -> None:
    if missing := required - set(header):
        raise COLUMNS_MISSING(columns=", ".join(sorted(missing)))


def _decoded(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as broken:
        raise FILE_UNREADABLE(name=name, why=str(broken)) from broken


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime() if value.time() == datetime.min.time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
