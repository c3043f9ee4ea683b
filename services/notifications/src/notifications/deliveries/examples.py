"""One answer of each kind, for the API document. Tested to be valid."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from notifications.deliveries.domain.state import Lane, State
from notifications.deliveries.schemas import MailOut, MessageOut
from notifications.subscriptions.domain.preference import Weight

_NOON = datetime(2027, 4, 20, 9, 0, tzinfo=UTC)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    MailOut(
        id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e91"), version=3, event_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e61"),
        recipient_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01"), organisations=[UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")],
        template="grant_approved", template_version=1, language="fi", lane=Lane.DIRECT, weight=Weight.LEGAL, topic=None,
        application_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e13"), decision_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e14"),
        notice_id=None, status=State.SENT, tried=1, next_attempt_at=None, queued_at=_NOON, sent_at=_NOON, settled_at=None,
        reply_code=250, reply="2.0.0 Ok: queued",
    ),
    MessageOut(
        subject="Päätös: Omaisten kohtaamispaikka", text="Hyvinvointialue on myöntänyt avustuksen.\n",
        html="<!doctype html>…", language="fi",
    ),
)
