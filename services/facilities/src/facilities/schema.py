"""The schema `facilities`: the bases of its rows, and the tables that the house keeps in every schema."""

from sqlalchemy import MetaData
from sqlalchemy.orm import registry

from chassis.house import house_tables
from chassis.tables import NAMING, Copied, Plain, Root, Row

METADATA = MetaData(schema="facilities", naming_convention=NAMING)
HOUSE = house_tables(METADATA)
_registry = registry(metadata=METADATA)


class FacilitiesRow(Row, registry=_registry): ...


class FacilitiesRoot(Root, registry=_registry): ...


class FacilitiesPlain(Plain, registry=_registry): ...


class FacilitiesCopy(Copied, registry=_registry): ...
