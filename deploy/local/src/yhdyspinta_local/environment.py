"""What the local platform reads from the environment: the one place that does."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

_TOLD: Mapping[str, str] = os.environ  # noqa: TID251 -- the edge of the process; everything else is handed values

_NOT_FOR_CHILDREN = ("PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV_PROMPT")
"""Without bytecode an import takes three times as long, and the platform imports a great deal."""


@dataclass(frozen=True)
class External:
    """Parts that stand elsewhere: the local part of that name is then not started."""

    kafka: str | None
    database: str | None
    smtp: str | None
    issuer: str | None


def external() -> External:
    """Addresses given by KAFKA_BOOTSTRAP, DATABASE_URL, SMTP_URL and OIDC_ISSUER."""
    return External(
        kafka=_TOLD.get("KAFKA_BOOTSTRAP") or None,
        database=_TOLD.get("DATABASE_URL") or None,
        smtp=_TOLD.get("SMTP_URL") or None,
        issuer=_TOLD.get("OIDC_ISSUER") or None,
    )


def told(name: str) -> str | None:
    """One variable, or None where it is missing or empty."""
    return _TOLD.get(name) or None


def for_child(**more: str) -> dict[str, str]:
    """This process's environment with additions, as a child shall see it."""
    kept = {name: value for name, value in _TOLD.items() if name not in _NOT_FOR_CHILDREN}
    return kept | more
