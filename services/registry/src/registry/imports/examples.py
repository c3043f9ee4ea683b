"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from registry.imports.domain import duplicates
from registry.imports.domain.job import Mode, Status
from registry.imports.domain.matching import Why
from registry.imports.domain.planning import Outcome
from registry.imports.problems import Rejection
from registry.imports.schemas import (
    BodyOut,
    CandidateOut,
    ChangeOut,
    Confirm,
    CountsOut,
    DuplicateOut,
    ImportOut,
    KeptOut,
    Progress,
    Reject,
    RejectionOut,
    RowOut,
    SourceOut,
    StartBundled,
    Texts,
)

_ONE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
_TWO = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e02")
_PERSON = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09")
_IMPORT = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e51")
_PAIR = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e52")
_NOON, _EDITION = datetime(2027, 3, 1, 10, 0, tzinfo=UTC), date(2026, 11, 1)
_KEY, _SOURCE = "fi-transparency-register", "Avoimuusrekisteri"
_LICENCE, _CREDIT = "CC BY 4.0", "Avoimuusrekisteri, Valtiontalouden tarkastusvirasto"

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    StartBundled(mode=Mode.APPLY, edition_on=_EDITION),
    Confirm(grounds="Sama yhdistys kahdella nimellä.", into_id=_ONE),
    Reject(grounds="Eri paikkakunnan yhdistykset."),
    SourceOut(key=_KEY, name=_SOURCE, licence=_LICENCE, credit=_CREDIT, formats=["json", "zip"], bundled=True),
    ImportOut(
        id=_IMPORT, version=3, source=_KEY, source_name=_SOURCE, licence=_LICENCE, credit=_CREDIT, mode=Mode.APPLY,
        state=Status.DONE, edition_on=_EDITION, watermark="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        files=["organisations.json"], progress=Progress(done=1243, total=1243),
        counts=CountsOut(create=1236, change=0, unchanged=4, reject=2, possible_duplicate=1, candidate_pairs=3), problems=[],
        asked_by=_PERSON, asked_at=_NOON, started_at=_NOON, finished_at=_NOON,
    ),
    RowOut(
        number=12, line=12, outcome=Outcome.CHANGE, external_id="1234567-1", name="Esimerkkikunnan omaisyhdistys ry",
        organisation_id=_ONE, changes=[ChangeOut(field="locality", before=None, after="Oulu")],
        kept=[KeptOut(field="description", stored="Tukea omaisille.", offered="Tukea", source="person")],
        candidates=[CandidateOut(organisation_id=_TWO, score=0.92, why=Why.LIKE_NAME)], reason=None,
    ),
    RejectionOut(
        number=13, line=13, field="id", value="0100873-4", reason=Rejection.IDENTIFIER_CHECK_DIGIT,
        text=Texts(fi="Tunnuksen tarkistusmerkki on väärä.", sv="Kontrolltecknet är fel.", en="The check digit is wrong."),
    ),
    DuplicateOut(
        id=_PAIR, version=1, state=duplicates.Status.OPEN, why=Why.SAME_NAME, score=1.0,
        one=BodyOut(id=_ONE, name="Esimerkkikunnan omaisyhdistys ry"),
        other=BodyOut(id=_TWO, name="Esimerkkikunnan Omaisyhdistys"), source=None, external_id=None, row_name=None,
        import_id=_IMPORT, proposed_at=_NOON, decided_at=None, decided_by=None, grounds=None,
    ),
)
