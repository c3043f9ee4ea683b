"""One file a source. A new one is a module with a `SOURCE`, listed here."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from registry.imports.domain.incoming import Source
from registry.imports.problems import SOURCE_UNKNOWN
from registry.imports.sources import fi_transparency_register, ohana_hsds, uk_charity_register

SOURCES: Final[Mapping[str, Source]] = MappingProxyType({
    module.SOURCE.key: module.SOURCE for module in (fi_transparency_register, ohana_hsds, uk_charity_register)
})


def source(key: str) -> Source:
    """The source of this key."""
    if key not in SOURCES:
        raise SOURCE_UNKNOWN(source=key)
    return SOURCES[key]
