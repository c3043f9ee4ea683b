"""The schema `grants`: the bases of its rows, and the tables that the house keeps in every schema."""

from sqlalchemy import MetaData
from sqlalchemy.orm import registry

from chassis.house import house_tables
from chassis.tables import NAMING, Copied, Plain, Root, Row

METADATA = MetaData(schema="grants", naming_convention=NAMING)
HOUSE = house_tables(METADATA)
_registry = registry(metadata=METADATA)


class GrantsRow(Row, registry=_registry): ...


class GrantsRoot(Root, registry=_registry): ...


class GrantsPlain(Plain, registry=_registry): ...


class GrantsCopy(Copied, registry=_registry): ...
