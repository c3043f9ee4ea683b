"""schemathesis through the gateway, all of its phases, as a person who may: no failure, and every operation succeeded.

First every operation is visited with the example of its document, as schemathesis' own case and under all of its checks, in the order in
which it can succeed; then once as the coordinator; then the engine asks as it likes, with the ids, tags and persons of those visits.
The short form is part of the suite: one operation of so many is covered in every detail, another of so many in the next run of
another seed, and each is asked some drawn requests. The long form (`make schemathesis`) covers all of them.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable

import pytest
from schemathesis import BaseSchema
from tests.contracts.anybody import Anybody, Found, query_is_right, run
from tests.contracts.conftest import Visited
from tests.contracts.visitor import DOCUMENT, read

from chassis.outbox import new_id

pytestmark = pytest.mark.timeout(600)
SEED = 20270301
EACH, STEPS, OF_SO_MANY = 3, 5, 8
"""Short form: drawn requests of an operation, scenarios of several steps, and of how many operations one is covered."""
EACH_LONG, STEPS_LONG = 60, 200


def labels() -> set[str]:
    return {f"{method.upper()} {path}" for path, item in DOCUMENT["paths"].items() for method in item}


async def test_every_operation__has_succeeded(visited: Visited) -> None:
    """Under all checks of schemathesis, which raise; what is counted here is that nothing was left out."""
    done = Counter(visit.label for visit in visited.visits)
    print(f"{len(done)} operations succeeded, {done.total()} times")
    assert set(done) == labels()


async def test_every_operation__once_as_the_coordinator(visited: Visited) -> None:
    """What the coordinator is told is documented too, be it yes or no."""
    schema = read(visited.door.url)
    last = {visit.label: visit for visit in visited.visits}
    statuses: Counter[int] = Counter()
    async with visited.door.api("registry") as api:
        for visit in last.values():
            method, path = visit.label.split()
            asked = {} if visit.body is None or visit.is_form else {"body": visit.body, "media_type": "application/json"}
            headers = visit.who | api.coordinator | ({"Idempotency-Key": str(new_id())} if method == "POST" else {})
            case = schema[path][method.lower()].Case(path_parameters=dict(visit.path), headers=headers, **asked)
            answer = await asyncio.to_thread(case.call)
            case.validate_response(answer)
            statuses[answer.status_code] += 1
    print(f"as the coordinator: {dict(sorted(statuses.items()))}")
    assert statuses.total() == len(labels())


@pytest.mark.parametrize(("query", "is_right"), [
    ("minutes=15", True),
    ("minutes=15&municipality=false&features=false", True),
    ("minutes=15&features=a&features=b", True),
    ("features=a", False),
    ("minutes=false", False),
    ("minutes=15&municipality=a&municipality=b", False),
    ("minutes=15&municipality=longer-than-any-municipality", False),
    ("minutes=15&site_id=false", False),
    ("minutes=15&from=false", False),
    ("minutes=15&nonsense=1", False),
])
def test_query__is_judged_by_what_was_sent(query: str, is_right: bool) -> None:
    """What the checker calls wrong is let pass only where this is so."""
    case = read("http://nobody.invalid")["/api/facilities/v1/first-free"]["get"].Case()
    assert query_is_right(case, f"http://nobody.invalid/?{query}") is is_right


def seen_through(visited: Visited, phases: Iterable[str], each: int, only: frozenset[str] | None = None) -> tuple[Found, Anybody]:
    """Run these phases over these operations, or all."""
    anybody = Anybody(visited.door.issuer, visited.visits, SEED)
    generation = {"max-examples": each, "database": "none", "no-shrink": True, "with-security-parameters": False}
    schema: BaseSchema = anybody.over(DOCUMENT, {
        "base-url": visited.door.url, "request-timeout": 30, "workers": 2, "continue-on-failure": True, "seed": SEED,
        "generation": generation,
        "phases": {name: {"enabled": name in phases} for name in ("examples", "coverage", "fuzzing", "stateful")},
    })
    if only is not None:
        schema = schema.include(lambda context: context.operation.label in only)
    return run(schema), anybody


async def expect_nothing(visited: Visited, phases: Iterable[str], each: int, only: frozenset[str] | None = None) -> None:
    found, anybody = await asyncio.to_thread(seen_through, visited, phases, each, only)
    statuses = sum(anybody.answered.values(), Counter())
    print(f"seed {SEED}: {dict(found.cases)} in {found.seconds:.0f} s; {dict(sorted(statuses.items()))}")
    for label, answered in sorted(anybody.answered.items()):
        print(f"{label}: {dict(sorted(answered.items()))}")
    assert found.errors == []
    assert not found.failures, "\n\n".join(f"{what}\n{how}" for what, how in found.failures.items())


async def test_anything__drawn_from_the_document(visited: Visited) -> None:
    await expect_nothing(visited, ["examples", "fuzzing"], EACH)


async def test_every_detail__of_some_operations(visited: Visited) -> None:
    """Each limit, each type, each missing part, each method that is not there."""
    await expect_nothing(visited, ["coverage"], 1, frozenset(sorted(labels())[SEED % OF_SO_MANY :: OF_SO_MANY]))


async def test_several_steps__from_one_operation_to_the_next(visited: Visited) -> None:
    await expect_nothing(visited, ["stateful"], STEPS)


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize(("phases", "each"), [(["examples", "fuzzing"], EACH_LONG), (["coverage"], 1), (["stateful"], STEPS_LONG)])
async def test_long__everything(visited: Visited, phases: list[str], each: int) -> None:
    await expect_nothing(visited, phases, each)
