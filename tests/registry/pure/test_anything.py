"""Whatever comes, the answer is a row, a rejection or a refusal: never another error, never a changed second reading."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.problems import Refused
from chassis.values import has_identity_code
from registry.imports.domain import cleaning, reading
from registry.imports.domain.cleaning import NotTaken
from registry.imports.domain.incoming import Incoming, Rejected
from registry.imports.sources import SOURCES
from registry.organisations.domain.identifiers import Identifier, Scheme, read
from registry.organisations.domain.names import told_by
from registry.search.domain import Vocabulary, folded, plans, sort_key, words_of

TODAY = date(2026, 11, 23)
SETTINGS = settings(max_examples=60, deadline=None)
STARTS = [b"", b"[", b'a,"b\n', b"PK\x03\x04", b"\xff\xfe"]
NASTY = st.one_of(st.binary(max_size=200), st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace")))


@SETTINGS
@given(name=st.sampled_from(["t.csv", "t.json", "t.xlsx"]), start=st.sampled_from(STARTS), rest=NASTY)
def test_rows__of_any_bytes(name: str, start: bytes, rest: bytes) -> None:
    try:
        lines = [row.line for row in reading.rows(name, start + rest)]
    except Refused:
        return
    assert lines == sorted(lines)


@SETTINGS
@given(key=st.sampled_from(sorted(SOURCES)), content=NASTY)
def test_sources__of_any_bytes(key: str, content: bytes) -> None:
    try:
        rows = list(SOURCES[key].parse({"organizations.csv": content}, TODAY))
    except Refused:
        return
    assert all(isinstance(row, Incoming | Rejected) for row in rows)


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=20),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(), each, max_size=3),
)
FIELDS = ("id", "name", "industry", "description", "auxiliary", "membership")
RECORD = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, JSON))


@SETTINGS
@given(record=RECORD)
def test_finnish_record__of_any_shape(record: dict[str, object]) -> None:
    content = json.dumps([record]).encode()
    (row,) = SOURCES["fi-transparency-register"].parse({"o.json": content}, TODAY)
    assert row.line == 1


@SETTINGS
@given(text=st.text(max_size=120))
def test_line__tidy_once_is_tidy(text: str) -> None:
    try:
        once = cleaning.line("x", text)
    except NotTaken:
        return
    if once is not None:
        assert cleaning.line("x", once) == once
        assert not has_identity_code(once)


@SETTINGS
@given(text=st.text(max_size=60))
def test_folds__of_any_text(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert sort_key(text) == sort_key(f" {text} ")
    assert told_by(text).bare == told_by(text).bare.strip() or not text.strip()
    vocabulary = Vocabulary(words_of(text))
    for question in plans(text, vocabulary):
        assert question.matches(frozenset(words_of(text)))


@SETTINGS
@given(scheme=st.sampled_from(Scheme), text=st.one_of(st.text(max_size=12), st.from_regex(r"\A(FI)?[0-9]{6,7}-?[0-9]\Z")))
def test_identifier__normal_form_is_its_own(scheme: Scheme, text: str) -> None:
    found = read(scheme, text)
    if isinstance(found, Identifier):
        assert read(scheme, found.value) == found
        assert read(scheme, found.shown) == found


@pytest.mark.parametrize(("digits", "value"), [("\u0661\u0662\u0663", None), ("\u00b2\u00b3", None), ("\uff11\uff12\uff13", "123")])
def test_identifier__stored_in_ascii_digits(digits: str, value: str | None) -> None:
    found = read(Scheme.ASSOCIATION_REGISTER, digits)
    assert (found.value if isinstance(found, Identifier) else None) == value
