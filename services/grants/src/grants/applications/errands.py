"""The world outside: where documents lie."""

from pathlib import Path

from grants.adapters.files import STORE, Folder


def keep_documents_in(folder: Path) -> None:
    """Said once, before a process does anything."""
    STORE.open(Folder(folder))
