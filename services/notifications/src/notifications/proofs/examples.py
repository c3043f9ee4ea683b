"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from notifications.proofs.domain import Reason, Status, Way
from notifications.proofs.schemas import LetterOut, PostalTaskOut, Posted, ProofOut

_ORGANISATION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e02")
_APPLICATION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e13")
_DECISION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e14")

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    Posted(posted_on=date(2027, 4, 21)),
    PostalTaskOut(
        id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e95"), version=2, organisation_id=_ORGANISATION, template="grant_approved",
        reason=Reason.NO_CONSENT, event_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e61"), application_id=_APPLICATION,
        decision_id=_DECISION, status=Status.POSTED, created_at=datetime(2027, 4, 20, 9, 0, tzinfo=UTC),
        posted_on=date(2027, 4, 21), posted_by=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e0b"),
    ),
    LetterOut(
        subject="Päätös: Omaisten kohtaamispaikka", text="Hyvinvointialue on myöntänyt avustuksen.\n",
        html="<!doctype html>…", language="fi",
    ),
    ProofOut(
        id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e96"), version=1, application_id=_APPLICATION, decision_id=_DECISION,
        organisation_id=_ORGANISATION, way=Way.LETTER, sent_at=datetime(2027, 4, 20, 21, 0, tzinfo=UTC),
        deemed_on=date(2027, 4, 28), returned_at=None,
    ),
)
