"""What a body may be: pure."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.answers import Denied
from chassis.bodies import DEEPEST, parsed


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"{", "unreadable"),
        (b"{'a': 1}", "unreadable"),
        (b"\xef\xbb\xbf{}", "unreadable"),
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b'{"x": {"a": 1, "\\u0061": 2}}', "duplicate_key"),
        (b'{"a": NaN}', "number_unreadable"),
        (b'{"a": -Infinity}', "number_unreadable"),
        (b'{"a": 1e400}', "number_unreadable"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number_unreadable"),
        (b'{"a": "\xff"}', "encoding"),
        (b'{"a": "\\ud800"}', "encoding"),
        (b'{"\\udfff": 1}', "encoding"),
        (b"[" * 10_000, "too_deep"),
        (b"[" * 10_000 + b"]" * 10_000, "too_deep"),
        (b'{"a":' * 100_000, "too_deep"),
    ],
)
def test_parsed__refused(body: bytes, code: str) -> None:
    with pytest.raises(Denied) as denied:
        parsed(body)
    assert denied.value.no.problem.code == f"chassis.body.{code}"
    assert denied.value.no.problem.status == 400


def test_parsed__as_deep_as_allowed_and_brackets_in_texts_do_not_count() -> None:
    assert parsed(b"[" * DEEPEST + b"]" * DEEPEST)
    assert parsed(b'{"a": "' + b"[{" * 5000 + b'"}')["a"]
    assert parsed(b'{"a": "\\"' + b"[" * 500 + b'"}')["a"]
    assert parsed(b"[" + b",".join([b"{}"] * 500) + b"]") == [{}] * 500


def test_parsed__a_whole_pair_of_surrogates_is_a_character() -> None:
    assert parsed(b'"\\ud83d\\ude00"') == "\U0001f600"


def test_parsed__a_whole_number_is_one_however_it_is_written() -> None:
    whole = parsed(b"[6.0, 1e3, -2.0]")
    assert (whole, [type(each) for each in whole]) == ([6, 1000, -2], [int] * 3)
    assert [type(each) for each in parsed(b"[6.5, 1e300]")] == [float] * 2


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
))
def test_parsed__what_json_can_say_is_read_as_it_was(value: object) -> None:
    import json

    assert parsed(json.dumps(value).encode()) == value
    assert parsed(json.dumps(value, ensure_ascii=False).encode()) == value


def test_parsed__a_megabyte_of_brackets_is_refused_at_once() -> None:
    began = time.thread_time()  # the clock on the wall belongs to all who share the machine
    with pytest.raises(Denied):
        parsed(b"[" * 1_000_000)
    assert time.thread_time() - began < 0.1
