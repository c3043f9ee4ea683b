"""One answer of each kind, for the API document. Tested to be valid."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from grants.tasks.domain import WAYS, Kind, paths
from grants.tasks.schemas import TaskOut

_APPLICATION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e13")

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    TaskOut(
        kind=Kind.SUBMIT_DRAFT, title=WAYS[Kind.SUBMIT_DRAFT].title, subject_id=_APPLICATION, about="Omaisten kohtaamispaikka",
        since=datetime(2027, 1, 12, 8, 0, tzinfo=UTC), due=datetime(2027, 2, 26, 10, 0, tzinfo=UTC),
        paths=paths(Kind.SUBMIT_DRAFT, _APPLICATION),
    ),
)
