"""The files that are generated and committed, and whether they are what the code makes.

Each service's `contracts/` holds its event schemas, its AsyncAPI and OpenAPI documents and the catalogue of its problems;
`events.md` is over all services; the gateway serves the merged API document, the schemas and a page for each problem.
"""

import importlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from chassis import asyncapi, catalogue, handbook, openapi
from chassis.events import Event
from chassis.service import Service

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def differing(files: dict[Path, str]) -> list[Path]:
    """Files that are missing, or say something else, or that nobody makes any more."""
    wrong = [path for path, content in files.items() if not path.is_file() or path.read_text() != content]
    return sorted(wrong) + sorted(strays(files))


def all_files(services: Sequence[Service], docs: Path | None, gateway: Path | None) -> Iterator[tuple[Path, str]]:
    """Every generated file and what it should hold."""
    documents = {service.name: openapi.document(service) for service in services}
    for service in services:
        yield from contracts_of(service, documents[service.name])
    if docs is not None:
        yield docs / "events.md", catalogue.events_page(services)
    if gateway is not None:
        yield gateway / "openapi.json", pretty(catalogue.merged_openapi(services))
        for service in services:
            for event in events_of(service, internal=False):
                yield gateway / "schemas" / service.name / f"{event.known_as()}.v{event.version}.json", pretty(schema_of(event))
        for problem, page in catalogue.problem_pages(services):
            yield gateway / "problems" / f"{problem}.html", page
        yield gateway / "docs" / "style.css", handbook.STYLE.lstrip()
        for name, page in handbook.pages(documents):
            yield gateway / "docs" / name, page


def contracts_of(service: Service, document: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """The files of one service's `contracts/`."""
    folder = folder_of(service)
    for event in events_of(service):
        yield folder / "schemas" / f"{event.known_as()}.v{event.version}.json", pretty(schema_of(event))
    yield folder / "openapi.json", pretty(document)
    yield folder / "asyncapi.json", pretty(asyncapi.document(service))
    yield folder / "problems.json", pretty(catalogue.problems_of(service))


def events_of(service: Service, *, internal: bool = True) -> Iterator[type[Event]]:
    """Everything that the service announces, states included."""
    for topic in service.topics:
        if topic.internal and not internal:
            continue
        yield from topic.events
        if topic.state is not None:
            yield topic.state


def schema_of(event: type[Event]) -> dict[str, Any]:
    """What is written: closed. Readers leave unknown fields alone."""
    made = event.model_json_schema(mode="serialization")
    made.pop("title", None)
    return {"$schema": DRAFT, "$id": event.ce_dataschema(), "title": event.known_as(), **made}


def folder_of(service: Service) -> Path:
    """`contracts/` beside the service's `src/`."""
    found = importlib.import_module(service.name).__file__
    if found is None:
        raise LookupError(f"{service.name} has no file")
    return Path(found).parents[2] / "contracts"


def write(files: dict[Path, str]) -> None:
    """Write what differs; remove what nobody makes any more."""
    for path in strays(files):
        path.unlink()
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text() != content:
            path.write_text(content)


def strays(files: dict[Path, str]) -> Iterator[Path]:
    """Generated files that the code no longer makes."""
    generated = {"problems", "docs", "schemas", "contracts"}
    wholly = {path.parent for path in files if generated & {path.parent.name, path.parent.parent.name}}
    by_hand_too = {path.parent for path in files if path.name == "events.md"}
    for folder in sorted(wholly - by_hand_too):
        for path in sorted(folder.glob("*")):
            if path.is_file() and path not in files:
                yield path


def pretty(content: object) -> str:
    """As it is committed: two spaces, sorted nowhere, one newline at the end."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
