"""What the documents of decisions are made of: values only, each as it is on the day of the decision."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from chassis.values import HELSINKI, Money
from grants.events.parts import Party, Remedy


@dataclass(frozen=True, slots=True)
class Matter:
    """What is decided about, and by whom. No person is named: a title and an id are enough."""

    county: str
    case_number: str
    section: int
    call: str
    parties: tuple[Party, ...]
    activity: str
    period_from: date
    period_until: date
    """The first day after it."""
    sought: Money
    grounds: str
    remedy: Remedy
    decision_id: UUID
    decided_by: UUID
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Basis:
    """What a decision rests on beside the act."""

    principles: str
    principles_agreed_on: date
    guideline: str
    guideline_number: int


def day(value: date) -> str:
    """`7.5.2027`."""
    return f"{value.day}.{value.month}.{value.year}"


def moment(value: datetime) -> str:
    """`20.4.2027 klo 11.30`, Finnish time."""
    local = value.astimezone(HELSINKI)
    return f"{day(local.date())} klo {local.hour}.{local.minute:02}"


def percent(share: int) -> str:
    """Hundredths of a per cent: 6 050 is `60,5 %`."""
    return f"{(Decimal(share) / 100).normalize():f}".replace(".", ",") + "\u00a0%"
