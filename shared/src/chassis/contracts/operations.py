"""Two OpenAPI documents compared, pure: what a client written against the first misses, or misreads, in the second."""

import re
from collections.abc import Iterator
from typing import Any

from chassis.contracts.misread import SERVER, WORLD, Schema, Side, Trouble, misread


def changes(released: Schema, today: Schema) -> Iterator[tuple[str, Trouble]]:
    """The operation - `name (POST /v1/things)` -, and what broke in it."""
    now = dict(_operations(today))
    elsewhere = {operation["operationId"]: place for place, operation in now.items()}
    for place, operation in _operations(released):
        name = operation["operationId"]
        found = now.get(place)
        if found is None:
            moved = f"moved to {elsewhere[name]}" if name in elsewhere else "is gone"
            yield f"{name} ({place})", Trouble("", moved)
            continue
        if found["operationId"] != name:
            yield f"{name} ({place})", Trouble("", f"is now called {found['operationId']}")
        for trouble in _changed(Side(operation, released), Side(found, today)):
            yield f"{name} ({place})", trouble


def _operations(document: Schema) -> Iterator[tuple[str, Schema]]:
    """By method and path; what a path calls its ids is nobody's concern."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path)}", operation


def _changed(then: Side, now: Side) -> Iterator[Trouble]:
    yield from _parameters(then, now)
    yield from _body(then, now)
    yield from _answers(then, now)
    accepted = [set(way) for way in now.schema.get("security", [{}])]
    for way in then.schema.get("security", [{}]):
        if not any(needed <= set(way) for needed in accepted):
            yield Trouble("", f"is no longer open to {' and '.join(sorted(way)) or 'everybody'}")


def _parameters(then: Side, now: Side) -> Iterator[Trouble]:
    """An unknown query parameter is refused, an unknown header is not; a part of the path is always given, whatever its name."""
    before = {(p["in"], p["name"]): p for p in then.schema.get("parameters", [])}
    after = {(p["in"], p["name"]): p for p in now.schema.get("parameters", [])}
    for key, parameter in after.items():
        if key[0] != "path" and parameter.get("required") and not before.get(key, {}).get("required"):
            yield Trouble(key[1], f"is newly required ({key[0]})")
    for key, parameter in before.items():
        if key in after:
            yield from misread(then.at(parameter["schema"]), now.at(after[key]["schema"]), SERVER, key[1])
        elif key[0] == "query":
            yield Trouble(key[1], "is no longer taken (query)")


def _body(then: Side, now: Side) -> Iterator[Trouble]:
    before, after = then.schema.get("requestBody", {}), now.schema.get("requestBody", {})
    if after.get("required") and not before.get("required"):
        yield Trouble("body", "is newly required")
    yield from _contents(before.get("content", {}), after.get("content", {}), "body", "taken")
    for kind, content in before.get("content", {}).items():
        if kind in after.get("content", {}):
            yield from misread(then.at(content["schema"]), now.at(after["content"][kind]["schema"]), SERVER, "body")


def _answers(then: Side, now: Side) -> Iterator[Trouble]:
    """Successes only: what is refused, and why, may change. What else may succeed, a client does not know of."""
    before, after = then.schema["responses"], now.schema["responses"]
    for status, answer in before.items():
        if status not in after:
            yield Trouble("", f"no longer answers {status}, but {' or '.join(after)}")
            continue
        lost = sorted(set(answer.get("headers", {})) - set(after[status].get("headers", {})))
        yield from (Trouble(header, "is gone (header)") for header in lost)
        contents: dict[str, Any] = after[status].get("content", {})
        yield from _contents(answer.get("content", {}), contents, "answer", "given")
        for kind, content in answer.get("content", {}).items():
            if kind in contents:
                yield from misread(now.at(contents[kind]["schema"]), then.at(content["schema"]), WORLD, "answer")


def _contents(before: dict[str, Any], after: dict[str, Any], what: str, done: str) -> Iterator[Trouble]:
    yield from (Trouble(what, f"is no longer {done} as {kind}") for kind in before if kind not in after)
