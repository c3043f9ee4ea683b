"""What the world is told when a space that it knows has changed."""

from typing import Any

from chassis.work import UnitOfWork
from facilities.events.space import SpaceUpdated
from facilities.spaces.tables import Space


def said_of(space: Space) -> dict[str, Any]:
    """What its public state says of it, by the words of `SpaceUpdated.changed`."""
    return {
        "parent": space.parent_id,
        "names": (dict(space.names), dict(space.site_names)),
        "address": space.address,
        "municipality": space.municipality,
        "owner": space.owner,
        "capacity": space.capacity,
        "features": tuple(space.features),
    }


def tell(uow: UnitOfWork, space: Space, before: dict[str, Any]) -> None:
    """Announce what is other than before; nothing of a draft that nobody has heard of."""
    changed = tuple(name for name, value in said_of(space).items() if before[name] != value)
    if changed and space.sequence:
        uow.publish(space, SpaceUpdated(space=space.named(), changed=changed))
