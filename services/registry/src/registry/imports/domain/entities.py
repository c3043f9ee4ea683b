"""Whether a packed document defines entities. No honest spreadsheet does; they grow while they are read, or name files of ours."""

import zipfile
from typing import Final
from xml.etree.ElementTree import ParseError, XMLParser

_PIECE: Final = 4096
"""Bytes: what is defined in them has no time to grow."""


class _Defined(Exception):
    """The type of the document is declared, which is where entities are defined."""


class _Begun(Exception):
    """The first element begins: nothing is defined after it."""


class _Beginning:
    """Reads no further than where it is clear."""

    def doctype(self, *_: object) -> None:
        raise _Defined

    def start(self, *_: object) -> None:
        raise _Begun


def defines_entities(packed: zipfile.ZipFile) -> bool:
    """Any of its parts; one that is no XML defines none."""
    return any(_defines(packed, part) for part in packed.infolist())


def _defines(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    parser: XMLParser[object] = XMLParser(target=_Beginning())  # noqa: S314 - it stops before anything is defined
    with packed.open(part) as content:
        try:
            while piece := content.read(_PIECE):
                parser.feed(piece)
        except _Defined:
            return True
        except (_Begun, ParseError):
            return False
    return False
