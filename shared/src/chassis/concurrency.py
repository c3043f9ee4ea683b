"""Versions as entity tags. The compressing gateway writes `"7-gzip"` and gives it back in If-Match: understood here alone."""

import re

NEVER = -1
"""A version that no row has: what an If-Match asks for that is not one of our tags."""
_TAG = re.compile(r'(?:W/)?"(\d{1,18})(?:-(?:gzip|zstd|br|deflate))?"')


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


def expected(if_match: str | None) -> int | None:
    """The version that `If-Match` asks for; `None` where nothing or anything (`*`) is asked for."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match.strip())
    return int(found.group(1)) if found else NEVER


def is_known(if_none_match: str | None, version: int) -> bool:
    """Whether the caller says that it has this version already (`If-None-Match`, weak comparison)."""
    if not if_none_match:
        return False
    if if_none_match.strip() == "*":
        return True
    return version in {int(found) for found in _TAG.findall(if_none_match)}
