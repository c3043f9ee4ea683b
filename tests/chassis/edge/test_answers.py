"""Languages, sentences, pointers: pure."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError
from tests.chassis.edge.parcel import NO_STAMP, TOO_HEAVY, Action, Pack, Status

from chassis.answers.faults import no_of
from chassis.answers.fields import UnknownCode, pointer, problem_of
from chassis.answers.languages import Language, language_of, sentence, spoken
from chassis.machine import ActionNotAllowed
from chassis.problems import Problem, Refused
from chassis.values import Name


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "fi"),
        ("sv", "sv"),
        ("sv-FI,sv;q=0.9", "sv"),
        ("en;q=0.4, sv;q=0.8", "sv"),
        ("de, en;q=0.1", "en"),
        ("de", "fi"),
        ("en;q=0", "fi"),
        ("*", "fi"),
        ("en;q=x, sv;q=0.1", "sv"),
        ("en;q=2", "fi"),
        ("en, sv", "en"),
    ],
)
def test_language_of(header: str, language: str) -> None:
    assert language_of(header) == language


def test_spoken__each_language_writes_its_own_way() -> None:
    noon = datetime(2027, 3, 31, 9, 0, tzinfo=UTC)
    assert spoken(noon, "fi") == "31. maaliskuuta 2027 klo 12.00"
    assert spoken(noon, "en") == "31 March 2027 at 12:00"
    assert spoken(date(2027, 6, 6), "sv") == "6 juni 2027"
    assert spoken(Decimal("1234.50"), "fi") == "1\xa0234,50" or spoken(Decimal("1234.50"), "fi") == "1\xa0234,5"
    assert spoken(1234, "en") == "1,234"
    assert spoken(Status.SENT, "fi") == "sent"
    assert spoken(["a", 2], "fi") == "a, 2"


def test_spoken__money() -> None:
    class Money(BaseModel):
        cents: int

    assert spoken(Money(cents=123456), "fi") == "1\xa0234,56\xa0€"


@pytest.mark.parametrize(
    ("hours", "language", "said"),
    [
        (2, "fi", "Varattu 31. maaliskuuta 2027 klo 12.00–14.00."),
        (2, "en", "Taken 31 March 2027 at 12:00–14:00."),
        (12, "fi", "Varattu 31. maaliskuuta 2027 klo 12.00–1. huhtikuuta 2027 klo 0.00."),
    ],
)
def test_sentence__the_day_is_said_once(hours: int, language: Language, said: str) -> None:
    taken = Problem("x.taken", 409, fi="Varattu {starts_at}–{ends_at}.", sv="", en="Taken {starts_at}–{ends_at}.")
    noon = datetime(2027, 3, 31, 9, 0, tzinfo=UTC)
    assert sentence(taken, {"starts_at": noon, "ends_at": noon + timedelta(hours=hours)}, language) == said


def test_sentence__a_value_that_was_not_given_does_not_break_the_answer() -> None:
    assert sentence(TOO_HEAVY, {}, "en") == "Over … g."


@pytest.mark.parametrize(
    ("location", "body", "expected"),
    [
        ((), {}, ""),
        (("a", "b"), {"a": {}}, "/a/b"),
        (("a", 0, "b"), {"a": [{"b": 1}]}, "/a/0/b"),
        (("item", "cat", "name"), {"item": {"name": 1}}, "/item/name"),
        (("a/b", "c~d"), {"a/b": {"c~d": 1}}, "/a~1b/c~0d"),
        (("when", "function-after[_x(), date]"), {"when": 3}, "/when"),
    ],
)
def test_pointer(location: tuple[str | int, ...], body: object, expected: str) -> None:
    assert pointer(location, body) == expected


class Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Name
    kind: Status
    count: int


def refused_body(body: object, model: type[BaseModel] = Wanted) -> RequestValidationError:
    try:
        model.model_validate(body)
    except ValidationError as invalid:
        errors = [{**e, "loc": ("body", *e["loc"])} for e in invalid.errors()]
        return RequestValidationError(errors, body=body)
    raise AssertionError


def test_validation__every_reason_at_once_and_never_the_value() -> None:
    no = no_of(refused_body({"name": "131052-308T", "kind": "lost", "count": "many", "more": 1}))
    answer = bytes(no.told("en", instance="/x", request_id="r").body).decode()
    assert no.codes == {
        "chassis.refused",
        "chassis.text.identity_code",
        "chassis.body.choice",
        "chassis.body.type",
        "chassis.body.unknown",
    }
    assert "131052" not in answer
    assert "lost" not in answer
    assert "waiting, sent" in answer


def test_validation__identity_code_as_a_field_name_is_masked() -> None:
    no = no_of(refused_body({"name": "a", "kind": "sent", "count": 1, "131052-308T": 1}))
    assert b"131052" not in no.told("fi", instance="/x", request_id="r").body


def test_validation__every_pydantic_error_of_a_body_has_a_sentence_of_its_own() -> None:
    body = {
        "name": "",
        "grams": 0,
        "areas": ["x"] * 6,
        "price": "0.001",
        "kind": 7,
        "open_at": "2027-01-01T00:00:00",
        "days": {"from": "2027-02-30"},
        "period": {"from": "2027-01-02T00:00:00Z", "until": "2027-01-01T00:00:00Z"},
    }
    no = no_of(refused_body(body, Pack))
    assert {(why.problem.code, why.pointer) for why in no.why} == {
        ("chassis.body.too_short", "/name"),
        ("chassis.body.at_least", "/grams"),
        ("chassis.body.too_many", "/areas"),
        ("chassis.body.digits", "/price"),
        ("chassis.body.choice", "/kind"),
        ("chassis.body.zone", "/open_at"),
        ("chassis.body.type", "/days/from"),
        ("chassis.period.order", "/period"),
    }


def test_validation__blanks_alone_are_too_short_a_text_and_not_too_few_things() -> None:
    no = no_of(refused_body({"name": "  ", "areas": ["x"] * 6}, Pack))
    found = {(why.problem.code, why.pointer) for why in no.why}
    assert {("chassis.body.too_short", "/name"), ("chassis.body.too_many", "/areas")} <= found


def test_validation__a_code_that_nobody_declares_is_an_error_of_ours() -> None:
    with pytest.raises(UnknownCode):
        problem_of("parcel.no.such", {})


def test_validation__a_feature_s_own_code() -> None:
    kind, _ = problem_of("parcel.too_heavy", {"limit": 3})
    assert kind is TOO_HEAVY


def test_refused__several_reasons() -> None:
    alike = no_of(Refused([TOO_HEAVY.at("/a", limit=1), TOO_HEAVY.at("/b", limit=2)]))
    mixed = no_of(Refused([TOO_HEAVY.at("/a", limit=1), NO_STAMP.at("/b", day=date(2027, 1, 1))]))
    other = Problem("parcel.other", 409, fi="x", sv="x", en="x")
    same = no_of(Refused([other.at(""), NO_STAMP.at("/b", day=date(2027, 1, 1))]))
    assert (alike.problem.code, alike.problem.status, len(alike.why)) == ("parcel.too_heavy", 422, 2)
    assert (mixed.problem.code, mixed.problem.status) == ("chassis.refused", 422)
    assert (same.problem.code, same.problem.status) == ("chassis.refused", 409)


def test_action_not_allowed__says_state_and_what_is_possible() -> None:
    no = no_of(ActionNotAllowed(Status.SENT, Action.SEND, frozenset(Action)))
    assert no.problem.status == 409
    assert no.members == {"state": "sent", "allowed": ["edit", "send"]}


def test_unexpected__nothing_of_the_inside() -> None:
    body = no_of(RuntimeError("password of table x")).told("fi", instance="/x", request_id="r").body
    assert b"password" not in body




def test_custom_error__with_values() -> None:
    def check(value: str) -> str:
        raise PydanticCustomError("parcel.too_heavy", "no", {"limit": 5})

    from typing import Annotated

    from pydantic import AfterValidator

    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Annotated[str, AfterValidator(check)]).validate_python("x")
    error = caught.value.errors()[0]
    assert problem_of(error["type"], error["ctx"]) == (TOO_HEAVY, {"limit": 5})
