"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel

from chassis.values import Text
from grants.calls.domain import Status, finnish
from grants.calls.domain.forms import DIALECT
from grants.calls.schemas import (
    AnswerQuestion,
    AskQuestion,
    CallItem,
    CallOut,
    CancelCall,
    DraftCall,
    EditCall,
    QuestionOut,
    RequiredAttachment,
)

_CALL = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e12")
_GUIDELINE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e11")
_ORGANISATION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
_OPENS, _CLOSES = datetime(2027, 1, 11, 6, 0, tzinfo=UTC), datetime(2027, 2, 26, 10, 0, tzinfo=UTC)
_TITLE = Text(fi="Järjestöjen toiminta-avustus 2027", sv="Verksamhetsbidrag till organisationer 2027", en="Operating grants 2027")
_FORM: dict[str, Any] = {
    "$schema": DIALECT,
    "type": "object",
    "required": ["goal", "participants"],
    "additionalProperties": False,
    "properties": {
        "goal": {"type": "string", "title": "Toiminnan tavoite", "minLength": 1, "maxLength": 2000},
        "participants": {"type": "integer", "title": "Osallistujia vuodessa", "minimum": 1},
        "volunteers": {"type": "integer", "title": "Vapaaehtoisia", "minimum": 0},
    },
}
_ATTACHMENTS = [
    RequiredAttachment(code="rules", names=Text(fi="Säännöt", sv="Stadgar", en="Rules")),
    RequiredAttachment(code="financial_statements", names=Text(fi="Tilinpäätös", sv="Bokslut", en="Financial statements")),
]
_SHOWN: Final[dict[str, Any]] = {
    "id": _CALL, "version": 2, "kind": "operating", "year": 2027, "title": _TITLE, "status": Status.OPEN, "open": True,
    "opens_at": _OPENS, "closes_at": _CLOSES, "opens": finnish(_OPENS), "closes": finnish(_CLOSES), "guideline_id": _GUIDELINE,
    "guideline_number": 2, "appropriation_id": UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e21"), "attachments": _ATTACHMENTS,
    "overlaps_because": None, "case_number": "PPH/2027/41", "results_at": None,
}
_QUESTION, _ANSWER = "Voiko vuokran sisällyttää kuluihin?", "Voi, jos tila on avustettavan toiminnan käytössä."

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    DraftCall(
        kind="operating", year=2027, title=_TITLE, guideline_id=_GUIDELINE, opens_at=_OPENS, closes_at=_CLOSES, form_schema=_FORM,
        attachments=_ATTACHMENTS, case_number="PPH/2027/41",
    ),
    EditCall(title=_TITLE, closes_at=_CLOSES),
    CancelCall(grounds="Määräraha siirtyi seuraavalle vuodelle."),
    AskQuestion(organisation_id=_ORGANISATION, text=_QUESTION),
    AnswerQuestion(answer=_ANSWER),
    CallItem.model_validate(_SHOWN),
    CallOut.model_validate({**_SHOWN, "form_schema": _FORM}),
    QuestionOut(
        id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e22"), version=2, call_id=_CALL, organisation_id=None, text=_QUESTION,
        asked_at=datetime(2027, 1, 12, 8, 0, tzinfo=UTC), answer=_ANSWER, answered_at=datetime(2027, 1, 13, 12, 0, tzinfo=UTC),
    ),
)
