"""One service: what it is made of. `python -m <name> api | worker | relay | serve | migrate`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from sqlalchemy import MetaData

from chassis.access import Permissions
from chassis.events import STATE_SUFFIX, Event, State
from chassis.house import House, house_of
from chassis.jobs import AnyErrand, Due, Timer
from chassis.listening import Copy, Listener
from chassis.settings import Settings


@dataclass(frozen=True, slots=True)
class Topic:
    """An event topic that the service owns, and what it says there; with `state`, also its compacted twin."""

    name: str
    events: Sequence[type[Event]] = ()
    state: type[State] | None = None
    partitions: int = 12
    keep: timedelta = timedelta(days=90)

    @property
    def internal(self) -> bool:
        """For our own services only: never in webhooks, feeds or the public AsyncAPI."""
        return self.name.split(".")[1] == "internal"

    @property
    def state_name(self) -> str:
        return self.name + STATE_SUFFIX


@dataclass(frozen=True, slots=True)
class Service:
    """Everything with an edge is listed here; a test asserts that nothing is forgotten."""

    name: str
    settings: type[Settings]
    tables: MetaData
    permissions: Permissions
    topics: Sequence[Topic]
    routes: Sequence[APIRouter]
    copies: Sequence[Copy] = ()
    listeners: Sequence[Listener] = ()
    clock: Sequence[Due] = ()
    timers: Sequence[Timer] = ()
    errands: Sequence[AnyErrand] = ()
    prepare: Callable[[Any], None] | None = None
    """Given the settings once, before a process does anything: what the adapters to the world outside are told of them."""
    texts: str = ""
    """One sentence for the API document."""

    @property
    def house(self) -> House:
        return house_of(self.tables)

    def topic(self, name: str) -> Topic:
        """The declared topic of this name."""
        return next(topic for topic in self.topics if topic.name == name)


def run(service: Service) -> None:
    """What `python -m <service> <role>` does."""
    from chassis.process import main  # noqa: PLC0415 - every service imports this module; only a process needs the rest

    main(service)
