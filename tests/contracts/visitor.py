"""A client of the documents whose requests are schemathesis' own cases: each answer passes all of its checks."""

import asyncio
import base64
import json
import re
from dataclasses import dataclass, field
from typing import Any

import httpx
import schemathesis
from schemathesis import BaseSchema
from schemathesis.config import SchemathesisConfig
from tests.architecture.code import SERVICES, service
from tests.contracts.client import Client, Headers
from tests.contracts.documented import Operation
from typing_extensions import override

from chassis.catalogue import merged_openapi

DOCUMENT = merged_openapi([service(name) for name in SERVICES])
"""What the gateway publishes."""
UUID_LIKE = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


def read(url: str) -> BaseSchema:
    """The document as schemathesis reads it, its operations behind this gateway."""
    return schemathesis.openapi.from_dict(DOCUMENT, config=SchemathesisConfig.from_dict({"base-url": url, "request-timeout": 60}))


@dataclass(frozen=True)
class Visit:
    """How an operation succeeded: who asked, for what."""

    label: str
    """As schemathesis calls the operation: `POST /api/grants/v1/calls`."""
    who: Headers
    path: dict[str, str]
    body: Any
    is_form: bool


@dataclass
class Visitor(Client):
    """Walks like any client, and remembers each visit."""

    schema: BaseSchema = field(kw_only=True)
    visits: list[Visit] = field(default_factory=list, kw_only=True)

    @override
    async def send(
        self, operation: Operation, given: dict[str, Any], body: Any, headers: Headers, files: dict[str, Any] | None = None
    ) -> httpx.Response:
        path = f"/api/{self.document.service.name}{operation.path}"
        places = {p["name"]: str(given.pop(p["name"])) for p in operation.parameters if p["in"] == "path"}
        form = operation.asks is not None and operation.asks[0].startswith("multipart")
        asked: dict[str, Any] = {} if form or operation.asks is None else {"body": body, "media_type": operation.asks[0]}
        case = self.schema[path][operation.method].Case(path_parameters=places, query=given, headers=headers, **asked)
        sent = {"data": body, "files": files} if form else {}
        answer = await asyncio.to_thread(case.call, **sent)
        case.validate_response(answer)
        shown = httpx.Response(
            answer.status_code, content=answer.content, request=httpx.Request(operation.method, answer.request.url or ""),
            headers=[(name, value) for name, values in answer.headers.items() for value in values if name != "content-encoding"],
        )
        operation.check(shown, body)
        self.visits.append(Visit(case.operation.label, headers, places, body, form))
        return shown


def subject(who: Headers) -> dict[str, Any]:
    """What the token of these headers says; nothing where nobody is signed in."""
    token = who.get("Authorization", "").removeprefix("Bearer ")
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "==")) if token else {}
    return said
