"""A persona asks through the gateway; an answer of another status than the wanted one ends the walk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import httpx

from yhdyspinta_local.personas import CLIENTS, PERSONAS
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.checks import Differs
from yhdyspinta_local.walks.surroundings import Clock

_PERSONA_GRANT: Final = "urn:yhdyspinta:grant:persona"
ANYBODY: Final = "anybody"
"""Asks without a sign-in."""
_TRIES: Final = 5
"""Of a request to a service that is away for a moment (503) or asks for patience (429)."""
_TOKEN_SECONDS: Final = 300
"""After half of its life a token is asked for anew."""


@dataclass(frozen=True)
class Answer:
    """What came."""

    asked: str
    """Method and path."""
    status: int
    body: Any
    """JSON as it was sent, or text."""
    headers: Mapping[str, str]

    @property
    def request_id(self) -> str | None:
        return self.headers.get("x-request-id")

    def __getitem__(self, name: str) -> Any:
        return checks.at(self.body, name, request_id=self.request_id)

    @property
    def etag(self) -> str:
        return f'"{self["version"]}"'

    @property
    def items(self) -> list[Any]:
        """Of a list."""
        return list(self["items"])

    @property
    def reasons(self) -> list[str]:
        """Codes of a refusal: all of its reasons."""
        return sorted(one["code"] for one in self["errors"]) if self.body.get("errors") else [self["code"]]

    def says(self, **expected: Any) -> Self:
        """Each of these fields is so."""
        for name, value in expected.items():
            checks.same(f"{name} of {self.asked}", self[name], value, self.request_id)
        return self

    def counts(self, number: int) -> Self:
        """It is a list of so many."""
        checks.same(f"number of {self.asked}", len(self.items), number, self.request_id)
        return self

    def refuses(self, *codes: str) -> Self:
        """It is a refusal for exactly these reasons."""
        checks.holds(f"a refusal of {self.asked}", 400 <= self.status < 500, f"{self.status}", self.request_id)
        checks.same(f"reasons of {self.asked}", self.reasons, sorted(codes), self.request_id)
        return self


class Callers:
    """Everybody who asks, over one client. `spent`: seconds of all answers, `asked`: how many there were."""

    def __init__(self, http: httpx.AsyncClient, issuer: str, clock: Clock, tag: str) -> None:
        """`tag` tells the requests of this walk apart from those of others: keys of idempotency begin with it."""
        self.http, self.clock = http, clock
        self.asked, self.spent = 0, 0.0
        self._issuer, self._tag = issuer, tag
        self._tokens: dict[str, tuple[str, float]] = {}

    def __getitem__(self, name: str) -> "Caller":
        return Caller(self, name)

    def next_key(self) -> str:
        self.asked += 1
        return f"{self._tag}-{self.asked}"

    async def token(self, name: str) -> str:
        """Of a persona, or of a program with credentials of its own."""
        token, until = self._tokens.get(name, ("", 0.0))
        now = self.clock.now().timestamp()
        if now < until:
            return token
        if name in CLIENTS:
            form = {"grant_type": "client_credentials", "client_id": name, "client_secret": CLIENTS[name].secret}
        else:
            form = {"grant_type": _PERSONA_GRANT, "persona": PERSONAS[name].name, "client_id": "cli"}
        answer = await self.http.post(f"{self._issuer}/token", data=form)
        checks.same(f"status of a token for {name}", answer.status_code, 200)
        token = str(checks.at(answer.json(), "access_token"))
        self._tokens[name] = (token, now + _TOKEN_SECONDS)
        return token


class Caller:
    """One persona."""

    def __init__(self, callers: Callers, name: str) -> None:
        """`name` as in `personas.py`, or `ANYBODY`."""
        self._callers, self.name = callers, name

    async def get(self, path: str, *, wanted: int | None = 200, **query: Any) -> Answer:
        """`wanted=None` takes any status."""
        return await self.ask("GET", path, wanted=wanted, params=query)

    async def all(self, path: str, **query: Any) -> list[Any]:
        """Every item of a list, page after page."""
        page = await self.get(path, **query, limit=200)
        found = page.items
        while page["next"]:
            page = await self.get(path, **query, limit=200, cursor=page["next"])
            found += page.items
        return found

    async def post(
        self, path: str, body: Any = None, *, wanted: int | None = 200, of: Answer | None = None, **more: Any
    ) -> Answer:
        """`of`: the answer whose version is changed."""
        return await self.ask("POST", path, wanted=wanted, etag=of.etag if of else None, json=body, **more)

    async def patch(self, path: str, body: Any, *, of: Answer, wanted: int = 200) -> Answer:
        return await self.ask("PATCH", path, wanted=wanted, etag=of.etag, json=body)

    async def put(self, path: str, body: Any) -> Answer:
        return await self.ask("PUT", path, json=body)

    async def ask(self, method: str, path: str, *, wanted: int | None = 200, etag: str | None = None, **more: Any) -> Answer:
        """One request: `path` begins with the service."""
        headers = {"Accept-Language": "fi"}
        if self.name != ANYBODY:
            headers["Authorization"] = f"Bearer {await self._callers.token(self.name)}"
        headers["Idempotency-Key"] = self._callers.next_key()
        if etag:
            headers["If-Match"] = etag
        answer = await self._answered(method, f"/api/{path}", {**more, "headers": headers})
        found = Answer(f"{method} {path} as {self.name}", answer.status_code, _body(answer), answer.headers)
        if wanted is not None and found.status != wanted:
            raise Differs(f"{wanted} from {found.asked}", f"{found.status} {checks.shortened(found.body)}", found.request_id)
        return found

    async def _answered(self, method: str, path: str, more: dict[str, Any]) -> httpx.Response:
        """Again where the service is away: the key makes a repetition the same request."""
        clock, began, tries = self._callers.clock, self._callers.clock.now(), 1
        answer = await self._callers.http.request(method, path, **more)
        while answer.status_code in {429, 503} and tries < _TRIES:
            await clock.sleep(float(answer.headers.get("retry-after", 1)))
            answer, tries = await self._callers.http.request(method, path, **more), tries + 1
        self._callers.spent += (clock.now() - began).total_seconds()
        return answer


def _body(answer: httpx.Response) -> Any:
    return answer.json() if "json" in answer.headers.get("content-type", "") else answer.text
