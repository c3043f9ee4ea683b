"""The schema `forums`: the bases of its rows, and the tables that the house keeps in every schema."""

from sqlalchemy import MetaData
from sqlalchemy.orm import registry

from chassis.house import house_tables
from chassis.tables import NAMING, Copied, Plain, Root, Row

METADATA = MetaData(schema="forums", naming_convention=NAMING)
HOUSE = house_tables(METADATA)
_registry = registry(metadata=METADATA)


class ForumsRow(Row, registry=_registry): ...


class ForumsRoot(Root, registry=_registry): ...


class ForumsPlain(Plain, registry=_registry): ...


class ForumsCopy(Copied, registry=_registry): ...
