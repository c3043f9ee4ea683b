"""Signatures as Standard Webhooks has them: HMAC-SHA256 over id, timestamp and the very bytes that are sent. Pure."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from standardwebhooks import Webhook

from notifications.messages.domain import MEDIA_TYPE

PREFIX = "whsec_"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Key:
    """One signing key; `expires_at` is set when a newer one has taken its place."""

    value: str = field(repr=False)
    expires_at: datetime | None = None

    def signs(self, now: datetime) -> bool:
        """Whether it is still in use; an expired key never signs again (N4)."""
        return self.expires_at is None or self.expires_at > now


def secret_of(random: bytes) -> str:
    """The form in which an owner is shown a key."""
    return PREFIX + base64.b64encode(random).decode()


def signed_headers(event_id: UUID, body: bytes, keys: Sequence[Key], *, now: datetime, replayed: bool) -> Mapping[str, str]:
    """The headers of one attempt. The id is the event's, the same in every attempt; neither it nor the time has a dot (N5)."""
    at = now.astimezone(UTC).replace(microsecond=0)
    text = body.decode()
    signatures = [Webhook(key.value).sign(str(event_id), at, text) for key in keys if key.signs(now)]
    marked = {"webhook-replay": "true"} if replayed else {}
    return {
        "content-type": MEDIA_TYPE,
        "accept-encoding": "identity",
        "user-agent": "yhdyspinta-webhooks/1",
        "webhook-id": str(event_id),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
        **marked,
    }
