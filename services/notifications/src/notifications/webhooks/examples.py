"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel

from chassis.values import Period
from notifications.webhooks.domain.attempt import Purpose, State
from notifications.webhooks.domain.endpoint import Status
from notifications.webhooks.schemas import (
    AttemptOut,
    Change,
    DeliveryOut,
    DeliveryWithAttempts,
    KeyOut,
    Register,
    ReplayOut,
    Rotate,
    WebhookOut,
    WebhookWithSecret,
)

_NOON, _LATER = datetime(2027, 3, 1, 10, 0, tzinfo=UTC), datetime(2027, 3, 2, 10, 0, tzinfo=UTC)
_URL, _TYPES, _FOR = "https://kunta.example/hook", ["registry.OrganisationRegistered", "grants.*"], "Kunnan järjestökalenteri"
_WEBHOOK: Final[dict[str, Any]] = {
    "id": UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e71"), "owner": "system:kunta", "url": _URL, "types": _TYPES, "description": _FOR,
    "status": Status.ACTIVE, "reason": None, "status_since": _NOON, "failing_since": None,
    "keys": [KeyOut(created_at=_NOON, expires_at=None)], "created_at": _NOON,
}
_DELIVERY: Final[dict[str, Any]] = {
    "id": UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e72"), "event_id": UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e61"),
    "type": "registry.OrganisationRegistered", "subject": "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01", "happened_at": _NOON,
    "purpose": Purpose.EVENT, "state": State.DELIVERED, "tried": 1, "next_attempt_at": None,
}

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    Register(url=_URL, types=_TYPES, description=_FOR),
    Change(types=["registry.*"]),
    Rotate(overlap_seconds=3600),
    Period(from_=_NOON, until=_LATER),
    WebhookOut(**_WEBHOOK),
    WebhookWithSecret(**_WEBHOOK, secret="whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    DeliveryOut(**_DELIVERY),
    DeliveryWithAttempts(
        **_DELIVERY,
        attempts=[AttemptOut(at=_NOON, purpose=Purpose.EVENT, status=204, fault=None, excerpt="", milliseconds=41)],
    ),
    ReplayOut(queued=128, waiting=3),
)
