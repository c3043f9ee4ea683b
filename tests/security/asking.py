"""Every operation, asked by everybody in the moment in which it can succeed: just before the one who does it does it.

Who must be refused asks for real, and every row of the service's schema stands afterwards as it stood before. Who may asks in a
rehearsal: the same application over the same rows, on connections whose commits the database refuses once everything else went well,
so that the next one meets the same rows. Reads are asked for real.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
import httpx
from joserfc.jwk import ECKey
from tests.chassis.edge.conftest import Api
from tests.contracts.client import Client, Headers
from tests.contracts.documented import Operation
from tests.security.personas import ANON, CLAIMS, ELSEWHERE, PERSONAS, SCOPED, SELF, Persona
from tests.security.placing import Ground, held, placed
from tests.security.reading import leaks
from typing_extensions import override

from chassis.outbox import new_id

YES, NOTHING, RULE = "+", "0", "~"
"""May; is shown an empty list; got past the question of who, and met a rule."""
_CLASSES = {401: "1", 403: "3", 404: "4", 409: RULE, 412: RULE, 422: RULE, 428: RULE}
_NO_COMMIT = 503
"""A rehearsal that went well."""
KEY = ECKey.generate_key("P-256", {"kid": "test-quick", "use": "sig"})
"""For thousands of tokens: signed ten times as fast as by RSA."""


@dataclass(frozen=True)
class Asked:
    """A request as the one who may is about to send it."""

    operation: Operation
    given: Mapping[str, Any]
    body: Any
    headers: Headers
    files: Any

    @property
    def reads(self) -> bool:
        return self.operation.method == "get"

    @property
    def about(self) -> str:
        """The id in its path, or nothing."""
        return str(self.given.get("id", ""))


@dataclass
class Asker(Client):
    """Walks like any client; before each operation everybody else is heard."""

    rehearsal: Api = field(kw_only=True)
    admin: asyncpg.Connection = field(kw_only=True)
    expected: Mapping[str, Mapping[str, str]] = field(kw_only=True)
    """By operation and word of a persona, the answer; by hand."""
    ground: Ground = field(kw_only=True)
    answers: dict[str, dict[str, str]] = field(default_factory=dict, kw_only=True)
    traces: list[str] = field(default_factory=list, kw_only=True)
    """What was left by somebody who was refused, or by a rehearsal."""
    told: list[str] = field(default_factory=list, kw_only=True)
    """What negative answers told of the inside."""

    @override
    async def send(
        self, operation: Operation, given: dict[str, Any], body: Any, headers: Headers, files: dict[str, Any] | None = None
    ) -> httpx.Response:
        if operation.name not in self.answers:
            self.answers[operation.name] = {self._walker(headers): YES}
            await self._hear_everybody(Asked(operation, given, body, headers, files))
        return await super().send(operation, given, body, headers, files)

    async def _hear_everybody(self, asked: Asked) -> None:
        name, answers = asked.operation.name, self.answers[asked.operation.name]
        others = [persona for persona in PERSONAS if persona.word not in answers and persona is not SELF]
        expected = {persona: self.expected.get(name, {}).get(persona.word, YES) for persona in others}
        refused = [persona for persona in others if expected[persona] not in {YES, RULE}]
        may = [persona for persona in others if persona not in refused]
        subjects = {persona: new_id() for persona in others}
        scopes = await self.ground.scopes(self.admin, asked.about)
        roles = {
            subjects[p]: (p.role, p.kind, [ELSEWHERE[p.kind]] if p.elsewhere else scopes.get(p.kind, ())) for p in others if p.kind
        }
        tables = self.ground.placed if refused != [ANON] else {}  # what everybody may depends on no scope
        schema, house = self.document.service.name, self.document.service.house
        async with placed(self.admin, schema, tables), held(self.admin, schema, roles, house.assignment.name):
            before = await self._rows()
            for persona in refused:
                answers[persona.word] = await self._answer(self.api, asked, persona, subjects[persona])
            await self._expect(before, f"{asked.operation}: something is left of {_words(refused)}")
            for persona in may:
                answers[persona.word] = await self._answer(self.api if asked.reads else self.rehearsal, asked, persona, subjects[persona])
            if not asked.reads:  # that personal data was read is written down
                await self._expect(before, f"{asked.operation}: something is left of a rehearsal by {_words(may)}")

    async def _answer(self, api: Api, asked: Asked, persona: Persona, subject: UUID) -> str:
        headers = {name: value for name, value in asked.headers.items() if name != "Authorization"}
        if "Idempotency-Key" in headers:
            headers["Idempotency-Key"] = str(new_id())
        if persona is not ANON:
            roles = SCOPED if persona is CLAIMS else () if persona.kind or not persona.role else (persona.role,)
            token = api.issuer.token(persona.subject or subject, *roles, key=KEY, alg="ES256", azp=persona.client)
            headers["Authorization"] = f"Bearer {token}"
        client = Client(api, self.document, {})
        answer = await client.ask(asked.operation, dict(asked.given), asked.body, headers, asked.files)
        self.told += [f"{asked.operation} tells {persona.word} of {inside}" for inside in leaks(answer)]
        return _class_of(asked.operation, answer)

    def _walker(self, headers: Headers) -> str:
        token = headers.get("Authorization", "").removeprefix("Bearer ")
        return self.ground.walkers.get(_subject(token), SELF.word) if token else ANON.word

    async def _rows(self) -> dict[str, tuple[int, int]]:
        """Of each table: how many rows, and the newest transaction that wrote one of them."""
        schema = self.document.service.name
        sql = " UNION ALL ".join(
            f"SELECT '{table.name}', count(*), coalesce(max(xmin::text::bigint), 0) FROM {table.fullname}"
            for table in self.document.service.tables.sorted_tables
        )
        return {f"{schema}.{name}": (count, newest) for name, count, newest in await self.admin.fetch(sql)}

    async def _expect(self, before: Mapping[str, tuple[int, int]], otherwise: str) -> None:
        changed = [table for table, rows in (await self._rows()).items() if rows != before[table]]
        self.traces += [f"{otherwise}: {', '.join(changed)}"] if changed else []


def _class_of(operation: Operation, answer: httpx.Response) -> str:
    """One character for what was said; a rehearsal that came as far as its commit is a yes."""
    if answer.is_success and operation.name.startswith("list_"):
        said = answer.json()
        return NOTHING if (said.get("items") if isinstance(said, dict) else said) == [] else YES
    if answer.is_success or answer.status_code == _NO_COMMIT:
        return YES
    return _CLASSES.get(answer.status_code, str(answer.status_code))


def _words(some: Sequence[Persona]) -> str:
    return " ".join(persona.word for persona in some)


def _subject(token: str) -> str:
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return str(said["sub"])
