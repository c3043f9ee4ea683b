"""Facts and public state of a call for applications (avustushaku). Topic `grants.call`, key its id."""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event, State
from chassis.values import Money
from grants.events.parts import CallNamed, Part, Party, Words

TOPIC: Final = "grants.call"


class GrantCallOpened(Event):
    """From now on one may apply (haku avautui)."""

    topic: ClassVar[str] = TOPIC
    call: CallNamed
    opens_at: datetime
    closes_at: datetime
    """The first instant at which it is too late."""
    appropriation: Money
    guideline_id: UUID
    guideline_number: int
    attachments: tuple[str, ...]
    """Codes of the documents that an application must carry."""


class GrantCallClosed(Event):
    """It is too late to apply (haku päättyi)."""

    topic: ClassVar[str] = TOPIC
    call: CallNamed
    closed_at: datetime
    submitted: int
    """How many applications came in time."""


class Result(Part):
    """One line of the public list; no person is named in it."""

    application_id: UUID
    case_number: str
    parties: tuple[Party, ...]
    activity: str
    outcome: str
    """granted, refused, inadmissible"""
    sought: Money
    granted: Money


class ResultsPublished(Event):
    """Who got what is public (tulokset julkaistu). GRO-13."""

    topic: ClassVar[str] = TOPIC
    call: CallNamed
    results: tuple[Result, ...]
    granted: Money
    """All together."""
    left: Money
    """What is left of the appropriation."""


class CallState(State):
    """The newest public snapshot, from its opening on."""

    topic: ClassVar[str] = TOPIC
    id: UUID
    kind: str
    year: int
    title: Words
    status: str
    """open, closed, results_published"""
    opens_at: datetime
    closes_at: datetime


EVENTS: Final[tuple[type[Event], ...]] = (GrantCallOpened, GrantCallClosed, ResultsPublished)
