"""When a decision counts as received (tiedoksisaanti), and letters that a person posts instead of a mail. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import Enum

from chassis.machine import Machine
from chassis.problems import Reason as Objection
from chassis.values import HELSINKI, today
from notifications.proofs import problems


class Way(Enum):
    EMAIL = "email"
    LETTER = "letter"


class Reason(Enum):
    """Why a letter is needed."""

    NO_ADDRESS = "no_address"
    """Neither the organisation nor anybody who acts for it has given an address."""
    NO_CONSENT = "no_consent"
    """An address is there, the agreement to electronic service is not."""
    SUPPRESSED = "suppressed"
    """Mail came back from the address before."""
    BOUNCED = "bounced"
    FAILED = "failed"


class Status(Enum):
    OPEN = "open"
    POSTED = "posted"
    NOT_NEEDED = "not_needed"
    """A mail sent again by hand has arrived after all."""


class Action(Enum):
    POST = "post"
    DROP = "drop"


MACHINE = Machine({
    (Status.OPEN, Action.POST): Status.POSTED,
    (Status.OPEN, Action.DROP): Status.NOT_NEEDED,
})


def objections_to_day(posted_on: date, *, asked_on: date, now: date) -> Iterator[Objection]:
    """A letter is posted after it was asked for, and not in days to come."""
    if posted_on > now:
        yield problems.POSTED_IN_FUTURE.at("/posted_on", today=now)
    if posted_on < asked_on:
        yield problems.POSTED_TOO_EARLY.at("/posted_on", since=asked_on)


def deemed_on(sent_at: datetime, days: int) -> date:
    """The Finnish day that is so many days after the sending; the day of sending does not count."""
    return today(sent_at) + timedelta(days=days)


def at_the_post(posted_on: date) -> datetime:
    """The instant that stands for a day of posting: its beginning in Finland."""
    return datetime.combine(posted_on, time(), HELSINKI)
