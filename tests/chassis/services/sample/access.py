from enum import Enum

from chassis.access import May, Permissions


class Permission(Enum):
    READ = "sample.thing.read"
    CHANGE = "sample.thing.change"


PERMISSIONS: Permissions = {
    Permission.READ: frozenset({May("coordinator"), May("keeper", within="area")}),
    Permission.CHANGE: frozenset({May("keeper", within="area")}),
}
