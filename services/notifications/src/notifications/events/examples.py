"""One real-looking payload for each event: for the catalogue and for whoever writes a consumer. Tested to be valid."""

from datetime import UTC, date, datetime
from typing import Any, Final
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
from notifications.events.notice import NoticeDelivered, NoticePublished
from notifications.events.proof import DecisionServed
from notifications.events.recipient import ConfirmationAsked, RecipientAdded, RecipientChanged, RecipientRemoved
from notifications.events.subscription import SubscriptionChanged

_ONE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
_OWNER = "system:oulunseudun-tapahtumakalenteri"
_NOTICE: Final[dict[str, Any]] = {
    "notice_id": UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e81"), "event_id": UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e61"),
    "subject": "grant_calls", "recipients": 6700,
}

EXAMPLES: Final[tuple[Event, ...]] = (
    EndpointRegistered(endpoint_id=_ONE, owner=_OWNER, types=("registry.OrganisationRegistered", "grants.*")),
    EndpointChanged(endpoint_id=_ONE, owner=_OWNER, fields=("types", "url")),
    EndpointDisabled(endpoint_id=_ONE, owner=_OWNER, reason="failing"),
    EndpointEnabled(endpoint_id=_ONE, owner=_OWNER),
    EndpointRemoved(endpoint_id=_ONE, owner=_OWNER),
    EndpointSecretRotated(endpoint_id=_ONE, owner=_OWNER, overlap_seconds=86400),
    RecipientAdded(recipient_id=_ONE, kind="organisation"),
    RecipientChanged(recipient_id=_ONE, kind="organisation", fields=("address", "consent")),
    ConfirmationAsked(recipient_id=_ONE, kind="organisation", asked_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e82")),
    RecipientRemoved(recipient_id=_ONE, kind="organisation", reason="unconfirmed"),
    SubscriptionChanged(
        subscription_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e81"), recipient_id=_ONE, about="grant_calls", channel="email",
        wanted=False, by="link",
    ),
    NoticePublished(**_NOTICE, published_at=datetime(2027, 1, 11, 6, 0, 9, tzinfo=UTC)),
    NoticeDelivered(
        **_NOTICE, counts={"sent": 6652, "bounced": 41, "suppressed": 7}, delivered_at=datetime(2027, 1, 11, 6, 0, 31, tzinfo=UTC)
    ),
    DecisionServed(
        proof_id=_ONE, application_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e13"),
        decision_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e14"), organisation_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e02"),
        way="email", sent_at=datetime(2027, 4, 20, 8, 31, tzinfo=UTC), deemed_on=date(2027, 4, 23),
    ),
)
"""Every class of `notifications.events` once."""
