"""Work that no request and no fact starts: the clock, exact moments, and the world outside."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from chassis.work import Reads, UnitOfWork

J = TypeVar("J")
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Due:
    """On the clock: `due` finds ids, `command` runs for each in a unit of its own and checks the time again itself."""

    name: str
    every: timedelta
    due: Callable[[Reads, int], Awaitable[Sequence[UUID]]]
    command: Callable[[UnitOfWork, UUID], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Timer:
    """A command with an exact moment, asked for by `uow.at(due_at, name, aggregate_id)`; it re-checks the state itself."""

    name: str
    command: Callable[[UnitOfWork, UUID], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Errand(Generic[J, A]):
    """Into the world: claim (transaction, with a lease) | do (none) | record (transaction).

    A crash between do and record repeats `do`: it must be recognisable at the other end (same Message-ID, same webhook id).
    """

    name: str
    claim: Callable[[UnitOfWork, int], Awaitable[Sequence[J]]]
    do: Callable[[J], Awaitable[A]]
    record: Callable[[UnitOfWork, J, A], Awaitable[None]]
    at_once: int = 10
    """How many are under way in one worker. A slow one takes up its own place and no other."""
    rest: timedelta = timedelta(seconds=0.5)
    """Between two looks when there was nothing to do."""


AnyErrand = Errand[Any, Any]
