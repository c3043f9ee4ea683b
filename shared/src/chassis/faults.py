"""What a database says when it cannot: which refusals its constraints mean, and which faults pass by themselves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from asyncpg.exceptions import DataError, IntegrityConstraintViolationError, InternalClientError, PostgresError
from asyncpg.exceptions import InterfaceError as DriverError
from sqlalchemy import MetaData
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis.problems import Problem
from chassis.tables import rows_of
from chassis.work import Stale

LOST_RACE = frozenset({"40001", "40P01"})
"""Serialization failure, deadlock: run again at once."""
PASSING = ("08", "53", "55P03", "57014", "57P")
"""Connection lost, resources short, lock or statement time-out, server going down: by class or code of SQLSTATE."""


@dataclass(frozen=True, slots=True)
class Guards:
    """The constraints of one service, and the problems they mean."""

    refusals: dict[str, Problem]

    @classmethod
    def of(cls, metadata: MetaData) -> "Guards":
        """Collected from the `__refusals__` of all rows of this metadata."""
        return cls({
            constraint: problem
            for row in rows_of(metadata)
            for constraint, problem in row.__refusals__.items()
        })

    @asynccontextmanager
    async def translated(self) -> AsyncIterator[None]:
        """Lost races become `Stale`; violations of known constraints become the `Refused` that they mean."""
        try:
            yield
        except IntegrityConstraintViolationError as violation:
            problem = self.refusals.get(getattr(violation, "constraint_name", None) or "")
            if problem is None:
                raise
            raise problem() from violation
        except PostgresError as fault:
            if getattr(fault, "sqlstate", None) in LOST_RACE:
                raise Stale(str(fault)) from fault
            raise


def sqlstate_of(fault: DBAPIError) -> str:
    """The SQLSTATE, or an empty string where the driver gave none."""
    state: str | None = getattr(fault.orig, "sqlstate", None)
    return state or ""


def is_transient(fault: BaseException) -> bool:
    """Whether the same thing may well succeed in a moment: retry in place, answer 503, park nothing."""
    if isinstance(fault, DataError):  # a value that a column cannot hold, which asyncpg counts among its own faults
        return False
    if isinstance(fault, (Stale, PoolTimeout, ConnectionError, TimeoutError, InterfaceError, DriverError, InternalClientError)):
        return True
    if isinstance(fault, DBAPIError):
        return fault.connection_invalidated or _passes(sqlstate_of(fault))
    if isinstance(fault, OSError):
        return True
    return _passes(getattr(fault, "sqlstate", None) or "")


def _passes(sqlstate: str) -> bool:
    return sqlstate in LOST_RACE or sqlstate.startswith(PASSING)
