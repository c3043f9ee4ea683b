"""How a service's database and topics come to be: `python -m <service> migrate [roles|schema|partitions|topics|all]`.

roles        by an administrator: owner and app role, the schema, what each may do
schema       by the owner: Alembic up to the newest version, one process at a time
partitions   by the owner, each day: days ahead are made, old days dropped
topics       at the broker: what the service declares

Every part may be run again at any time and then changes nothing. Migrations go forward only: expand, deploy, contract.
"""

from collections.abc import Awaitable, Callable

from chassis.migrate.versions import head_reached
from chassis.service import Service
from chassis.settings import Settings

__all__ = ["PARTS", "CannotMigrate", "head_reached", "migrate"]

PARTS = ("roles", "schema", "partitions", "topics")


class CannotMigrate(Exception):
    """What was asked for cannot be done; the sentence says what is missing or in the way."""


async def migrate(service: Service, settings: Settings, what: str = "all") -> None:
    """Do one part, or `all` in order: roles only where an administrator's address is given, topics only where a broker is."""
    # Alembic and the Kafka client take half a second to import, and the API process asks only for `head_reached`.
    from chassis.migrate import partitions, roles, schema  # noqa: PLC0415
    from chassis.topics import make_topics  # noqa: PLC0415

    parts: dict[str, Callable[[Service, Settings], Awaitable[None]]] = {
        "roles": roles.make_roles,
        "schema": schema.upgrade,
        "partitions": partitions.make_partitions,
        "topics": make_topics,
    }
    if what != "all":
        if what not in parts:
            raise CannotMigrate(f"there is no part {what!r}; there are {', '.join(PARTS)} and all")
        await parts[what](service, settings)
        return
    given = {"roles": bool(settings.database_admin_url), "topics": bool(settings.kafka)}
    for name, part in parts.items():
        if given.get(name, True):
            await part(service, settings)
