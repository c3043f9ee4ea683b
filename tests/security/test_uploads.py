"""Files that are more than they seem: small packages of something huge, packages that lie, texts that grow while they are read."""

import io
import resource
import zipfile

import pytest

from chassis.problems import Refused
from grants.applications.domain.files import media_type_of, safe_name
from registry.imports.domain.reading import LARGEST_UNPACKED, files_of, rows

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
SHEET = "xl/worksheets/sheet1.xml"


def packed(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return made.getvalue()


def workbook(sheet: bytes) -> bytes:
    """A spreadsheet whose first sheet is this."""
    import openpyxl

    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    with zipfile.ZipFile(made) as real:
        return packed({name: sheet if name == SHEET else real.read(name) for name in real.namelist()})


def sheet_of(declared: str, text: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
    return f'{declared}<worksheet xmlns="{space}"><sheetData>{cell}</sheetData></worksheet>'.encode()


def used() -> int:
    """Megabytes of memory at the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.reasons[0].problem.code


def test_bomb__is_refused_before_it_is_unpacked() -> None:
    """Half a gigabyte of blanks in half a megabyte (ASVS 5.2.3)."""
    with zipfile.ZipFile(bomb := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as zipped, zipped.open("a.json", "w") as entry:
        for _ in range(2 * LARGEST_UNPACKED // 2**20):
            entry.write(bytes(2**20))
    before = used()
    for name in ("a.zip", "a.xlsx"):
        with pytest.raises(Refused) as refused:
            list(rows(*next(iter(files_of(name, bomb.getvalue()).items()))))
        assert code_of(refused).endswith("file_too_large")
    assert used() - before < 64
    assert media_type_of(bomb.getvalue(), "a.docx") is None


def test_bomb__that_says_it_is_small() -> None:
    """The table of contents lies: no more is unpacked than it says, and then the sum does not fit."""
    bomb = bytearray(packed({"a.json": bytes(8 * 2**20)}))
    directory = bomb.rindex(b"PK\x01\x02")
    bomb[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(Refused) as refused:
        files_of("a.zip", bytes(bomb))
    assert code_of(refused).endswith("file_unreadable")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("declared", [BILLION, OUTSIDE, BILLION.replace("<!DOCTYPE", f"<!--{'x' * 100_000}--><!DOCTYPE")])
def test_xml__neither_grows_nor_reaches_out(declared: str, encoding: str) -> None:
    """Entities in entities, and one that names a file of ours: where entities are defined nothing is read (ASVS 1.5.1)."""
    before = used()
    content = sheet_of(declared, "&l9;" if "l9" in declared else "&f;").decode().encode(encoding)
    with pytest.raises(Refused) as refused:
        rows("a.xlsx", workbook(content))
    assert code_of(refused).endswith("file_unreadable")
    assert used() - before < 64


@pytest.mark.parametrize("cells", [
    "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, 2000)),
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999"><c r="A99999999"><v>1</v></c></row>',
])
def test_sheet__of_a_few_cells_far_away(cells: str) -> None:
    """Sixteen thousand empty cells before each, or a hundred million empty rows."""
    before = used()
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    size = '<dimension ref="A1:XFD1048576"/>'
    with pytest.raises(Refused) as refused:
        rows("a.xlsx", workbook(f'<worksheet xmlns="{space}">{size}<sheetData>{cells}</sheetData></worksheet>'.encode()))
    assert code_of(refused).endswith("file_unreadable")
    assert used() - before < 512


@pytest.mark.parametrize("name", ["../../etc/cron.d/x.json", "/etc/x.json", "a/../../x.json"])
def test_path__in_a_package_leads_nowhere(name: str) -> None:
    """Nothing is written where a package says; of a name only its last part counts (ASVS 5.3.2, 5.3.3)."""
    assert list(files_of("a.zip", packed({name: b"[]"}))) == ["x.json"]


@pytest.mark.parametrize("sent", ["../../etc/passwd", "a\r\nSet-Cookie: x=1.pdf", 'a"; filename="b.exe', "a\x00.pdf", "\u202efdp.exe", "C:\\x\\y.pdf"])
def test_name__is_a_name_and_nothing_else(sent: str) -> None:
    """It goes into a header when the file is given out (ASVS 5.4.2)."""
    kept = safe_name(sent)
    assert not set(kept) & set('\r\n\x00/\\"\u202e;')
    assert ".." not in kept
