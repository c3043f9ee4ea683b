"""Pages over all services: the catalogue of events, the merged API document, a page for each problem."""

import html
import importlib
from collections.abc import Iterator, Sequence
from typing import Any

from chassis import openapi
from chassis import problems as core
from chassis.answers import problems as house
from chassis.asyncapi import heard_by, meaning, sides_of
from chassis.events import Event
from chassis.problems import Problem
from chassis.service import Service, Topic

INTRODUCTION = """# The events

Generated from the code (`make contracts`); do not edit. Every record is a CloudEvents 1.0 message in binary mode on Apache Kafka;
its key is the aggregate's id. Order is promised per key, delivery is at least once, `ce_sequence` counts each aggregate's events
without gaps. Read with `isolation.level=read_committed`. A newcomer reads the state topic from its beginning, then follows the
events with a higher `ce_sequence`. Unknown names and unknown fields are left alone. Schemas lie in `contracts/schemas/`.
Topics named `<service>.internal.*` are for the suite's own services only.
"""


def events_page(services: Sequence[Service]) -> str:
    """`docs/events.md`."""
    hearers = {name: sorted(s.name for s in services if name in heard_by(s)) for s in services for name in heard_by(s)}
    parts = [INTRODUCTION]
    for service in services:
        if not service.topics:
            continue
        parts.append(f"\n## {service.name}\n\n{service.texts}\n")
        for topic in service.topics:
            parts += _topic(service, topic, hearers)
    return "".join(parts)


def _topic(service: Service, topic: Topic, hearers: dict[str, list[str]]) -> Iterator[str]:
    internal = " (internal)" if topic.internal else ""
    for name, said in sides_of(topic):
        kept = f"kept {topic.keep.days} days" if name == topic.name else "compacted: the newest snapshot of each key"
        heard = ", ".join(hearers.get(name, [])) or "other systems"
        yield f"\n### `{name}`{internal}\n\n{topic.partitions} partitions, {kept}; heard by {heard}.\n\n"
        if not said:
            continue
        yield "| says | meaning | fields |\n|---|---|---|\n"
        for event in said:
            fields = ", ".join(f"`{f}`" for f in event.model_fields)
            schema = f"../services/{service.name}/contracts/schemas/{event.known_as()}.v{event.version}.json"
            yield f"| [`{event.known_as()}.v{event.version}`]({schema}) | {meaning(event)} | {fields} |\n"
        for event in said:
            example = examples_of(service).get(event)
            if example is not None:
                shown = example.model_dump_json(indent=2)
                yield f"\n<details><summary>{event.known_as()}</summary>\n\n```json\n{shown}\n```\n</details>\n"


def examples_of(service: Service) -> dict[type[Event], Event]:
    """One payload for each event: the service's `events/examples.py`."""
    if not service.topics:
        return {}
    found: Sequence[Event] = importlib.import_module(f"{service.name}.events.examples").EXAMPLES
    return {type(example): example for example in found}


def merged_openapi(services: Sequence[Service]) -> dict[str, Any]:
    """One document for the gateway: paths under `/api/<service>`, schemas and operations named after their service."""
    merged: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Yhdyspinta",
            "version": "1",
            "description": "All services behind the gateway. A client that has learnt one knows them all.",
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": s.name, "description": s.texts} for s in services],
        "paths": {},
        "components": {"schemas": {}, "examples": {}, "securitySchemes": {}},
    }
    for service in services:
        document = _renamed(openapi.document(service), service.name)
        for path, item in document["paths"].items():
            for operation in item.values():
                operation["operationId"] = f"{service.name}.{operation['operationId']}"
                operation["tags"] = [service.name]
            merged["paths"][f"/api/{service.name}{path}"] = item
        components = document.get("components", {})
        merged["components"]["schemas"] |= {f"{service.name}.{n}": s for n, s in components.get("schemas", {}).items()}
        merged["components"]["examples"] |= components.get("examples", {})
        merged["components"]["securitySchemes"] |= components.get("securitySchemes", {})
    return merged


def _renamed(node: Any, service: str) -> Any:
    """Every reference to a schema, under the service's name."""
    if isinstance(node, dict):
        return {
            key: value.replace("#/components/schemas/", f"#/components/schemas/{service}.")
            if key == "$ref" and isinstance(value, str)
            else _renamed(value, service)
            for key, value in node.items()
        }
    return [_renamed(item, service) for item in node] if isinstance(node, list) else node


def problems_of(service: Service) -> list[dict[str, Any]]:
    """Every problem that this service declares, with its sentences."""
    own = {p.code: p for p in _declared_in(service.name)}
    return [_shown(own[code]) for code in sorted(own)]


def problem_pages(services: Sequence[Service]) -> Iterator[tuple[str, str]]:
    """A page for each code: what it means and, in three languages, what the caller is told."""
    known = {p.code: p for module in (house, core) for p in vars(module).values() if isinstance(p, Problem)}
    for service in services:
        known |= {p.code: p for p in _declared_in(service.name)}
    for code in sorted(known):
        yield code, _page(known[code])


def _declared_in(package: str) -> Iterator[Problem]:
    import sys  # noqa: PLC0415 - the modules that main has imported

    importlib.import_module(f"{package}.main")
    for name, module in sorted(sys.modules.items()):
        if name.startswith(f"{package}.") and name.endswith(".problems"):
            yield from (value for value in vars(module).values() if isinstance(value, Problem))


def _shown(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "status": problem.status, "fi": problem.fi, "sv": problem.sv, "en": problem.en}


def _page(problem: Problem) -> str:
    said = "".join(
        f'<dt>{label}</dt><dd lang="{language}">{html.escape(getattr(problem, language))}</dd>'
        for language, label in (("fi", "Suomeksi"), ("sv", "På svenska"), ("en", "In English"))
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{problem.code}</title></head>'
        f"<body><main><h1>{problem.code}</h1><p>HTTP {problem.status}</p><dl>{said}</dl></main></body></html>\n"
    )
