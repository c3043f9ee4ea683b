"""One file a source. A new one is a module with a `SOURCE`, listed here."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from registry.imports.domain.incoming import Files, Source
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


@cache
def bundled(key: str) -> Files:
    """The copy of the source's files that comes with the registry; empty where there is none."""
    folder = files("registry.imports").joinpath("data", key)
    if not folder.is_dir():
        return {}
    tables = (entry for entry in folder.iterdir() if entry.name.endswith((".csv", ".json")))
    return {entry.name: entry.read_bytes() for entry in sorted(tables, key=lambda entry: entry.name)}
