"""HTTP: imports of sites."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import File, Form, Path, Query, UploadFile

from chassis.bodies import MEGABYTE, Intake
from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from facilities.imports import commands, queries
from facilities.imports.domain.job import ImportStatus, Mode
from facilities.imports.domain.planning import Outcome
from facilities.imports.problems import COLUMNS_MISSING, FILE_UNREADABLE, SOURCE_BUSY, SOURCE_UNKNOWN, TOO_MANY_ROWS
from facilities.imports.schemas import RejectionOut, RowOut, SiteImportOut, SourceOut, StartBundled

LARGEST: Final = 20 * MEGABYTE
imports = routes("imports", intake=Intake(limit=LARGEST, seconds=60))
sources = routes("import-sources")
ROUTES = [sources, imports]

_FILES = (FILE_UNREADABLE, COLUMNS_MISSING, TOO_MANY_ROWS)


@sources.get("")
async def list_import_sources(http: Http) -> list[SourceOut]:
    """The registers that sites can be imported from, with their licences (tuontilähteet)."""
    return await http.read(queries.sources)


@imports.get("")
async def list_imports(
    http: Http,
    page: Page,
    source: Annotated[str | None, Query(max_length=60, description="Only of this source.")] = None,
    state: Annotated[ImportStatus | None, Query(description="Only in this state.")] = None,
) -> Items[SiteImportOut]:
    """Imports of sites, the newest first (tuontiajot)."""
    return await http.page(queries.imports, page, source, state)


@imports.post("", status_code=202, responses=gives(SOURCE_UNKNOWN, SOURCE_BUSY, *_FILES))
async def start_import(
    http: Http,
    source: Annotated[str, Form(max_length=60, description="Key of the source.", examples=["uk-trafford"])],
    file: Annotated[UploadFile, File(description="The file as the source gives it, 20 MB at most.", examples=["gm_libraries.csv"])],
    mode: Annotated[Mode, Form(description="Show what would happen, or do it.", examples=["dry_run"])] = Mode.DRY_RUN,
    edition_on: Annotated[date | None, Form(description="Day of the source's edition; today if none is given.")] = None,
) -> SiteImportOut:
    """Import the sites of a source (toimipaikkojen tuonti): shown first, then done. FAC-19."""
    started = http.run(commands.start, source, mode, await file.read(), edition_on)
    return await started.shown(queries.shown, location=queries.place)


@imports.post("/bundled/{source}", status_code=202, responses=gives(SOURCE_UNKNOWN, SOURCE_BUSY))
async def start_bundled_import(
    source: Annotated[str, Path(description="Key of the source.")], body: StartBundled, http: Http
) -> SiteImportOut:
    """Import the copy of a source that comes with the service."""
    started = http.run(commands.start_bundled, source, body.mode, body.edition_on)
    return await started.shown(queries.shown, location=queries.place)


@imports.get("/{id}")
async def get_import(id: UUID, http: Http) -> SiteImportOut:
    """One import: state, counts, licence and credit."""
    return await http.read(queries.job, id).shown(queries.shown)


@imports.get("/{id}/rows")
async def list_import_rows(
    id: UUID,
    http: Http,
    page: Page,
    outcome: Annotated[Outcome | None, Query(description="Only rows of this fate.")] = None,
) -> Items[RowOut]:
    """What becomes of each row, with what it changes (esikatselu): the preview of a dry run, the account of a real one."""
    return await http.page(queries.rows, page, id, outcome)


@imports.get("/{id}/rejections")
async def list_import_rejections(id: UUID, http: Http, page: Page) -> Items[RejectionOut]:
    """Rows that were not taken: line, field, value, reason (hylätyt rivit); as a file with `format=csv`."""
    return await http.page(queries.rejections, page, id)


@imports.post("/{id}/apply", status_code=202, responses=gives(SOURCE_BUSY))
async def apply_import(id: UUID, http: Http) -> SiteImportOut:
    """Do what a dry run has shown (koeajon toteuttaminen)."""
    return await http.run(commands.apply, id).shown(queries.shown, location=queries.place)
