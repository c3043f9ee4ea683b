"""Where other systems are told (webhook). Internal topic `notifications.internal.endpoint`, key the endpoint's id.

No secret is ever in it.
"""

from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event

TOPIC: Final = "notifications.internal.endpoint"


class EndpointEvent(Event):
    topic: ClassVar[str] = TOPIC
    endpoint_id: UUID
    owner: str
    """`system:<client>` that registered it."""


class EndpointRegistered(EndpointEvent):
    """A regional system wants to be told of these events (webhook rekisteröity)."""

    types: tuple[str, ...]


class EndpointChanged(EndpointEvent):
    """It wants other events, elsewhere, or describes itself anew (webhook muutettu)."""

    fields: tuple[str, ...]


class EndpointDisabled(EndpointEvent):
    """Nothing is sent there for now (webhook poissa käytöstä): by hand, because it is gone (410), or because it failed for long."""

    reason: str
    """by_hand, gone, failing"""


class EndpointEnabled(EndpointEvent):
    """It is told again (webhook käytössä)."""


class EndpointRemoved(EndpointEvent):
    """It is told nothing more, for good (webhook poistettu)."""


class EndpointSecretRotated(EndpointEvent):
    """It has a new signing secret (allekirjoitusavain vaihdettu); the old one signs beside it for `overlap_seconds`."""

    overlap_seconds: int


EVENTS: Final[tuple[type[EndpointEvent], ...]] = (
    EndpointRegistered, EndpointChanged, EndpointDisabled, EndpointEnabled, EndpointRemoved, EndpointSecretRotated,
)
