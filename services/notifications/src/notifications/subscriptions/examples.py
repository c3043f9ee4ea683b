"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from chassis.values import Text
from notifications.subscriptions.domain.topic import GRANT_CALLS, NEWS, Channel
from notifications.subscriptions.schemas import Say, SubscriptionOut, TopicOut

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    Say(topic=NEWS, channel=Channel.EMAIL, wanted=True),
    TopicOut(
        code=GRANT_CALLS, names=Text(fi="Avustushaut", sv="Bidragsansökningar", en="Grant calls"), for_persons=False,
        for_organisations=True,
    ),
    SubscriptionOut(
        id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e81"), recipient_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09"), topic=NEWS,
        channel=Channel.EMAIL, wanted=True, said_at=datetime(2027, 3, 1, 10, 0, tzinfo=UTC),
        said_by="person:01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09",
    ),
)
