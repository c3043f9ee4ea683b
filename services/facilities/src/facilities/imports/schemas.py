"""Imports of sites as the API takes and shows them."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from facilities.imports.domain.job import ImportStatus, Mode
from facilities.imports.domain.planning import Outcome
from facilities.imports.problems import Rejection


class StartBundled(BaseModel):
    """An import of the copy that comes with the service."""

    model_config = ConfigDict(extra="forbid")
    mode: Annotated[Mode, Field(description="Show what would happen, or do it.")] = Mode.DRY_RUN
    edition_on: Annotated[date | None, Field(description="Day of the source's edition; today if none is given.")] = None


class SourceOut(BaseModel):
    """A register that can be imported."""

    key: Annotated[str, Field(description="The word that names it in requests.")]
    name: Annotated[str, Field(description="Its name.")]
    licence: Annotated[str, Field(description="Under what its data may be used.")]
    credit: Annotated[str, Field(description="To be shown wherever its data is.")]
    format: Annotated[str, Field(description="Form of file that is read.")]


class CountsOut(BaseModel):
    """Every row stands in exactly one of them."""

    create: Annotated[int, Field(description="Rows that became a site, or would.")]
    change: Annotated[int, Field(description="Rows that changed one, or would.")]
    unchanged: Annotated[int, Field(description="Rows that said nothing new.")]
    outside: Annotated[int, Field(description="Rows of places in no municipality of the county.")]
    reject: Annotated[int, Field(description="Rows that were not taken.")]


class SiteImportOut(BaseModel):
    """An import as a job (tuontiajo)."""

    id: Annotated[UUID, Field(description="The import.")]
    version: Annotated[int, Field(description="Grows with each change; the ETag.")]
    source: Annotated[str, Field(description="Key of the source.")]
    licence: Annotated[str, Field(description="Under what the source's data may be used.")]
    credit: Annotated[str, Field(description="To be shown wherever the source's data is.")]
    mode: Annotated[Mode, Field(description="A dry run shows what would happen; apply does it.")]
    state: Annotated[ImportStatus, Field(description="How it stands.")]
    edition_on: Annotated[date, Field(description="Day of the source's edition.")]
    watermark: Annotated[str, Field(description="SHA-256 over the file.")]
    rows: Annotated[int, Field(description="Rows of the file.")]
    counts: Annotated[CountsOut, Field(description="What became of its rows; noughts until it is done.")]
    asked_by: Annotated[UUID, Field(description="Who asked for it.")]
    asked_at: Annotated[datetime, Field(description="When it was asked for.")]
    finished_at: Annotated[datetime | None, Field(description="When it was over.")]


class ChangeOut(BaseModel):
    """One field that the row changes."""

    field: Annotated[str, Field(description="Name of the field.")]
    before: Annotated[Any, Field(description="What stood there; null: nothing.")]
    after: Annotated[Any, Field(description="What stands there from now on.")]


class KeptOut(BaseModel):
    """One field that stays although the row says otherwise: a person, or a newer edition, has said it."""

    field: Annotated[str, Field(description="Name of the field.")]
    stored: Annotated[Any, Field(description="What stays.")]
    offered: Annotated[Any, Field(description="What the row says.")]


class RowOut(BaseModel):
    """What becomes of a row (rivin kohtalo)."""

    number: Annotated[int, Field(description="Which record of the file, from 1.")]
    line: Annotated[int, Field(description="Line on which it begins; in JSON its place in the list.")]
    outcome: Annotated[Outcome, Field(description="Its fate.")]
    source_id: Annotated[str | None, Field(description="The row's own key in its source.")]
    name: Annotated[str | None, Field(description="The name in the row.")]
    site_id: Annotated[UUID | None, Field(description="The site; null for one that a dry run would create.")]
    changes: Annotated[list[ChangeOut], Field(description="Fields that it changes.")]
    kept: Annotated[list[KeptOut], Field(description="Fields that stay as they are.")]
    reason: Annotated[Rejection | None, Field(description="Why it was not taken; null otherwise.")]


class Texts(BaseModel):
    """A sentence in three languages."""

    fi: Annotated[str, Field(description="Finnish.")]
    sv: Annotated[str, Field(description="Swedish.")]
    en: Annotated[str, Field(description="English.")]


class RejectionOut(BaseModel):
    """A row that was not taken (hylätty rivi)."""

    number: Annotated[int, Field(description="Which record of the file, from 1.")]
    line: Annotated[int, Field(description="Line on which it begins; in JSON its place in the list.")]
    field: Annotated[str, Field(description="Field; empty where the row as a whole cannot be read.")]
    value: Annotated[str, Field(description="What stood there, shortened, identity codes struck out.")]
    reason: Annotated[Rejection, Field(description="Why, from a closed list.")]
    text: Annotated[Texts, Field(description="The same as a sentence.")]
