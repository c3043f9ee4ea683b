"""The list of checks. Pure: no database, no clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chassis.problems import Problem
from chassis.values import HELSINKI, Text
from grants.applications import problems as p
from grants.applications.domain.eligibility import (
    COMPLETED,
    Body,
    Check,
    Facts,
    Outcome,
    Rules,
    Window,
    Written,
    findings,
    objections,
)
from grants.applications.domain.form import Misfit
from grants.applications.domain.questions import QUESTIONS

OPENS, CLOSES = datetime(2027, 1, 11, 6, tzinfo=UTC), datetime(2027, 2, 26, 10, tzinfo=UTC)
BODY = Body(
    name="Oulun Omaiset ry", status="active", legal_form="association", sote_status="sote", non_profit_status="non_profit",
    area_known=True, county_wide=True,
)
WRITTEN = Written(
    shares=(10_000,), unsigned=(), attachments=frozenset({"rules"}), same=(), misfits=(), sought_cents=40_000_00,
    costs_cents=50_000_00, income_cents=10_000_00,
)
FACTS = Facts(
    day=date(2027, 2, 1),
    acts_until=date(2028, 1, 1),
    rules=Rules(("association", "foundation", "parish"), 2),
    bodies=(BODY,),
    window=Window(OPENS, CLOSES, datetime(2027, 2, 1, tzinfo=UTC)),
    required={"rules": Text(fi="Säännöt", sv="Stadgar", en="Rules")},
    written=WRITTEN,
)


def bodies(**others: Any) -> Facts:
    return replace(FACTS, bodies=(replace(BODY, **others),))


def written(**others: Any) -> Facts:
    return replace(FACTS, written=replace(WRITTEN, **others))


def received(moment: datetime, **others: Any) -> Facts:
    return replace(FACTS, window=replace(FACTS.window, received_at=moment, **others))


def found(facts: Facts) -> list[Problem]:
    return [reason.problem for reason in objections(facts)]


def test_objections__none() -> None:
    assert found(FACTS) == []
    assert {finding.outcome for finding in findings(FACTS)} == {Outcome.OK}
    assert [finding.check for finding in findings(FACTS)] == list(Check) == list(QUESTIONS)


@pytest.mark.parametrize(("facts", "problem"), [
    (bodies(known=False), p.BODY_UNKNOWN),
    (bodies(status="paused"), p.NOT_ACTIVE),
    (bodies(status="dissolved"), p.NOT_ACTIVE),
    (bodies(status="merged"), p.NOT_ACTIVE),
    (bodies(legal_form="company"), p.LEGAL_FORM),
    (bodies(legal_form="unregistered_group"), p.LEGAL_FORM),
    (bodies(sote_status="not_sote"), p.NOT_SOTE),
    (bodies(sote_status="not_evaluated"), p.SOTE_NOT_EVALUATED),
    (bodies(non_profit_status="not_non_profit"), p.NOT_NON_PROFIT),
    (bodies(non_profit_status="not_assessed"), p.NON_PROFIT_NOT_ASSESSED),
    (bodies(non_profit_until=date(2027, 2, 1)), p.NON_PROFIT_LAPSED),
    (bodies(county_wide=False, area_known=False), p.AREA_UNKNOWN),
    (bodies(county_wide=False, service_areas=frozenset({"oulu"})), p.AREA_TOO_NARROW),
    (bodies(county_wide=False, service_areas=frozenset()), p.AREA_TOO_NARROW),
    (received(OPENS, cancelled=True), p.CALL_CANCELLED),
    (written(shares=(6000, 3999)), p.SHARES_NOT_100),
    (written(shares=(6000, 4001)), p.SHARES_NOT_100),
    (written(unsigned=("Toinen ry",)), p.NOT_SIGNED),
    (written(attachments=frozenset({"other"})), p.ATTACHMENT_MISSING),
    (written(same=("PPH/2027/41-1",)), p.SAME_ACTIVITY),
    (written(misfits=(Misfit("/goal", missing=True),)), p.ANSWER_MISSING),
    (written(misfits=(Misfit("/goal"),)), p.ANSWER_WRONG),
    (written(sought_cents=0), p.NOTHING_SOUGHT),
    (written(sought_cents=40_000_01), p.SOUGHT_TOO_MUCH),
    (written(income_cents=60_000_00), p.SOUGHT_TOO_MUCH),
])
def test_objections__one(facts: Facts, problem: Problem) -> None:
    assert found(facts) == [problem]


@pytest.mark.parametrize("facts", [
    bodies(non_profit_until=date(2027, 2, 2)),
    bodies(county_wide=False, service_areas=frozenset({"oulu", "lakeus"})),
    replace(bodies(legal_form="unregistered_group"), rules=Rules(("unregistered_group",), 2)),
    written(shares=(3334, 3333, 3333)),
    written(sought_cents=1),
])
def test_objections__just_enough(facts: Facts) -> None:
    """Unregistered groups where the guideline allows them: ORG-02."""
    assert found(facts) == []


SECOND = timedelta(seconds=1)


def clocks(opens: datetime, closes: datetime) -> list[Any]:
    return [
        (opens, closes, opens - SECOND, [p.CALL_NOT_OPEN]), (opens, closes, opens, []), (opens, closes, opens + SECOND, []),
        (opens, closes, closes - SECOND, []), (opens, closes, closes, [p.CALL_CLOSED]), (opens, closes, closes + SECOND, [p.CALL_CLOSED]),
        (opens, closes, closes - timedelta(microseconds=1), []),
    ]


def local(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=HELSINKI, fold=fold).astimezone(UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(("opens", "closes", "received_at", "said"), [
    *clocks(OPENS, CLOSES),
    *clocks(local(2027, 3, 1, 8), local(2027, 3, 28, 4)),  # the hour after the spring change
    *clocks(local(2027, 10, 1, 8), local(2027, 10, 31, 3, fold=1)),  # the second three o'clock of the autumn change
    *clocks(local(2027, 10, 31, 3), local(2027, 10, 31, 3, fold=1)),  # an hour long, though the clock on the wall stands still
])
def test_window__half_open(opens: datetime, closes: datetime, received_at: datetime, said: list[Problem]) -> None:
    assert found(received(received_at, opens_at=opens, closes_at=closes)) == said


def test_objections__all_at_once_and_each_partner() -> None:
    poor = Body(name="Kylätalo", status="active", legal_form="company", sote_status="sote", non_profit_status="non_profit", area_known=True)
    facts = replace(FACTS, bodies=(BODY, poor), written=replace(WRITTEN, attachments=frozenset(), shares=(5000, 4000)))
    reasons = objections(facts)
    assert [(reason.problem, reason.pointer) for reason in reasons] == [
        (p.LEGAL_FORM, "/parties/1"), (p.AREA_TOO_NARROW, "/parties/1"), (p.SHARES_NOT_100, "/parties"),
        (p.ATTACHMENT_MISSING, "/attachments"),
    ]


def test_findings__beforehand() -> None:
    """Nothing is written yet: what hangs on it cannot be told, and neither can what the county has not assessed."""
    facts = replace(bodies(sote_status="not_evaluated"), written=None)
    outcomes = {finding.check: finding.outcome for finding in findings(facts)}
    assert [check for check, outcome in outcomes.items() if outcome is Outcome.CANNOT_TELL] == [
        Check.SOTE, Check.SHARES, Check.SIGN_OFFS, Check.ATTACHMENTS, Check.SAME_ACTIVITY, Check.FORM, Check.SUMS,
    ]
    assert Outcome.NOT not in outcomes.values()


def test_objections__completion_asks_what_can_be_mended() -> None:
    facts = replace(received(CLOSES), bodies=(replace(BODY, status="dissolved"),), written=replace(WRITTEN, attachments=frozenset()))
    assert [reason.problem for reason in objections(facts, COMPLETED)] == [p.ATTACHMENT_MISSING]


def test_area__two_service_areas_however_unequal() -> None:
    """GRO-16: one municipality in each of two areas is enough; nothing asks for the same activity in every municipality."""
    assert found(bodies(county_wide=False, service_areas=frozenset({"koillismaa", "lakeus"}))) == []
    assert found(bodies(county_wide=True, service_areas=frozenset())) == []
    assert not any("municipalit" in field for field in Body.__dataclass_fields__)
