"""Requests of every kind, drawn from a document: its examples, what its schemas allow, and what no client should send."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from tests.contracts.documented import Documented, Operation

CODE = "131052-308T"
"""A made-up person's identity code, as the authority itself prints it in its examples."""
JUNK: st.SearchStrategy[Any] = st.sampled_from([
    None, True, 0, -1, 2**63, 10**30, 0.1, 1e308, math.nan, "", " ", "\0", "\ud800", "a" * 600, "ä" * 30_000, "<script>", CODE,
    "' or 1=1--", "%", "\\", "=HYPERLINK()", "a\r\nb: c", "2027-02-30", "9999-12-31", "0001-01-01", "2027-01-01T00:00:00",
    "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+14:00", [], {}, [[[[]]]], {"a": None}, {"status": "active", "version": 9},
])
ODD = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
RARELY = st.integers(0, 20).map(lambda n: n == 13)
SOMETIMES = st.integers(0, 8).map(lambda n: n in {3, 5})
STATES = ['"1"', '"2"', '"3"', 'W/"1"', "*", "1", '"x"', '""', '"999999999999999999999"']
KEYS = ["0199f000-0000-7000-8000-000000000001", "0199f000-0000-7000-8000-000000000002", "", "x" * 300, "ä"]
KINDS = ["application/json", "application/xml", "text/csv", "application/x-ndjson", "*/*;q=0", "x"]


@dataclass
class Asked:
    """One request, ready to be sent."""

    path: dict[str, str]
    query: dict[str, Any]
    headers: dict[str, str]
    body: bytes | None = None
    form: dict[str, Any] | None = None
    files: dict[str, Any] | None = None


class Requests:
    """Draws requests of one service.

    `ids`: what the answers so far have named, under the last noun of their address; `etags`: the newest ETag of each id.
    """

    def __init__(self, document: Documented, ids: Mapping[str, Sequence[str]], etags: Mapping[str, str]) -> None:
        self.document = document
        self.ids = ids
        self.etags = etags

    def of(self, operation: Operation, draw: Any) -> Asked:
        """A request of this operation."""
        path = {p["name"]: self._place(operation, p, draw) for p in operation.parameters if p["in"] == "path"}
        query = {}
        for parameter in operation.parameters:
            if parameter["in"] == "query" and (parameter.get("required") or draw(SOMETIMES)):
                query[parameter["name"]] = _flat(draw(JUNK if draw(RARELY) else self.value(parameter["schema"])))
        if draw(RARELY):
            query[draw(ODD) or "x"] = draw(ODD)
        if "wait" in query:
            query["wait"] = 0
        asked = Asked(path, query, _headers(operation, draw, self.etags.get(path.get("id", ""))))
        if operation.asks is None:
            asked.body = draw(st.sampled_from([None, None, None, b"{}", b"[]", b"x"])) if operation.method != "get" else None
        elif operation.asks[0].startswith("multipart"):
            asked.form, asked.files = self._form(operation, draw)
        else:
            asked.body = _written(draw(JUNK) if draw(RARELY) else self._body(operation, draw))
            asked.headers["Content-Type"] = operation.asks[0] if not draw(RARELY) else draw(st.sampled_from(KINDS))
        return asked

    def _body(self, operation: Operation, draw: Any) -> Any:
        """The example or something that the schema allows; then, often, one field that is another, or is not there."""
        assert operation.asks is not None
        body = draw(self.value(operation.asks[1]["schema"])) if draw(SOMETIMES) else dict(operation.example)
        fields = self.document.resolved(operation.asks[1]["schema"])["properties"]
        while draw(SOMETIMES):
            name = draw(st.sampled_from(sorted(fields)))
            if draw(RARELY):
                body.pop(name, None)
            else:
                body[name] = draw(JUNK if draw(SOMETIMES) else self.value(fields[name]))
        return body

    def _form(self, operation: Operation, draw: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        example = dict(operation.example)
        name = "file" if "file" in example else "files"
        example.pop(name)
        for field in sorted(example):
            if draw(SOMETIMES):
                example[field] = _flat(draw(JUNK))
        content = draw(st.binary(max_size=60) | st.sampled_from([
            b'[{"id": "0857240-9", "name": "Oulun Omaiset ry"}]', b"[]", b"{", b"code;year;population\n564;2021;1\n", b"PK\x03\x04",
        ]))
        return example, {name: (draw(st.sampled_from(["organisations.json", "x.csv", "../x", "a.zip", "b.xlsx"])), content)}

    def _place(self, operation: Operation, parameter: Mapping[str, Any], draw: Any) -> str:
        """An id of that kind that exists, or one that does not, or no id at all."""
        if draw(RARELY):
            return str(draw(st.uuids() | ODD.filter(str.strip)))
        noun = operation.path.partition("/{" + parameter["name"] + "}")[0].rpartition("/")[2]
        known = self.ids.get(noun, ())
        return known[draw(st.integers(0, 10**6)) % len(known)] if known else str(draw(st.uuids()))

    def value(self, schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
        """Something that the schema allows, nearly: a list may be longer, a text outside the pattern's length."""
        schema = self.document.resolved(schema)
        if "const" in schema:
            return st.just(schema["const"])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        if "anyOf" in schema:
            return st.one_of([self.value(option) for option in schema["anyOf"]])
        kinds: dict[str, Callable[[Mapping[str, Any]], st.SearchStrategy[Any]]] = {
            "string": self._text,
            "integer": lambda said: st.integers(said.get("minimum", -(2**33)), said.get("maximum", 2**33)),
            "number": lambda _: st.floats(-1e9, 1e9) | st.decimals(-99, 99, places=2).map(float),
            "boolean": lambda _: st.booleans(),
            "null": lambda _: st.none(),
            "array": lambda said: st.lists(self.value(said["items"]), min_size=said.get("minItems", 0), max_size=3),
            "object": self._object,
        }
        return kinds[schema["type"]](schema)

    def _object(self, schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
        if "properties" not in schema:
            return st.dictionaries(st.text(max_size=10), JUNK, max_size=3)
        needed = set(schema.get("required", ()))
        fields = {name: self.value(field) for name, field in schema["properties"].items()}
        return st.fixed_dictionaries(
            {name: field for name, field in fields.items() if name in needed},
            optional={name: field for name, field in fields.items() if name not in needed},
        )

    def _text(self, schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
        match schema.get("format"):
            case "uuid":
                every = [id for ids in self.ids.values() for id in ids] or [str(UUID(int=1))]
                return st.integers(0, 10**6).map(lambda n: every[n % len(every)]) | st.uuids().map(str)
            case "date":
                return st.dates().map(str)
            case "date-time":
                return st.datetimes().map(lambda moment: f"{moment.isoformat()}Z")
        if "pattern" in schema:
            return st.from_regex(schema["pattern"], fullmatch=True)
        return st.text(min_size=min(schema.get("minLength", 0), 40), max_size=min(schema.get("maxLength", 40), 40))


def _headers(operation: Operation, draw: Any, etag: str | None) -> dict[str, str]:
    headers = {}
    if operation.method != "get" and not draw(SOMETIMES):
        headers["If-Match"] = draw(st.sampled_from(STATES)) if draw(RARELY) else etag or "*"
    if operation.method == "get" and draw(SOMETIMES):
        headers["If-None-Match"] = draw(st.sampled_from(STATES))
    if operation.method == "post" and not draw(SOMETIMES):
        headers["Idempotency-Key"] = draw(st.sampled_from(KEYS)) if draw(SOMETIMES) else str(draw(st.uuids()))
    if draw(RARELY):
        headers["Accept"] = draw(st.sampled_from(KINDS))
    if draw(RARELY):
        headers["Accept-Language"] = draw(st.sampled_from(["fi", "sv-FI", "en;q=0.5", "de", "*", ";;"]))
    return headers


def _flat(value: Any) -> Any:
    """As a query or a form can carry it."""
    if isinstance(value, list):
        return [_flat(each) for each in value if not isinstance(each, list)]
    if isinstance(value, str):
        return value[:10_000].encode("utf-8", "replace").decode()
    return json.dumps(value)


def _written(body: Any) -> bytes:
    """JSON as careless clients write it: NaN and lone surrogates included."""
    return json.dumps(body).encode()
