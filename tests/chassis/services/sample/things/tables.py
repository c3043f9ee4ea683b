from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, UniqueConstraint
from sqlmodel import Field

from chassis.events import Erased
from chassis.problems import Problem
from sample.access import Permission
from sample.events import ThingState
from sample.schema import SampleCopy, SamplePlain, SampleRoot

TAKEN = Problem("sample.thing.name_taken", 409, fi="Nimi on varattu.", sv="Namnet är upptaget.", en="The name is taken.")
NEGATIVE = Problem("sample.thing.negative", 422, fi="Liian vähän.", sv="För litet.", en="Too few.")


class Thing(SampleRoot, table=True):
    __tablename__ = "thing"
    __topic__: ClassVar[str] = "sample.thing"
    __table_args__ = (UniqueConstraint("name"), CheckConstraint("count >= 0", name="count"))
    __refusals__: ClassVar[Mapping[str, Problem]] = {"uq_thing_name": TAKEN, "ck_thing_count": NEGATIVE}
    __scopes__: ClassVar[Mapping[str, str]] = {"area": "area"}
    __read__ = Permission.READ
    name: str
    area: str = "oulu"
    count: int = 0
    secret: str = ""

    def public(self) -> ThingState:
        return ThingState(id=self.id, name=self.name, area=self.area, count=self.count)


class ErasedThing(SampleRoot, table=True):
    """All that is left of a thing that was erased."""

    __tablename__ = "erased_thing"
    __topic__: ClassVar[str] = "sample.thing"

    def public(self) -> Erased:
        return Erased(ThingState)


class Effect(SamplePlain, table=True):
    """One row for each time a handler really ran."""

    __tablename__ = "effect"
    position: int | None = Field(default=None, sa_type=BigInteger, sa_column_args=(Identity(),), primary_key=True)
    thing_id: UUID
    said: str
    sequence: int = 0


class HeardThing(SampleCopy, table=True):
    __tablename__ = "heard_thing"
    name: str
    area: str
    count: int
