"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from facilities.imports.domain.job import ImportStatus, Mode
from facilities.imports.domain.planning import Outcome
from facilities.imports.problems import Rejection
from facilities.imports.schemas import (
    ChangeOut,
    CountsOut,
    KeptOut,
    RejectionOut,
    RowOut,
    SiteImportOut,
    SourceOut,
    StartBundled,
    Texts,
)

_IMPORT = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f51")
_SITE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f01")
_PERSON = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09")
_NOON = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
_CREDIT = "LIPAS, Jyväskylän yliopisto (CC BY 4.0)"

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    StartBundled(mode=Mode.APPLY, edition_on=date(2026, 8, 20)),
    SourceOut(key="fi-lipas", name="LIPAS liikuntapaikat", licence="CC BY 4.0", credit=_CREDIT, format="JSON"),
    SiteImportOut(
        id=_IMPORT, version=2, source="fi-lipas", licence="CC BY 4.0", credit=_CREDIT, mode=Mode.APPLY,
        state=ImportStatus.DONE, edition_on=date(2026, 8, 20),
        watermark="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", rows=1000,
        counts=CountsOut(create=170, change=2, unchanged=3, outside=825, reject=0), asked_by=_PERSON, asked_at=_NOON,
        finished_at=_NOON,
    ),
    RowOut(
        number=12, line=12, outcome=Outcome.CHANGE, source_id="72269", name="Esimerkin liikuntahalli", site_id=_SITE,
        changes=[ChangeOut(field="street", before=None, after="Esimerkkitie 18")],
        kept=[KeptOut(field="website", stored="https://halli.example", offered="http://vanha.example")], reason=None,
    ),
    RejectionOut(
        number=13, line=13, field="latitude", value="165.2", reason=Rejection.PLACE_WRONG,
        text=Texts(
            fi="Koordinaatit eivät ole maapallolla.", sv="Koordinaterna finns inte på jorden.",
            en="The coordinates are not on Earth.",
        ),
    ),
)
