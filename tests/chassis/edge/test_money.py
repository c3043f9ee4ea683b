"""Money: one type, a decimal string over HTTP and integer cents in events; nothing is lost between them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from chassis.values import Euros, Money, Sum


class Asked(BaseModel):
    sum: Sum


class Shown(BaseModel):
    sum: Euros


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_money__survives_both_ways(cents: int) -> None:
    written = Shown(sum=Money(cents=cents)).model_dump(mode="json")
    assert Decimal(written["sum"]["amount"]) * 100 == cents
    assert Shown.model_validate(written).sum == Money(cents=cents)
    assert Money.model_validate_json(Money(cents=cents).model_dump_json()) == Money(cents=cents)


@pytest.mark.parametrize(("given", "code"), [
    ({"amount": "1e3"}, "chassis.money.amount"),
    ({"amount": "1200"}, "chassis.money.amount"),
    ({"amount": "1200.0"}, "chassis.money.amount"),
    ({"amount": "01.00"}, "chassis.money.amount"),
    ({"amount": "1.00\n"}, "chassis.money.amount"),
    ({"amount": "1.\u0660\u0660"}, "chassis.money.amount"),
    ({"amount": 12.5}, "chassis.money.amount"),
    ({"currency": "EUR"}, "chassis.money.amount"),
    ({"cents": 1200}, "chassis.money.form"),
    ("12.00", "chassis.money.form"),
    ({"amount": "1.00", "currency": "USD"}, "literal_error"),
    ({"amount": "-0.01"}, "chassis.money.negative"),
])
def test_sum__refuses(given: Any, code: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        Asked.model_validate({"sum": given})
    assert [each["type"] for each in wrong.value.errors()] == [code]


def test_money__reads_as_one_writes_it_in_finnish() -> None:
    assert str(Money(cents=123_456_705)) == "1\u00a0234\u00a0567,05\u00a0€"
    assert str(Money(cents=-5)) == "−0,05\u00a0€"
