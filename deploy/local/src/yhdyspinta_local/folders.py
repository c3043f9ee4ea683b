"""Where things lie: the checkout, the data of a run, and what is fetched once per user."""

import hashlib
import os
import tempfile
from pathlib import Path

from yhdyspinta_local.environment import told

CHECKOUT = Path(__file__).resolve().parents[4]
"""The repository. This distribution is only ever installed in place (editable)."""

GATEWAY = CHECKOUT / "deploy" / "gateway"
DATA = CHECKOUT / ".local"
"""Default home of a run: databases, logs, state, secrets."""


def cache() -> Path:
    """The user's cache directory for fetched and prepared parts (XDG_CACHE_HOME is heard)."""
    home = told("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "yhdyspinta"


def for_sockets(data: Path) -> Path:
    """A folder for sockets that belongs to a data folder: short, since a socket path has at most 107 bytes, and ours alone."""
    name = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"yhdyspinta-{os.geteuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise RuntimeError(f"{folder} belongs to somebody else")
    return folder
