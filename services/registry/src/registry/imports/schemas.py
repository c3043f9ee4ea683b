"""Imports and candidate pairs as the API takes and shows them."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Grounds
from registry.imports.domain import duplicates
from registry.imports.domain.job import Mode, Status
from registry.imports.domain.matching import Why
from registry.imports.domain.planning import Outcome
from registry.imports.problems import Rejection

Edition = Annotated[date | None, Field(description="Day of the source's edition; today if none is given.")]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StartBundled(Body):
    """An import of the files that come with the registry."""

    mode: Annotated[Mode, Field(description="Show what would happen, or do it.")] = Mode.DRY_RUN
    edition_on: Edition = None


class Confirm(Body):
    """They are one (sama järjestö)."""

    grounds: Annotated[Grounds, Field(description="The reasons (perustelut).")]
    into_id: Annotated[
        UUID | None, Field(description="Of two organisations the one that stays; the older one if none is given.")
    ] = None


class Reject(Body):
    """They are two (eri järjestöt)."""

    grounds: Annotated[Grounds, Field(description="The reasons (perustelut).")]


class Texts(BaseModel):
    """A sentence in three languages."""

    fi: str
    sv: str
    en: str


class SourceOut(BaseModel):
    """A register that can be imported."""

    key: str
    name: str
    licence: str
    credit: Annotated[str, Field(description="To be shown wherever its data is.")]
    formats: list[str]
    bundled: Annotated[bool, Field(description="Whether a copy of its files comes with the registry.")]


class Progress(BaseModel):
    """How far it has come."""

    done: Annotated[int, Field(description="Rows that are accounted for, and committed.")]
    total: Annotated[int | None, Field(description="Rows of the files; null until they have been read.")]


class CountsOut(BaseModel):
    """Every row that is done stands in exactly one of the first five."""

    create: int
    change: int
    unchanged: int
    reject: int
    possible_duplicate: Annotated[int, Field(description="Rows that wait until a person says which body they mean.")]
    candidate_pairs: Annotated[int, Field(description="Two bodies, or a row and a body, that may be one.")]


class FailureOut(Texts):
    """Why it was given up."""

    code: str


class ImportOut(BaseModel):
    """An import as a job (tuontiajo)."""

    id: UUID
    version: int
    source: str
    source_name: str
    licence: str
    credit: Annotated[str, Field(description="To be shown wherever the source's data is.")]
    mode: Mode
    state: Status
    edition_on: date
    watermark: Annotated[str, Field(description="SHA-256 over the names and bytes of the files.")]
    files: list[str]
    progress: Progress
    counts: CountsOut
    problems: list[FailureOut]
    asked_by: UUID
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class ChangeOut(BaseModel):
    """One field that the row changes."""

    field: str
    before: Any
    after: Any


class KeptOut(BaseModel):
    """One field that stays although the row says otherwise: somebody more trusted has said it."""

    field: str
    stored: Any
    offered: Any
    source: str | None


class CandidateOut(BaseModel):
    """Somebody whom the row may mean."""

    organisation_id: UUID
    score: Annotated[float, Field(description="Likeness of the names, 0 to 1.")]
    why: Why


class RowOut(BaseModel):
    """What becomes of a row (rivin kohtalo)."""

    number: Annotated[int, Field(description="Which record of the file, from 1.")]
    line: Annotated[int, Field(description="Line on which it begins; in a spreadsheet its row.")]
    outcome: Outcome
    external_id: str | None
    name: str | None
    organisation_id: Annotated[UUID | None, Field(description="The organisation; null for one that a dry run would create.")]
    changes: list[ChangeOut]
    kept: list[KeptOut]
    candidates: list[CandidateOut]
    reason: Rejection | None


class RejectionOut(BaseModel):
    """A row that was not taken (hylätty rivi)."""

    number: int
    line: int
    field: Annotated[str, Field(description="Column or field; empty where the row as a whole cannot be read.")]
    value: Annotated[str, Field(description="What stood there, shortened, identity codes struck out.")]
    reason: Rejection
    text: Texts


class BodyOut(BaseModel):
    """One of the two."""

    id: UUID
    name: str


class DuplicateOut(BaseModel):
    """Two organisations, or a waiting row and an organisation, that may be one (kaksoiskappale-ehdokas)."""

    id: UUID
    version: int
    state: duplicates.Status
    why: Why
    score: Annotated[float, Field(description="Likeness of the names, 0 to 1.")]
    one: BodyOut
    other: Annotated[BodyOut | None, Field(description="The second organisation; null where a row of a source waits.")]
    source: str | None
    external_id: Annotated[str | None, Field(description="The waiting row's own key in its source.")]
    row_name: str | None
    import_id: UUID
    proposed_at: datetime
    decided_at: datetime | None
    decided_by: UUID | None
    grounds: str | None
