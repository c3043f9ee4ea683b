"""The world outside: where documents lie, and what lies there for nobody."""

from datetime import timedelta
from pathlib import Path

from chassis.jobs import Errand
from grants.adapters.files import STORE, Folder
from grants.applications.commands import sweeping

SWEEP = Errand(
    "grants.documents.sweep", claim=sweeping.orphans, do=sweeping.sweep, record=sweeping.swept, at_once=100, rest=timedelta(hours=1)
)


def keep_documents_in(folder: Path) -> None:
    """Said once, before a process does anything."""
    STORE.open(Folder(folder))
