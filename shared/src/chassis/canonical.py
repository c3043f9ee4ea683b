"""The canonical hash of `events.md`: two holders of the same state compare equal, in whatever language they are written."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import rfc8785


def canonical_line(snapshot: Mapping[str, Any], fields: Collection[str] | None = None) -> bytes:
    """One snapshot (a JSON object) as RFC 8785 writes it, ended by a line feed; of all its fields, or of the chosen ones."""
    chosen = {name: value for name, value in snapshot.items() if fields is None or name in fields}
    return rfc8785.dumps(chosen) + b"\n"


def canonical_hash(snapshots: Iterable[tuple[str, Mapping[str, Any]]], fields: Collection[str] | None = None) -> str:
    """SHA-256 (hexadecimal) over the lines of (key, snapshot) pairs, in the order of the keys' code points.

    A copy compares over its own fields. A comparison of two imports chooses neither ids nor instants, and keys by the external
    identifier: the key itself only gives the order.
    """
    digest = hashlib.sha256()
    for _, snapshot in sorted(snapshots, key=lambda pair: pair[0]):
        digest.update(canonical_line(snapshot, fields))
    return digest.hexdigest()
