"""The client of the experiments: personas who ask the API processes directly, in turn, and write down what they know."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import httpx
from tests.faults.county.ledger import Attempt, Ledger

from chassis import clock
from chassis.outbox import new_id
from yhdyspinta_local.issuer.app import PERSONA_GRANT
from yhdyspinta_local.parts import Issuer

TOKEN_SECONDS = 240
PATIENCE = 40.0
"""Seconds that one answer may take before the client hangs up: far above what a service takes for itself."""


class NoAnswer(Exception):
    """Nobody knows what became of it."""


@dataclass
class Client:
    """Everybody who asks. `apis`: the addresses of each service's API processes."""

    http: httpx.AsyncClient
    issuer: Issuer
    apis: Mapping[str, Sequence[str]]
    ledger: Ledger

    def __post_init__(self) -> None:
        self._tokens: dict[str, tuple[str, float]] = {}
        self._turn = count()

    async def token(self, persona: str) -> str:
        token, until = self._tokens.get(persona, ("", 0.0))
        if time.monotonic() > until:
            form = {"grant_type": PERSONA_GRANT, "persona": persona, "client_id": "cli"}
            try:
                answer = await self.http.post(f"{self.issuer.url}/token", data=form)
            except httpx.TransportError as away:
                raise NoAnswer(repr(away)) from away
            token = answer.raise_for_status().json()["access_token"]
            self._tokens[persona] = (token, time.monotonic() + TOKEN_SECONDS)
        return token

    async def read(self, persona: str, service: str, path: str, **query: Any) -> httpx.Response | None:
        """A look that changes nothing; nothing where nobody answers."""
        try:
            return await self._send("GET", service, path, persona, {}, params=query)
        except NoAnswer:
            return None

    async def attempt(
        self, persona: str, service: str, method: str, path: str, body: Any = None, *, what: str, event: str = "",
        etag: str = "", tries: int = 1,
    ) -> httpx.Response | None:
        """Ask for a change; where the answer is unknown or 503, again under the same key. The last answer, or none."""
        attempt = Attempt(new_id(), service, what, event)
        headers = {"Idempotency-Key": str(attempt.id), "X-Request-Id": str(attempt.id)} | ({"If-Match": etag} if etag else {})
        await asyncio.to_thread(self.ledger.begins, attempt)
        answer, lost = None, False
        for tried in range(tries):
            if tried:
                await asyncio.sleep(0.2)
            began = time.monotonic()
            try:
                answer = await self._send(method, service, path, persona, headers, json=body)
            except NoAnswer:
                answer, lost = None, True
                continue
            self._write(attempt, answer, time.monotonic() - began, lost=lost and method != "POST")
            lost = lost or answer.status_code == 503
            if answer.status_code not in {503, 409} or (answer.status_code == 409 and not _running(answer)):
                return answer
        return answer

    def _write(self, attempt: Attempt, answer: httpx.Response, seconds: float, *, lost: bool) -> None:
        """`lost`: an earlier try may have been done, and no key says so: a no is then said to the second try alone."""
        made = str(answer.json()["id"]) if answer.status_code == 201 else ""
        unknown = _running(answer) or (lost and answer.is_client_error)
        status = 0 if unknown else answer.status_code
        patient = status != 503 or "retry-after" in answer.headers
        self.ledger.answered(attempt, status, seconds, clock.now().timestamp(), patient=patient, made=made)

    async def _send(
        self, method: str, service: str, path: str, persona: str, headers: Mapping[str, str], **more: Any
    ) -> httpx.Response:
        """To the next process; to another one where nobody listens, for then nothing was sent."""
        signed = {**headers, "Authorization": f"Bearer {await self.token(persona)}"}
        apis, first = self.apis[service], next(self._turn)
        for n in range(len(apis)):
            try:
                url = f"{apis[(first + n) % len(apis)]}/v1/{path}"
                return await self.http.request(method, url, headers=signed, **more)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
            except httpx.TransportError as lost:
                raise NoAnswer(repr(lost)) from lost
        raise NoAnswer("nobody listens")

    async def must(self, persona: str, service: str, method: str, path: str, body: Any = None, *, etag: str = "") -> Any:
        """A change that an experiment begins with: asked for until it is done."""
        answer = None
        for _ in range(200):
            answer = await self.attempt(persona, service, method, path, body, what="begin", etag=etag, tries=3)
            if answer is not None and answer.is_success:
                return answer.json() if answer.content else None
            await asyncio.sleep(0.5)  # what it needs to know is on its way
        raise AssertionError(f"{method} {path}: {'no answer' if answer is None else answer.text}")


def _running(answer: httpx.Response) -> bool:
    return answer.status_code == 409 and answer.json().get("code") == "chassis.idempotency.running"


def made_id(answer: httpx.Response | None) -> UUID | None:
    """The id of what was made."""
    return UUID(answer.json()["id"]) if answer is not None and answer.status_code == 201 else None
