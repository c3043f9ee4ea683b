"""Texts, days, periods and money as every service speaks of them. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError
from stdnum.fi import hetu
from typing_extensions import override

from chassis.problems import CONTROL_CHARACTER, IDENTITY_CODE

DAY = timedelta(days=1)
HELSINKI = ZoneInfo("Europe/Helsinki")
"""Rules about days and deadlines speak Finnish time."""

_IDENTITY_CODE = re.compile(r"(?<![0-9A-Za-z])\d{6}[-+A-FU-Y]\d{3}[0-9A-Y](?![0-9A-Za-z])", re.IGNORECASE)
_CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, halves of characters, and the separators of lines and paragraphs: some readers begin a new line there."""
_KEPT_CONTROLS = frozenset("\n\t")


def has_identity_code(text: str) -> bool:
    """Whether a Finnish personal identity code (henkilötunnus) stands anywhere in the text, temporary ones included."""
    return any(
        hetu.is_valid(found.group().upper(), allow_temporary=True) for found in _IDENTITY_CODE.finditer(text)
    )


def masked(text: str) -> str:
    """The text with everything that has the form of an identity code struck out, for messages that must show it."""
    return _IDENTITY_CODE.sub("******-****", text)


def today(now: datetime) -> date:
    """The Finnish calendar day of an instant."""
    return now.astimezone(HELSINKI).date()


def _storable(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if any(unicodedata.category(c) in _CONTROLS and c not in _KEPT_CONTROLS for c in text):
        raise PydanticCustomError(CONTROL_CHARACTER.code, CONTROL_CHARACTER.en)
    if has_identity_code(text):
        raise PydanticCustomError(IDENTITY_CODE.code, IDENTITY_CODE.en)
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise PydanticCustomError(CONTROL_CHARACTER.code, CONTROL_CHARACTER.en)
    return text


Prose = Annotated[str, Field(max_length=20_000), AfterValidator(_storable)]
"""Free text of people: normal form C, no control characters, no identity codes; may be empty."""
Line = Annotated[str, Field(max_length=500), AfterValidator(_storable), AfterValidator(_one_line)]
"""One line of the same."""
WebAddress = Annotated[
    str, Field(max_length=500, pattern=r"^https?://"), AfterValidator(_storable), AfterValidator(_one_line)
]
"""A line that is the address of a page."""
Name = Annotated[
    str, Field(min_length=1, max_length=300), AfterValidator(_storable), AfterValidator(_one_line), Field(min_length=1)
]
"""A line that says something: a name, a title."""
Grounds = Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(_storable), Field(min_length=1)]
"""Why: the reasons that a decision or a change must carry (perustelut)."""


class Text(BaseModel):
    """A text kept in the languages of the county; Finnish always, the others where known."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    fi: Annotated[Name, Field(description="Finnish.")]
    sv: Annotated[Name | None, Field(description="Swedish.")] = None
    en: Annotated[Name | None, Field(description="English.")] = None


class Days(BaseModel):
    """Calendar days in Finland, half-open: `from` belongs to it, `until` does not; no `until` means for now."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, serialize_by_alias=True)
    from_: Annotated[date, Field(alias="from", description="The first day.")]
    until: Annotated[date | None, Field(description="The first day after it; null: for now.")] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until <= self.from_:
            raise PydanticCustomError("chassis.period.order", "A period ends after it begins.")
        return self

    def holds(self, day: date) -> bool:
        """Whether the day belongs to the period."""
        return self.from_ <= day and (self.until is None or day < self.until)


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # a few hours from the end of time: whoever bounds it refuses it
        return moment


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A moment of a body, with any offset; in UTC from here on. What is said before it is stored is what is read back afterwards."""


class Period(BaseModel):
    """Two instants, half-open."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, serialize_by_alias=True)
    from_: Annotated[Instant, Field(alias="from", description="The first instant.")]
    until: Annotated[Instant, Field(description="The first instant after it.")]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until <= self.from_:
            raise PydanticCustomError("chassis.period.order", "A period ends after it begins.")
        return self


class Money(BaseModel):
    """A sum in integer cents, as events write it: `{"cents": 120000, "currency": "EUR"}`. Never a float."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    cents: Annotated[int, Field(description="Integer cents.")]
    currency: Annotated[Literal["EUR"], Field(description="ISO 4217.")] = "EUR"

    @override
    def __str__(self) -> str:
        euros, cents = divmod(abs(self.cents), 100)
        grouped = f"{euros:,}".replace(",", "\u00a0")
        return f"{'−' if self.cents < 0 else ''}{grouped},{cents:02}\u00a0€"


_DECIMAL = r"^-?(0|[1-9][0-9]{0,12})\.[0-9]{2}$"


def _from_decimal(value: object) -> object:
    """`{"amount": "1200.00", "currency": "EUR"}`; anything else is left for the model to refuse."""
    if isinstance(value, Money):
        return value
    if not isinstance(value, Mapping) or set(value) - {"amount", "currency"}:
        raise PydanticCustomError("chassis.money.form", "Money is an amount and a currency.")
    amount = value.get("amount")
    if not isinstance(amount, str) or re.fullmatch(_DECIMAL, amount) is None:
        raise PydanticCustomError("chassis.money.amount", "An amount is a decimal string with two places.")
    return {"cents": int(amount.replace(".", "")), "currency": value.get("currency", "EUR")}


def _to_decimal(money: Money) -> dict[str, str]:
    euros, cents = divmod(abs(money.cents), 100)
    return {"amount": f"{'-' if money.cents < 0 else ''}{euros}.{cents:02}", "currency": money.currency}


_EUROS_SCHEMA = {
    "type": "object",
    "required": ["amount"],
    "additionalProperties": False,
    "properties": {
        "amount": {
            "type": "string", "pattern": _DECIMAL, "description": "A decimal string with two places.", "examples": ["1200.00"],
        },
        "currency": {"type": "string", "const": "EUR", "default": "EUR", "description": "ISO 4217."},
    },
}

Euros = Annotated[
    Money, BeforeValidator(_from_decimal), PlainSerializer(_to_decimal), WithJsonSchema(_EUROS_SCHEMA | {"title": "Euros"})
]
"""Money as HTTP writes it: `{"amount": "1200.00", "currency": "EUR"}`. The same `Money` inside."""


def _not_negative(money: Money) -> Money:
    if money.cents < 0:
        raise PydanticCustomError("chassis.money.negative", "The amount is not negative.")
    return money


Sum = Annotated[Euros, AfterValidator(_not_negative)]
"""A sum of zero or more."""
