"""A client that knows nothing but the document: it sends the examples as they stand there and holds every answer against it."""

import json
from dataclasses import dataclass, field
from typing import Any

import httpx
from tests.chassis.edge.conftest import Api
from tests.contracts.documented import Documented, Operation

from chassis.outbox import new_id

Headers = dict[str, str]


@dataclass
class Client:
    """Sends what the document shows. `known` are the example's own values that must be others here, such as ids."""

    api: Api
    document: Documented
    headers: Headers
    known: dict[str, str] = field(default_factory=dict)
    did: set[str] = field(default_factory=set)
    """The operations that succeeded."""

    async def do(self, name: str, /, *, who: Headers | None = None, etag: str | None = None, **given: Any) -> Any:
        """Do this operation with its example; the documented success, or an error. `given`: path and query parameters, files."""
        operation = self.document.operation(name)
        headers = {**(self.headers if who is None else who), "Idempotency-Key": str(new_id())}
        if operation.method != "post":
            del headers["Idempotency-Key"]
        files = given.pop("files", None)
        answer = await self.send(operation, given, self.body(operation), headers | ({"If-Match": etag} if etag else {}), files)
        status, _ = operation.success
        assert answer.status_code == status, f"{name}: {answer.status_code} {answer.text}"
        self.did.add(name)
        return (answer.json() | {"etag": answer.headers.get("etag")}) if answer.text.startswith("{") else answer.text

    @property
    def left(self) -> set[str]:
        """The operations that nobody has done yet."""
        return {operation.name for operation in self.document.operations} - self.did

    async def send(
        self, operation: Operation, given: dict[str, Any], body: Any, headers: Headers, files: dict[str, Any] | None = None
    ) -> httpx.Response:
        """Any request of this operation; the answer is one that the document allows."""
        answer = await self.ask(operation, given, body, headers, files)
        operation.check(answer, body)
        return answer

    async def ask(
        self, operation: Operation, given: dict[str, Any], body: Any, headers: Headers, files: dict[str, Any] | None = None
    ) -> httpx.Response:
        """Any request of this operation, and whatever is answered."""
        path = operation.path
        for parameter in operation.parameters:
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", str(given.pop(parameter["name"])))
        form = operation.asks is not None and operation.asks[0].startswith("multipart")
        content: dict[str, Any] = {"data": body, "files": files} if form else {} if operation.asks is None else {"json": body}
        method = operation.method.upper()
        return await self.api.http.request(method, path, params=given, headers=headers, **content)

    def body(self, operation: Operation) -> Any:
        """The example, the known values put in; a form's files are sent apart."""
        text = json.dumps(operation.example)
        for shown, here in self.known.items():
            text = text.replace(json.dumps(shown), json.dumps(here))
        body = json.loads(text)
        return {name: value for name, value in body.items() if name not in {"file", "files"}} if isinstance(body, dict) else body
