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

    fi: Annotated[str, Field(description="Finnish.")]
    sv: Annotated[str, Field(description="Swedish.")]
    en: Annotated[str, Field(description="English.")]


class SourceOut(BaseModel):
    """A register that can be imported."""

    key: Annotated[str, Field(description="The word that names it in requests.")]
    name: Annotated[str, Field(description="Its name.")]
    licence: Annotated[str, Field(description="Under what its data may be used.")]
    credit: Annotated[str, Field(description="To be shown wherever its data is.")]
    formats: Annotated[list[str], Field(description="Forms of file that are read.")]
    bundled: Annotated[bool, Field(description="Whether a copy of its files comes with the registry.")]


class Progress(BaseModel):
    """How far it has come."""

    done: Annotated[int, Field(description="Rows that are accounted for, and committed.")]
    total: Annotated[int | None, Field(description="Rows of the files; null until they have been read.")]


class CountsOut(BaseModel):
    """Every row that is done stands in exactly one of the first five."""

    create: Annotated[int, Field(description="Rows that became an organisation, or would.")]
    change: Annotated[int, Field(description="Rows that changed one, or would.")]
    unchanged: Annotated[int, Field(description="Rows that said nothing new.")]
    reject: Annotated[int, Field(description="Rows that were not taken.")]
    possible_duplicate: Annotated[int, Field(description="Rows that wait until a person says which body they mean.")]
    candidate_pairs: Annotated[int, Field(description="Two bodies, or a row and a body, that may be one.")]


class FailureOut(Texts):
    """Why it was given up."""

    code: Annotated[str, Field(description="Code of the problem.")]


class ImportOut(BaseModel):
    """An import as a job (tuontiajo)."""

    id: Annotated[UUID, Field(description="The import.")]
    version: Annotated[int, Field(description="Grows with each change; the ETag.")]
    source: Annotated[str, Field(description="Key of the source.")]
    source_name: Annotated[str, Field(description="Name of the source.")]
    licence: Annotated[str, Field(description="Under what the source's data may be used.")]
    credit: Annotated[str, Field(description="To be shown wherever the source's data is.")]
    mode: Annotated[Mode, Field(description="A dry run shows what would happen; apply does it.")]
    state: Annotated[Status, Field(description="How it stands.")]
    edition_on: Annotated[date, Field(description="Day of the source's edition.")]
    watermark: Annotated[str, Field(description="SHA-256 over the names and bytes of the files.")]
    files: Annotated[list[str], Field(description="Names of the files.")]
    progress: Annotated[Progress, Field(description="Rows so far, and of how many.")]
    counts: Annotated[CountsOut, Field(description="What became of its rows.")]
    problems: Annotated[list[FailureOut], Field(description="Why it was given up; empty otherwise.")]
    asked_by: Annotated[UUID, Field(description="Who asked for it.")]
    asked_at: Annotated[datetime, Field(description="When it was asked for.")]
    started_at: Annotated[datetime | None, Field(description="When work on it began.")]
    finished_at: Annotated[datetime | None, Field(description="When it was over, either way.")]


class ChangeOut(BaseModel):
    """One field that the row changes."""

    field: Annotated[str, Field(description="Name of the field.")]
    before: Annotated[Any, Field(description="What stood there; null: nothing.")]
    after: Annotated[Any, Field(description="What stands there from now on.")]


class KeptOut(BaseModel):
    """One field that stays although the row says otherwise: somebody more trusted has said it."""

    field: Annotated[str, Field(description="Name of the field.")]
    stored: Annotated[Any, Field(description="What stays.")]
    offered: Annotated[Any, Field(description="What the row says.")]
    source: Annotated[str | None, Field(description="Who said what stays: `person`, or the key of a source.")]


class CandidateOut(BaseModel):
    """Somebody whom the row may mean."""

    organisation_id: Annotated[UUID, Field(description="The organisation.")]
    score: Annotated[float, Field(description="Likeness of the names, 0 to 1.")]
    why: Annotated[Why, Field(description="What speaks for it.")]


class RowOut(BaseModel):
    """What becomes of a row (rivin kohtalo)."""

    number: Annotated[int, Field(description="Which record of the file, from 1.")]
    line: Annotated[int, Field(description="Line on which it begins; in a spreadsheet its row.")]
    outcome: Annotated[Outcome, Field(description="Its fate.")]
    external_id: Annotated[str | None, Field(description="The row's own key in its source.")]
    name: Annotated[str | None, Field(description="The name in the row.")]
    organisation_id: Annotated[UUID | None, Field(description="The organisation; null for one that a dry run would create.")]
    changes: Annotated[list[ChangeOut], Field(description="Fields that it changes.")]
    kept: Annotated[list[KeptOut], Field(description="Fields that stay as they are.")]
    candidates: Annotated[list[CandidateOut], Field(description="Whom it may mean, where a person must say.")]
    reason: Annotated[Rejection | None, Field(description="Why it was not taken; null otherwise.")]


class RejectionOut(BaseModel):
    """A row that was not taken (hylätty rivi)."""

    number: Annotated[int, Field(description="Which record of the file, from 1.")]
    line: Annotated[int, Field(description="Line on which it begins; in a spreadsheet its row.")]
    field: Annotated[str, Field(description="Column or field; empty where the row as a whole cannot be read.")]
    value: Annotated[str, Field(description="What stood there, shortened, identity codes struck out.")]
    reason: Annotated[Rejection, Field(description="Why, from a closed list.")]
    text: Annotated[Texts, Field(description="The same as a sentence.")]


class BodyOut(BaseModel):
    """One of the two."""

    id: Annotated[UUID, Field(description="The organisation.")]
    name: Annotated[str, Field(description="The name it goes by.")]


class DuplicateOut(BaseModel):
    """Two organisations, or a waiting row and an organisation, that may be one (kaksoiskappale-ehdokas)."""

    id: Annotated[UUID, Field(description="The pair.")]
    version: Annotated[int, Field(description="Grows with each change; the ETag.")]
    state: Annotated[duplicates.Status, Field(description="Open; the same body; or two apart.")]
    why: Annotated[Why, Field(description="What speaks for it.")]
    score: Annotated[float, Field(description="Likeness of the names, 0 to 1.")]
    one: Annotated[BodyOut, Field(description="An organisation.")]
    other: Annotated[BodyOut | None, Field(description="The second organisation; null where a row of a source waits.")]
    source: Annotated[str | None, Field(description="Source of the waiting row; null where none waits.")]
    external_id: Annotated[str | None, Field(description="The waiting row's own key in its source.")]
    row_name: Annotated[str | None, Field(description="The name in the waiting row.")]
    import_id: Annotated[UUID, Field(description="The import that came upon it.")]
    proposed_at: Annotated[datetime, Field(description="When it was found.")]
    decided_at: Annotated[datetime | None, Field(description="When it was decided.")]
    decided_by: Annotated[UUID | None, Field(description="Who decided.")]
    grounds: Annotated[str | None, Field(description="What the decision rests on.")]
