"""The four checks of RESTler (Atlidakis et al., ICST 2020) over every operation that they apply to, through the gateway.

Use after free: what was removed is not there, whatever one asks of it. Leakage: a request that was refused leaves nothing behind, in no
table. Hierarchy: a child is not found under another parent. Namespace: whoever acts for another organisation changes nothing here, and
of what is hidden from them is told the same as of what never was.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import httpx
import pytest
from tests.architecture.code import SERVICES, service
from tests.chassis.edge.conftest import Api
from tests.contracts.conftest import Visited
from tests.contracts.door import Door
from tests.contracts.visitor import UUID_LIKE, Visit
from tests.contracts.walks_grants import hear
from tests.journeys.said import assignment, organisation
from tests.security.asking import YES
from tests.security.called import EXPECTED

from chassis.openapi import document
from chassis.outbox import new_id

pytestmark = pytest.mark.timeout(600)
"""The first test waits until the whole county stands."""
REMOVAL = re.compile(r"(.*/\{[a-z_]+\})/remove$")
ON_RECORD = {
    "POST /api/grants/v1/applications/{id}/attachments/{attachment_id}/remove",
    "POST /api/notifications/v1/webhooks/{id}/remove",
}
"""What a frozen version may name stays to be read, and so does the log of a webhook; both say that they are removed."""
AGAIN = "POST /api/notifications/v1/recipients/{id}/remove"
"""Its id is its organisation's, which has entered an address since."""
PASSING = {"idempotency", "audit", "audit_seal"}
"""Tables of the house that speak of requests, not of things."""
SAME_FOR_ALL = frozenset({"instance", "request_id"})


def address(visit: Visit, **others: str) -> str:
    path: str = visit.label.split()[1]
    for name, value in (visit.path | others).items():
        path = path.replace("{" + name + "}", value)
    return path


async def ask(http: httpx.AsyncClient, visit: Visit, who: dict[str, str], body: Any = None, **others: str) -> httpx.Response:
    """The same once more, as somebody, of something else."""
    headers = {name: value for name, value in visit.who.items() if name != "Authorization"} | who
    if "Idempotency-Key" in headers:
        headers["Idempotency-Key"] = str(new_id())
    sent = visit.body if body is None else body
    content: dict[str, Any] = {"files": {"x": b""}} if visit.is_form else {} if sent is None else {"json": sent}
    return await http.request(visit.label.split()[0], address(visit, **others), headers=headers, **content)


def token(visit: Visit) -> dict[str, str]:
    return {name: value for name, value in visit.who.items() if name == "Authorization"}


def last(visits: Iterable[Visit]) -> dict[str, Visit]:
    """One visit of each operation."""
    return {visit.label: visit for visit in visits}


@pytest.fixture
async def http(visited: Visited) -> Any:
    async with httpx.AsyncClient(base_url=visited.door.url, timeout=60, trust_env=False) as client:
        yield client


async def test_use_after_free(visited: Visited, http: httpx.AsyncClient) -> None:
    """Every operation on a thing that its owner has removed, and on what lay below it: as for an id that never was."""
    asked: Counter[str] = Counter()
    wrong = []
    for removed in visited.visits:
        found = REMOVAL.match(removed.label.split()[1])
        if found is None or removed.label == AGAIN:
            continue
        for visit in last(visited.visits).values():
            path = visit.label.split()[1]
            if path == found[1] or path.startswith(f"{found[1]}/"):
                answer = await ask(http, visit, token(removed), **removed.path)
                kept = removed.label in ON_RECORD and (answer.is_success if visit.label.startswith("GET") else answer.status_code in {409, 412})
                asked[removed.label] += 1
                if not kept and answer.status_code != 404:
                    wrong.append(f"{visit.label} after {removed.label}: {answer.status_code} {answer.text[:200]}")
    print(f"use after free: {asked.total()} requests about things removed by {len(asked)} operations: {dict(asked)}")
    assert len(asked) == 4
    assert wrong == [], "\n".join(wrong)


async def test_hierarchy(visited: Visited, http: httpx.AsyncClient) -> None:
    """A child asked for under another thing of its parent's kind, by who may see both."""
    asked: Counter[str] = Counter()
    for visit in last(visited.visits).values():
        path = visit.label.split()[1]
        parent, *below = re.findall(r"\{([a-z_]+)\}", path) or [""]
        if not below or not UUID_LIKE.match(visit.path[below[-1]]):
            continue
        noun = path.partition("/{")[0]
        others = {v.path[parent] for v in visited.visits if v.label.split()[1].startswith(f"{noun}/{{{parent}}}") and parent in v.path}
        for other in sorted(others - {visit.path[parent]}):
            answer = await ask(http, visit, token(visit), **{parent: other})
            before = answer.status_code == 409 and not visit.label.startswith("GET")  # the other thing's own state forbids it first
            assert before or answer.status_code == 404, f"{visit.label} under {other}: {answer.status_code} {answer.text}"
            asked[visit.label] += 1
    print(f"hierarchy: {asked.total()} requests of {len(asked)} operations: {dict(asked)}")
    assert asked


OPEN = {
    f"{method.upper()} /api/{name}{path}"
    for name in SERVICES
    for path, item in document(service(name))["paths"].items()
    for method, said in item.items()
    if method == "get" and EXPECTED[name][said["operationId"]]["representative-"] == YES
}
"""What also those read who act for another organisation, by the hand-written expectations of `tests.security.who_may`."""
OWN = frozenset({"GET /api/forums/v1/meetings/{id}/registrations"})
"""Lists of which everybody sees their own."""


async def test_namespace(visited: Visited, http: httpx.AsyncClient) -> None:
    """A representative of another organisation asks for everything that was ever done here."""
    told: Counter[int] = Counter()
    stranger = await of_another_organisation(visited.door)
    unknown = str(new_id())
    wrong = []
    for visit in last(visited.visits).values():
        ids = {name: unknown for name, value in visit.path.items() if UUID_LIKE.match(value)}
        if not ids or not visit.who.get("Authorization"):
            continue
        answer = await ask(http, visit, stranger)
        told[answer.status_code] += 1
        if answer.status_code == 404:
            never = await ask(http, visit, stranger, **ids)
            if said(answer) != said(never):
                wrong.append(f"{visit.label}: {answer.text} is not {never.text}")
        elif visit.label in OWN:
            assert answer.json()["items"] == []
        elif answer.is_success and visit.label not in OPEN:
            wrong.append(f"{visit.label}: {answer.status_code}")
    print(f"namespace: {told.total()} operations: {dict(sorted(told.items()))}")
    assert wrong == [], "\n".join(wrong)


async def of_another_organisation(door: Door) -> dict[str, str]:
    """Somebody who acts for an organisation that has to do with nothing; every service has heard so."""
    person, id = new_id(), new_id()
    for name in SERVICES:
        async with door.client(name) as client:
            if service(name).copies:
                state = organisation("Muualla ry", id)
                await hear(client, *([state] if name != "registry" else []), assignment(person, "representative", "organisation", id))
    return {"Authorization": f"Bearer {door.issuer.token(person)}"}


def said(answer: httpx.Response) -> dict[str, Any]:
    return {name: value for name, value in answer.json().items() if name not in SAME_FOR_ALL}


async def test_leakage(visited: Visited, http: httpx.AsyncClient) -> None:
    """Every operation that changes anything, asked wrongly by who may, and asked again where once was all that could be."""
    refused: Counter[int] = Counter()
    for name in SERVICES:
        async with visited.door.api(name) as api:
            before = await counted(api, name)
            for label, visit in last(visited.visits).items():
                if not label.split()[1].startswith(f"/api/{name}/") or label.startswith("GET"):
                    continue
                for body in wrongly(visit):
                    answer = await ask(http, visit, token(visit), body)
                    now = await counted(api, name)
                    if answer.is_success:
                        assert body is visit.body, f"{label} took {body}"
                    else:
                        assert now == before, f"{label} {answer.status_code} left something: {now - before}, {before - now}"
                        refused[answer.status_code] += 1
                    before = now
    print(f"leakage: {refused.total()} refusals left nothing: {dict(sorted(refused.items()))}")
    assert refused.total() > 200


def wrongly(visit: Visit) -> Iterator[Any]:
    """The same again, which its state mostly forbids; with a field that nobody knows; without each of its fields."""
    yield visit.body
    if isinstance(visit.body, dict) and not visit.is_form:
        yield visit.body | {"unheard_of": 1}
        for name in visit.body:
            yield {name: None} | {other: value for other, value in visit.body.items() if other != name} | {name: {"wrong": [visit.path]}}


async def counted(api: Api, name: str) -> Counter[str]:
    """Rows of each table of the service."""
    tables = [table.name for table in service(name).tables.sorted_tables if table.name not in PASSING]
    sql = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {name}.{table}" for table in tables)
    return Counter(dict(await api.rows(sql)))


