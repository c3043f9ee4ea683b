"""The schema `sample`: a service that exists to try the chassis."""

from sqlalchemy import MetaData
from sqlalchemy.orm import registry

from chassis.house import house_tables
from chassis.tables import NAMING, Copied, Plain, Root, Row

METADATA = MetaData(schema="sample", naming_convention=NAMING)
HOUSE = house_tables(METADATA)
_registry = registry(metadata=METADATA)


class SampleRow(Row, registry=_registry): ...


class SampleRoot(Root, registry=_registry): ...


class SamplePlain(Plain, registry=_registry): ...


class SampleCopy(Copied, registry=_registry): ...
