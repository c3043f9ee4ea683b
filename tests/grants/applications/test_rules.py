"""Shares, forms, files, rights, areas. Pure."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chassis.problems import Problem, Refused
from chassis.values import Days
from grants.applications import problems as p
from grants.applications.domain import MACHINE, Action, Status, form
from grants.applications.domain.areas import Areas
from grants.applications.domain.files import CSV, PDF, TEXT, media_type_of, safe_name
from grants.applications.domain.form import Misfit
from grants.applications.domain.parties import Parties, led_by, settle, unsigned, without
from grants.applications.domain.period import moved, of_year
from grants.applications.domain.rights import Caller, allowed
from grants.applications.domain.snapshot import digest
from grants.applications.schemas import Edit

A, B, C, D = (UUID(int=n) for n in range(1, 5))
KNOWN = {A: A, B: B, C: C, D: B}
"""D became part of B."""
THREE = Parties(A, {A: 5000, B: 3000, C: 2000})


def refusals(call: Any) -> list[tuple[Problem, str]]:
    with pytest.raises(Refused) as refused:
        call()
    return [(reason.problem, reason.pointer) for reason in refused.value.reasons]


def test_settle__a_merged_one_is_what_it_became() -> None:
    assert settle(A, [(A, 6000), (D, 4000)], KNOWN, most_partners=9) == Parties(A, {A: 6000, B: 4000})


def test_settle__all_faults_at_once() -> None:
    wanted = [(B, 5000), (D, 4000), (UUID(int=9), 500)]
    assert refusals(lambda: settle(A, wanted, KNOWN, most_partners=1)) == [
        (p.ORGANISATION_UNKNOWN, "/parties/2/organisation_id"), (p.PARTY_TWICE, "/parties/1/organisation_id"),
        (p.LEAD_MISSING, "/parties"), (p.SHARES_NOT_100, "/parties"),
    ]


def test_settle__too_many() -> None:
    assert refusals(lambda: settle(A, [(A, 4000), (B, 3000), (C, 3000)], KNOWN, most_partners=1)) == [(p.TOO_MANY_PARTNERS, "/parties")]


@pytest.mark.parametrize("total", [9_999, 10_001, 0])
def test_settle__not_100(total: int) -> None:
    assert refusals(lambda: settle(A, [(A, total)], KNOWN, most_partners=9)) == [(p.SHARES_NOT_100, "/parties")]


def test_without__those_that_stay_keep_their_shares() -> None:
    assert without(THREE, C, None) == Parties(A, {A: 5000, B: 3000})
    assert without(THREE, A, B) == Parties(B, {B: 3000, C: 2000})


@pytest.mark.parametrize(("parties", "leaves", "new_lead", "problem"), [
    (THREE, D, None, p.NOT_A_PARTY), (Parties(A, {A: 10_000}), A, None, p.LAST_PARTY), (THREE, A, None, p.NEW_LEAD_MISSING),
    (THREE, A, D, p.NOT_A_PARTY), (THREE, A, A, p.NOT_A_PARTY),
])
def test_without__refused(parties: Parties, leaves: UUID, new_lead: UUID | None, problem: Problem) -> None:
    assert [found for found, _ in refusals(lambda: without(parties, leaves, new_lead))] == [problem]


def test_led_by() -> None:
    assert led_by(THREE, B).ids == [B, A, C]
    assert refusals(lambda: led_by(THREE, D)) == [(p.NOT_A_PARTY, "")]


def test_unsigned__the_lead_signs_by_submitting() -> None:
    assert unsigned(THREE, {A: None, B: "now", C: "before"}, "now") == [C]


@pytest.mark.parametrize(("before", "patch", "after"), [
    ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
    ({"a": {"x": 1, "y": 2}}, {"a": {"y": None}}, {"a": {"x": 1}}),
    ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
    ({"a": 1}, {"a": {"b": {"c": None}}}, {"a": {"b": {}}}),
    ({"a": 1}, {"a": None, "b": None}, {}),
])
def test_merged__as_rfc_7396(before: dict[str, Any], patch: dict[str, Any], after: dict[str, Any]) -> None:
    kept = json.dumps(before)
    assert form.merged(before, patch) == after
    assert json.dumps(before) == kept


JSON = st.recursive(
    st.none() | st.integers(-9, 9) | st.text(max_size=2), lambda v: st.lists(v, max_size=2) | st.dictionaries(st.text(max_size=2), v, max_size=2), max_leaves=4
)


@given(st.dictionaries(st.text(max_size=3), JSON, max_size=4), st.dictionaries(st.text(max_size=3), JSON, max_size=4))
def test_merged__twice_is_once(before: dict[str, Any], patch: dict[str, Any]) -> None:
    once = form.merged(before, patch)
    assert form.merged(once, patch) == once


def test_merged__two_who_touch_different_answers_lose_nothing() -> None:
    one, other = {"plan": {"goal": "A"}}, {"plan": {"means": "B"}}
    assert form.merged(form.merged({}, one), other) == form.merged(form.merged({}, other), one) == {"plan": {"goal": "A", "means": "B"}}


SCHEMA = {
    "type": "object", "required": ["goal", "plan"], "additionalProperties": False,
    "properties": {
        "goal": {"type": "string", "minLength": 1}, "people": {"type": "integer"},
        "plan": {"type": "object", "required": ["a/b"], "properties": {"a/b": {"type": "array", "items": {"type": "integer"}}}},
    },
}


@pytest.mark.parametrize(("answers", "misfits"), [
    ({"goal": "x", "plan": {"a/b": [1]}}, []),
    ({}, [Misfit("/goal", True), Misfit("/plan", True)]),
    ({"goal": "", "plan": {"a/b": [1, "2"]}}, [Misfit("/goal"), Misfit("/plan/a~1b/1")]),
    ({"goal": "x", "plan": {}, "old": 1, "people": "many"}, [Misfit("/old"), Misfit("/people"), Misfit("/plan/a~1b", True)]),
])
def test_misfits__with_their_places(answers: dict[str, Any], misfits: list[Misfit]) -> None:
    assert list(form.misfits(SCHEMA, answers)) == misfits


def test_fitting__what_no_longer_fits_is_named() -> None:
    kept, dropped = form.fitting(SCHEMA, {"goal": "x", "people": "many", "old": 1, "plan": {}})
    assert (kept, dropped) == ({"goal": "x", "plan": {}}, ["old", "people"])


@pytest.mark.parametrize(("answers", "problem"), [({"n": 2**53}, p.NUMBER_TOO_LARGE), ({"t": ["x" * 20_000] * 21}, p.ANSWERS_TOO_LARGE)])
def test_form__what_even_a_draft_cannot_keep(answers: dict[str, Any], problem: Problem) -> None:
    assert [reason.problem for reason in form.objections(answers)] == [problem]


@pytest.mark.parametrize(("answers", "code"), [
    ({"a": [{"b": "010190-900P"}]}, "chassis.text.identity_code"),
    ({"010190-900P": 1}, "chassis.text.identity_code"),
    ({"a": "x\x00"}, "chassis.text.control_character"),
    ({"a": {"b": "x" * 20_001}}, "string_too_long"),
])
def test_edit__no_text_hides_in_a_form(answers: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        Edit(form=answers)
    assert [error["type"] for error in wrong.value.errors()] == [code]


def office(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return out.getvalue()


@pytest.mark.parametrize(("content", "filename", "kind"), [
    (b"%PDF-1.7", "virus.exe", PDF),
    (b"\x89PNG\r\n\x1a\n\x00", "a", "image/png"),
    (b"\xff\xd8\xff\xe0", "a", "image/jpeg"),
    (office(word__document_xml=b"<w/>"), "a", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (office(xl__workbook_xml=b"<w/>"), "a", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (office(mimetype=b"application/vnd.oasis.opendocument.text"), "a", "application/vnd.oasis.opendocument.text"),
    ("\ufeffkulu;summa\r\nPalkat;1\r\n".encode(), "Talous.CSV", CSV),
    ("Hei, tämä on teksti.".encode(), "a.pdf", TEXT),
    (office(word__document_xml=b"<w/>", word__vbaProject_bin=b"x"), "makro.docx", None),
    (office(mimetype=b"application/zip", other=b"x"), "a.odt", None),
    (b"PK\x03\x04 broken", "a.docx", None),
    (b"MZ\x90\x00", "a.pdf", None),
    (b"<html><script>1</script>", "a.txt", None),
    (b"  <?xml version='1.0'?><svg onload='1'/>", "a.txt", None),
    (b"\x00\x01", "a.txt", None),
])
def test_media_type__is_what_the_bytes_tell(content: bytes, filename: str, kind: str | None) -> None:
    assert media_type_of(content, filename) == kind


@pytest.mark.parametrize(("sent", "kept"), [
    ("Tilinpäätös 2025.pdf", "Tilinpäätös 2025.pdf"), ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\a.pdf", "a.pdf"),
    ('a"; filename="b.exe', "a_ filename=_b.exe"), ("a\r\nSet-Cookie: x.pdf", "a_Set-Cookie_ x.pdf"), ("", "liite"), ("...", "liite"),
    ("x" * 300 + ".pdf", "x" * 146 + ".pdf"), ("\u202efdp.exe", "fdp.exe"),
])
def test_safe_name(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@given(st.text(max_size=400))
def test_safe_name__never_more_than_a_name(sent: str) -> None:
    name = safe_name(sent)
    assert 0 < len(name) <= 150
    assert not set(name) & set('\r\n\0/\\:*?"<>|;')


@dataclass
class Lies:
    code: str
    kind: str
    placements: list[dict[str, Any]] = field(default_factory=list)
    valid_until: date | None = None
    successor: str | None = None


def test_areas__a_municipality_that_moved_and_one_that_ended() -> None:
    """Where they lie on the day, and what an ended one became."""
    moved_on = {"parent": "oulu", "valid_from": None, "valid_until": "2027-01-01"}, {"parent": "lakeus", "valid_from": "2027-01-01", "valid_until": None}
    known = {one.code: one for one in (
        Lies("oulu", "service_area"), Lies("lakeus", "service_area"), Lies("1", "county"), Lies("1x", "municipality", [{"parent": "1"}]),
        Lies("425", "municipality", list(moved_on)), Lies("009", "municipality", [], date(2026, 1, 1), "425"),
        Lies("666", "municipality", [], date(2026, 1, 1), None),
    )}
    before, after = Areas(known, date(2026, 12, 31)), Areas(known, date(2027, 1, 1))
    assert before.service_areas(["425", "009", "1x", "999", "666"]) == {"oulu"}
    assert after.service_areas(["425", "009"]) == {"lakeus"}
    assert (before.holds("009"), before.holds("666"), before.holds("oulu"), before.holds("999")) == (True, False, False, False)


def test_areas__a_circle_of_successors_ends() -> None:
    gone = date(2026, 1, 1)
    known = {"a": Lies("a", "municipality", [], gone, "b"), "b": Lies("b", "municipality", [], gone, "a")}
    assert not Areas(known, date(2027, 1, 1)).holds("a")


@pytest.mark.parametrize(("period", "years", "after"), [
    (of_year(2026), 1, of_year(2027)),
    (Days(from_=date(2026, 3, 1), until=date(2026, 9, 1)), 1, Days(from_=date(2027, 3, 1), until=date(2027, 9, 1))),
    (Days(from_=date(2028, 2, 29), until=date(2028, 9, 1)), 1, None),
])
def test_moved__the_same_days_of_another_year(period: Days, years: int, after: Days | None) -> None:
    assert moved(period, years) == after


def test_allowed__by_state_and_caller() -> None:
    lead, partner, official = Caller(leads=True), Caller(partners=True), Caller(handles=True)
    assert allowed(Status.DRAFT, lead, alone=True, call_over=False) == [Action.EDIT, Action.SET_PARTIES, Action.DISCARD, Action.SUBMIT]
    assert allowed(Status.DRAFT, partner, alone=False, call_over=False) == [Action.EDIT, Action.SIGN, Action.LEAVE]
    assert allowed(Status.SUBMITTED, official, alone=False, call_over=True) == [Action.REQUEST_COMPLETION, Action.RELEASE_PARTY, Action.REFER]
    assert allowed(Status.GRANTED, lead, alone=False, call_over=True) == []
    assert allowed(Status.DRAFT, Caller(), alone=False, call_over=False) == []


def test_machine__nobody_leaves_a_decided_one() -> None:
    decided = (Status.GRANTED, Status.REFUSED, Status.INADMISSIBLE, Status.REFERRED, Status.WITHDRAWN, Status.DISCARDED)
    moves = {action for status in decided for action in MACHINE.allowed(status)}
    assert moves == {Action.CHANGE_TO_GRANT, Action.CHANGE_TO_REFUSAL}


def test_digest__order_of_names_does_not_matter() -> None:
    """RFC 8785 over exactly these bytes, so that anyone can compute it."""
    assert digest({"b": 1, "a": "ä"}) == hashlib.sha256('{"a":"ä","b":1}'.encode()).hexdigest()
