"""One answer of each kind, for the API document. Tested to be valid."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from notifications.notices.domain import Status
from notifications.notices.schemas import NoticeOut

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    NoticeOut(
        id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e81"), version=16, event_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e61"),
        topic="grant_calls", template="grant_call_opened", status=Status.DELIVERED, recipients=6700,
        began_at=datetime(2027, 1, 11, 6, 0, 1, tzinfo=UTC), published_at=datetime(2027, 1, 11, 6, 0, 9, tzinfo=UTC),
        delivered_at=datetime(2027, 1, 11, 6, 0, 31, tzinfo=UTC), counts={"sent": 6652, "bounced": 41, "suppressed": 7},
    ),
)
