"""The canonical hash: what counts is what is said, not how it is written down or in which order it is found."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.canonical import canonical_hash, canonical_line

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
SNAPSHOTS = st.dictionaries(st.uuids().map(str), st.dictionaries(st.text(max_size=4), JSON, max_size=4), max_size=4)


def test_hash__as_written_in_the_catalogue() -> None:
    """A reader in any language can make this by hand."""
    lines = b'{"id":"1","name":"\xc3\x84\xc3\xa4ni ry","since":null}\n{"id":"2","name":"\xe2\x82\xac","since":1.5}\n'
    said: list[tuple[str, dict[str, object]]] = [("2", {"since": 1.5, "name": "€", "id": "2"}), ("1", {"name": "Ääni ry", "since": None, "id": "1"})]
    assert canonical_hash(said) == hashlib.sha256(lines).hexdigest()
    assert canonical_hash([]) == hashlib.sha256(b"").hexdigest()


def test_hash__chosen_fields() -> None:
    """Two imports compare without ids and instants, keyed by the external identifier."""
    first = [("0219018-6", {"id": "a", "name": "ry", "heard_at": "yesterday"})]
    second = [("0219018-6", {"id": "b", "name": "ry", "heard_at": "today"})]
    assert canonical_hash(first, {"name"}) == canonical_hash(second, {"name"}) != canonical_hash(second, {"id"})


@settings(max_examples=50, deadline=None)
@given(SNAPSHOTS, st.randoms(use_true_random=False))
def test_hash__order_does_not_count(snapshots: dict[str, dict[str, object]], dice: object) -> None:
    shuffled = list(snapshots.items())
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    turned = [(key, dict(reversed(list(snapshot.items())))) for key, snapshot in shuffled]
    assert canonical_hash(turned) == canonical_hash(snapshots.items())


@settings(max_examples=50, deadline=None)
@given(SNAPSHOTS)
def test_hash__every_difference_counts(snapshots: dict[str, dict[str, object]]) -> None:
    before = canonical_hash(snapshots.items())
    for key, snapshot in snapshots.items():
        assert canonical_hash((snapshots | {key: {**snapshot, "one more": 1}}).items()) != before
        assert canonical_line(snapshot).count(b"\n") == 1
