"""A service's OpenAPI document as a promise: what an operation asks for, and whether an answer is one that it may give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from chassis.openapi import document
from chassis.service import Service

JSON, PROBLEM = "application/json", "application/problem+json"
CHECKER = Draft202012Validator.FORMAT_CHECKER


@dataclass(frozen=True, repr=False)
class Operation:
    """One of a document's operations."""

    document: "Documented"
    method: str
    path: str
    said: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"{self.document.service.name}.{self.name}"

    @property
    def name(self) -> str:
        return str(self.said["operationId"])

    @property
    def parameters(self) -> list[dict[str, Any]]:
        return list(self.said["parameters"])

    @property
    def asks(self) -> tuple[str, dict[str, Any]] | None:
        """Media type and content of its body, where it takes one."""
        contents: dict[str, Any] = self.said.get("requestBody", {}).get("content", {})
        return next(iter(contents.items()), None)

    @property
    def example(self) -> Any:
        """What may be sent, as the document shows it."""
        return None if self.asks is None else self.document.example(self.asks[1])

    @property
    def success(self) -> tuple[int, dict[str, Any] | None]:
        """Status and JSON content of the answer when all goes well."""
        (status,) = (status for status in self.said["responses"] if int(status) < 300)
        return int(status), self.said["responses"][status].get("content", {}).get(JSON)

    def check(self, answer: httpx.Response, sent: object = None) -> None:
        """The status is documented; a body has a documented type and its schema; a problem has a code declared for that status."""
        about = f"{self.method.upper()} {answer.request.url} {sent!r} -> {answer.status_code} {answer.text[:2000]}"
        assert str(answer.status_code) in self.said["responses"], f"status is not documented: {about}"
        response = self.said["responses"][str(answer.status_code)]
        if not answer.content and JSON not in answer.headers.get("content-type", JSON if JSON in response.get("content", {}) else ""):
            return
        kind = answer.headers["content-type"].partition(";")[0]
        assert kind in response["content"], f"media type is not documented: {about}"
        if kind not in {JSON, PROBLEM}:
            return
        found = [error.message for error in self.document.validator(response["content"][kind]["schema"]).iter_errors(answer.json())]
        assert found == [], f"{found}: {about}"
        if kind == PROBLEM:
            assert answer.json()["code"] in response["x-problem-codes"], f"code is not documented: {about}"
            assert answer.json()["status"] == answer.status_code


class Documented:
    """A service's document, its answers taken as closed: a field that is not documented is a fault."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.made = document(service)
        schemas = self.made["components"]["schemas"]
        closed = {name: schema if name == "Problem" else _closed(schema) for name, schema in schemas.items()}
        self._parts = {"components": {"schemas": closed}}

    @property
    def operations(self) -> Iterator[Operation]:
        for path, item in self.made["paths"].items():
            for method, said in item.items():
                yield Operation(self, method, path, said)

    def operation(self, name: str) -> Operation:
        (found,) = (operation for operation in self.operations if operation.name == name)
        return found

    def validator(self, schema: Mapping[str, Any]) -> Draft202012Validator:
        return Draft202012Validator({**schema, **self._parts}, format_checker=CHECKER)

    def example(self, content: Mapping[str, Any]) -> Any:
        """The example that a content points at."""
        (shown,) = content["examples"].values()
        return self.made["components"]["examples"][shown["$ref"].rpartition("/")[2]]["value"]

    def resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """The schema itself, where it only points at one."""
        if "$ref" not in schema:
            return schema
        found: dict[str, Any] = self.made["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    return {"additionalProperties": False, **schema} if "properties" in schema else schema
