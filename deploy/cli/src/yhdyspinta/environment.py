"""What the command line reads from the environment: the one place that does."""

import os
from collections.abc import Mapping

_TOLD: Mapping[str, str] = os.environ  # noqa: TID251 - the edge of the process; everything else is handed values
PREFIX = "YHDYSPINTA_"


def told(name: str) -> str:
    """The variable `YHDYSPINTA_<name>`; empty where it is missing."""
    return _TOLD.get(PREFIX + name, "")


def is_watched_by_nobody() -> bool:
    """Whether this is a machine's run (`CI`): nothing moves on its screen."""
    return bool(_TOLD.get("CI"))


def for_child(**more: str) -> dict[str, str]:
    """This process's environment with additions."""
    return dict(_TOLD) | more
