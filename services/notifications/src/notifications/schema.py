"""The schema `notifications`: the bases of its rows, and the tables that the house keeps in every schema."""

from sqlalchemy import MetaData
from sqlalchemy.orm import registry

from chassis.house import house_tables
from chassis.tables import NAMING, Copied, Plain, Root, Row

METADATA = MetaData(schema="notifications", naming_convention=NAMING)
HOUSE = house_tables(METADATA)
_registry = registry(metadata=METADATA)


class NotificationsRow(Row, registry=_registry): ...


class NotificationsRoot(Root, registry=_registry): ...


class NotificationsPlain(Plain, registry=_registry): ...


class NotificationsCopy(Copied, registry=_registry): ...
