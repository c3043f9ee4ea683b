"""The access matrix of all services as text: `python -m tests.security.matrix > tests/security/access_matrix.txt`."""

import sys
from collections.abc import Iterator, Sequence

from chassis.access import May, Permissions
from chassis.service import Service
from facilities.main import SERVICE as FACILITIES
from forums.main import SERVICE as FORUMS
from grants.main import SERVICE as GRANTS
from notifications.main import SERVICE as NOTIFICATIONS
from registry.main import SERVICE as REGISTRY

SERVICES: Sequence[Service] = (REGISTRY, GRANTS, FORUMS, FACILITIES, NOTIFICATIONS)


def matrix() -> str:
    """One line for each permission: who has it, and within what."""
    return "".join(line + "\n" for service in SERVICES for line in _lines(service.permissions))


def _lines(permissions: Permissions) -> Iterator[str]:
    for permission in sorted(permissions, key=lambda p: str(p.value)):
        yield f"{permission.value}: {', '.join(sorted(map(_said, permissions[permission])))}"


def _said(may: May) -> str:
    return f"{may.role} within {may.within}" if may.within else may.role


if __name__ == "__main__":
    sys.stdout.write(matrix())
