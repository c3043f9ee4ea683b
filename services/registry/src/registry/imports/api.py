"""HTTP: imports of other registers, and the candidate pairs that a person decides."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import File, Form, Path, Query, UploadFile

from chassis.bodies import MEGABYTE, Intake
from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from registry.imports import commands, queries
from registry.imports.domain import duplicates as pairs
from registry.imports.domain.job import Mode, Status
from registry.imports.domain.planning import Outcome
from registry.imports.problems import (
    COLUMNS_MISSING,
    FILE_MISSING,
    FILE_TOO_LARGE,
    FILE_UNREADABLE,
    FILES_GONE,
    NOT_BUNDLED,
    NOT_OF_PAIR,
    ROW_SETTLED,
    SOURCE_BUSY,
    SOURCE_UNKNOWN,
)
from registry.imports.schemas import (
    Confirm,
    DuplicateOut,
    ImportOut,
    Reject,
    RejectionOut,
    RowOut,
    SourceOut,
    StartBundled,
)
from registry.organisations.problems import (
    IDENTIFIER_HELD,
    IDENTIFIER_TAKEN,
    MERGE_CYCLE,
    MERGE_INTO_ENDED,
    MERGED_AWAY,
)

LARGEST: Final = 10 * MEGABYTE
router = routes("imports", intake=Intake(limit=LARGEST, seconds=60))
sources = routes("import-sources")
duplicates = routes("duplicates")

_FILES = (FILE_UNREADABLE, FILE_MISSING, FILE_TOO_LARGE, COLUMNS_MISSING)


@sources.get("")
async def list_import_sources(http: Http) -> list[SourceOut]:
    """The registers that can be imported, with their licences (tuontilähteet)."""
    return await http.read(queries.sources)


@router.get("")
async def list_imports(
    http: Http,
    page: Page,
    source: Annotated[str | None, Query(max_length=60, description="Only of this source.")] = None,
    state: Annotated[Status | None, Query(description="Only in this state.")] = None,
) -> Items[ImportOut]:
    """Imports, the newest first (tuontiajot)."""
    return await http.page(queries.imports, page, source, state)


@router.post("", status_code=202, responses=gives(SOURCE_UNKNOWN, SOURCE_BUSY, *_FILES))
async def start_import(
    http: Http,
    source: Annotated[str, Form(max_length=60, description="Key of the source.", examples=["fi-transparency-register"])],
    files: Annotated[
        list[UploadFile], File(description="The files, named as the source names them.", examples=[["organisations.json"]])
    ],
    mode: Annotated[Mode, Form(description="Show what would happen, or do it.", examples=["apply"])] = Mode.DRY_RUN,
    edition_on: Annotated[date | None, Form(description="Day of the source's edition; today if none is given.")] = None,
) -> ImportOut:
    """Import the files of a source (tuonti): CSV, JSON, XLSX, or a ZIP of them, 10 MB at most. ORG-22."""
    sent = {file.filename or f"file-{number}": await file.read() for number, file in enumerate(files, start=1)}
    return await http.run(commands.start, source, mode, sent, edition_on).shown(queries.shown, location=queries.place)


@router.post("/bundled/{source}", status_code=202, responses=gives(SOURCE_UNKNOWN, SOURCE_BUSY, NOT_BUNDLED))
async def start_bundled_import(
    source: Annotated[str, Path(description="Key of the source.")], body: StartBundled, http: Http
) -> ImportOut:
    """Import the copy of a source that comes with the registry."""
    started = http.run(commands.start_bundled, source, body.mode, body.edition_on)
    return await started.shown(queries.shown, location=queries.place)


@router.get("/{id}")
async def get_import(id: UUID, http: Http) -> ImportOut:
    """One import: state, progress, counts, licence and credit."""
    return await http.read(queries.job, id).shown(queries.shown)


@router.get("/{id}/rows")
async def list_import_rows(
    id: UUID,
    http: Http,
    page: Page,
    outcome: Annotated[Outcome | None, Query(description="Only rows of this fate.")] = None,
) -> Items[RowOut]:
    """What becomes of each row, with what it changes (esikatselu): the preview of a dry run, the account of a real one."""
    return await http.page(queries.rows, page, id, outcome)


@router.get("/{id}/rejections")
async def list_import_rejections(id: UUID, http: Http, page: Page) -> Items[RejectionOut]:
    """Rows that were not taken: line, field, value, reason (hylätyt rivit); as a file with `format=csv`."""
    return await http.page(queries.rejections, page, id)


@router.post("/{id}/apply", status_code=202, responses=gives(FILES_GONE, SOURCE_BUSY))
async def apply_import(id: UUID, http: Http) -> ImportOut:
    """Do what a dry run has shown (koeajon toteuttaminen)."""
    return await http.run(commands.apply, id).shown(queries.shown, location=queries.place)


@router.post("/{id}/resume", status_code=202, responses=gives(FILES_GONE, SOURCE_BUSY))
async def resume_import(id: UUID, http: Http) -> ImportOut:
    """Go on with an import that failed, after the last batch that was committed."""
    return await http.run(commands.resume, id).shown(queries.shown, location=queries.place)


@duplicates.get("")
async def list_duplicates(
    http: Http,
    page: Page,
    state: Annotated[pairs.Status | None, Query(description="Only in this state.")] = None,
    source: Annotated[str | None, Query(max_length=60, description="Only waiting rows of this source.")] = None,
) -> Items[DuplicateOut]:
    """Who may be one with whom (kaksoiskappale-ehdokkaat). ORG-23."""
    return await http.page(queries.duplicates, page, state, source)


@duplicates.get("/{id}")
async def get_duplicate(id: UUID, http: Http) -> DuplicateOut:
    """One candidate pair."""
    return await http.read(queries.duplicate, id).shown(queries.shown_pair)


@duplicates.post(
    "/{id}/confirm", responses=gives(NOT_OF_PAIR, ROW_SETTLED, MERGED_AWAY, MERGE_INTO_ENDED, MERGE_CYCLE, IDENTIFIER_HELD)
)
async def confirm_duplicate(id: UUID, body: Confirm, http: Http) -> DuplicateOut:
    """They are one (sama järjestö): two organisations are merged, a waiting row is that organisation from now on."""
    return await http.run(commands.confirm, id, body).shown(queries.shown_pair)


@duplicates.post("/{id}/reject", responses=gives(ROW_SETTLED, IDENTIFIER_HELD, IDENTIFIER_TAKEN))
async def reject_duplicate(id: UUID, body: Reject, http: Http) -> DuplicateOut:
    """They are two (eri järjestöt): remembered; a row that waits for nobody else is taken up as new."""
    return await http.run(commands.reject, id, body).shown(queries.shown_pair)


ROUTES = [sources, router, duplicates]
