"""What a document of an application may be (liite). Its kind is read from its bytes, never from what its sender calls it."""

import re
import unicodedata
import zipfile
from io import BytesIO
from typing import Final

PDF: Final = "application/pdf"
TEXT: Final = "text/plain"
CSV: Final = "text/csv"
_BROKEN_PACKING: Final = (zipfile.BadZipFile, RuntimeError, OSError, ValueError)
"""What `zipfile` raises for a damaged, encrypted or oddly packed file: that is no document that we know."""
MOST: Final = 40
"""Documents of one application."""
_SIGNATURES: Final = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_OFFICE: Final = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OPEN_DOCUMENT: Final = frozenset({
    "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
})
MEDIA_TYPES: Final = frozenset({*(kind for _, kind in _SIGNATURES), *_OFFICE.values(), *_OPEN_DOCUMENT, TEXT, CSV})
"""All that are taken."""
LARGEST: Final = 10 * 1_048_576
"""Bytes."""
_MACROS: Final = ("vbaProject.bin", "Basic/")
_LONGEST_NAME: Final = 150
_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|;]+')


def media_type_of(content: bytes, filename: str) -> str | None:
    """The media type that the bytes tell; nothing for what is not taken. `filename` only tells a CSV from another text."""
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if _is_text(content):
        return CSV if filename.lower().endswith(".csv") else TEXT
    return None


def safe_name(filename: str) -> str:
    """A file name that no system reads as a path, a header or a command; its end, which tells people the kind, is kept."""
    name = unicodedata.normalize("NFC", filename).replace("\\", "/").rpartition("/")[2]
    visible = "".join(c for c in _UNFIT.sub("_", name) if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, end = visible.rpartition(".")
    if not dot or len(end) > 10:
        stem, dot, end = visible, "", ""
    return (stem[: _LONGEST_NAME - len(dot + end)] + dot + end) or "liite"


def _packed(content: bytes) -> str | None:
    """A document that is a ZIP inside; without macros, and only its table of contents is read."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = packed.namelist()
            if any(macro in name for name in names for macro in _MACROS):
                return None
            for part, media_type in _OFFICE.items():
                if part in names:
                    return media_type
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
                named = packed.read("mimetype").decode("ascii", "replace").strip()
                return named if named in _OPEN_DOCUMENT else None
    except _BROKEN_PACKING:
        return None
    return None


def _is_text(content: bytes) -> bool:
    """UTF-8 without control characters, and not something that a browser would run."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(unicodedata.category(c) == "Cc" and c not in "\t\r\n" for c in text):
        return False
    return not text.lstrip().startswith("<")
