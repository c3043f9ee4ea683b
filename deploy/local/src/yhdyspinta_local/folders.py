"""Where things lie: the checkout, the data of a run, and what is fetched once per user."""

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
