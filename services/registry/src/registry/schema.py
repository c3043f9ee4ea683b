"""The schema `registry`: the bases of its rows, and the tables that the house keeps in every schema."""

from sqlalchemy import MetaData
from sqlalchemy.orm import registry

from chassis.house import house_tables
from chassis.tables import NAMING, Copied, Plain, Root, Row

METADATA = MetaData(schema="registry", naming_convention=NAMING)
HOUSE = house_tables(METADATA)
_registry = registry(metadata=METADATA)


class RegistryRow(Row, registry=_registry): ...


class RegistryRoot(Root, registry=_registry): ...


class RegistryPlain(Plain, registry=_registry): ...


class RegistryCopy(Copied, registry=_registry): ...
