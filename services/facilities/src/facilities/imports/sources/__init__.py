"""One file a source. A new one is a module with a `SOURCE`, listed here."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from facilities.imports.domain.incoming import Source
from facilities.imports.problems import SOURCE_UNKNOWN
from facilities.imports.sources import fi_lipas, uk_libraries

SOURCES: Final[Mapping[str, Source]] = MappingProxyType({
    module.SOURCE.key: module.SOURCE for module in (fi_lipas, uk_libraries)
})


def source(key: str) -> Source:
    """The source of this key."""
    if key not in SOURCES:
        raise SOURCE_UNKNOWN(source=key)
    return SOURCES[key]


@cache
def bundled(key: str) -> bytes:
    """The copy of the source's file that comes with the service."""
    found = source(key)
    return files("facilities.imports").joinpath("data", found.key, found.file).read_bytes()
