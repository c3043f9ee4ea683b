"""One real-looking payload for each event: for the catalogue and for whoever writes a consumer. Tested to be valid."""

from typing import Final
from uuid import UUID

from chassis.events import Event
from notifications.events.endpoint import (
    EndpointChanged,
    EndpointDisabled,
    EndpointEnabled,
    EndpointRegistered,
    EndpointRemoved,
    EndpointSecretRotated,
)

_ONE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
_OWNER = "system:oulunseudun-tapahtumakalenteri"

EXAMPLES: Final[tuple[Event, ...]] = (
    EndpointRegistered(endpoint_id=_ONE, owner=_OWNER, types=("registry.OrganisationRegistered", "grants.*")),
    EndpointChanged(endpoint_id=_ONE, owner=_OWNER, fields=("types", "url")),
    EndpointDisabled(endpoint_id=_ONE, owner=_OWNER, reason="failing"),
    EndpointEnabled(endpoint_id=_ONE, owner=_OWNER),
    EndpointRemoved(endpoint_id=_ONE, owner=_OWNER),
    EndpointSecretRotated(endpoint_id=_ONE, owner=_OWNER, overlap_seconds=86400),
)
"""Every class of `notifications.events` once."""
