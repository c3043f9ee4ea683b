"""Rows. `Row` is versioned, `Root` also speaks: it has a topic and a public state. Beside them, the tables of the house.

One SQLAlchemy metadata for each service, so that two services' `outbox` tables can live in one process.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum as PythonEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, MetaData, Table
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel
from typing_extensions import override

from chassis.events import Erased, State
from chassis.problems import Problem

CENTS = BigInteger
"""Column type of money: an integer of cents."""

NAMING = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}


class _Instant(TypeDecorator[datetime]):
    """`timestamptz`; a time without a zone is refused on its way in and given in UTC on its way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)


INSTANT = _Instant
"""Column type of an instant."""


def one_of(kind: type[PythonEnum], name: str = "") -> Enum:
    """Column type of a status: text of the enum's *values* with a check constraint, never a native enum.

    `name` tells two columns of one kind in one table apart.
    """
    return Enum(
        kind,
        values_callable=lambda k: [member.value for member in k],
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name or kind.__name__.lower(),
    )


class Plain(SQLModel):
    """A row that hangs on others and is never asked for by its own id."""

    __table__: ClassVar[Table]
    __scopes__: ClassVar[Mapping[str, str]] = {}
    """Kind of scope -> the column that holds its id: read by `Actor.may` and `Actor.sees`."""


class Row(Plain):
    """A row with an identity and a version. The version grows by one with each committed change: ETag and lost-race check."""

    __refusals__: ClassVar[Mapping[str, Problem]] = {}
    """Constraint name -> the problem it means: the last guard, without numbers."""
    __read__: ClassVar[PythonEnum | None] = None
    """The permission that lets one see the row; without it every signed-in caller may."""

    id: UUID = Field(primary_key=True)
    version: int = 0

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.__table__.c.version, "version_id_generator": False, "eager_defaults": False}


class Root(Row):
    """The root of an aggregate: it announces events, numbered without gaps, and its public state."""

    __topic__: ClassVar[str]
    sequence: int = Field(default=0, sa_type=BigInteger)

    def public(self) -> State | Erased | None:
        """The newest public snapshot, or that it was erased, from this row alone; nothing where the topic has no state.

        Abstract: every root says which it is. A default of nothing would take a forgotten snapshot for a topic without state.
        """
        raise NotImplementedError


class Copied(Plain):
    """A copy of somebody else's aggregate, kept by a `Copy`."""

    id: UUID = Field(primary_key=True)
    sequence: int = Field(sa_type=BigInteger)
    heard_at: datetime = Field(sa_type=INSTANT)

    @property
    def version(self) -> int:
        """What was heard of it last: the ETag of a copy that is read over HTTP."""
        return self.sequence


def rows_of(metadata: MetaData) -> Iterator[type[Row]]:
    """All tables with an identity that a service has declared."""
    found = [Row]
    for base in found:
        found += base.__subclasses__()
        if "__table__" in vars(base) and base.__table__.metadata is metadata:
            yield base
