"""Whether people find what they mean among 124,300 names, and how long it takes, beside the usual scan by trigrams.

The queries are those of the recall test: nine kinds, made by seed from the names that are there (`tests.registry.pure.queries`).
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from time import perf_counter
from typing import Final
from uuid import UUID

import asyncpg
from tests.benchmarks import county
from tests.benchmarks.growing import SIZES
from tests.benchmarks.runner import Benchmark, Side, Stage
from tests.registry.pure.queries import Query, generated

from chassis.testing import House, cloned
from registry.main import SERVICE
from registry.search import queries as search

FIRST: Final = 20
EACH: Final = 4
"""One query of so many is asked: the scan takes its time."""
BY_TRIGRAMS: Final = f"""
SELECT id FROM registry.organisation WHERE name_fi % $1 ORDER BY similarity(name_fi, $1) DESC, id LIMIT {FIRST}
"""


@dataclass
class Search:
    """One registry, asked in two ways."""

    house: House
    session: asyncpg.Connection
    queries: Sequence[Query]
    ids: Mapping[str, UUID]
    recall: dict[str, float] = field(default_factory=dict)

    async def ours(self) -> float:
        """95th percentile in milliseconds."""
        return await self._asked("ours")

    async def trigrams(self) -> float:
        """The same of the scan, over a GIN index."""
        return await self._asked("trigrams")

    async def _asked(self, way: str) -> float:
        took, hits = [], 0
        for query in self.queries:
            began = perf_counter()
            if way == "ours":
                found = (await self.house.read(search.found, query.text))[:FIRST]
            else:
                found = [row["id"] for row in await self.session.fetch(BY_TRIGRAMS, query.text)]
            took.append(1000 * (perf_counter() - began))
            hits += self.ids[query.name] in found
        self.recall[way] = hits / len(self.queries)
        return quantiles(took, n=20)[18]

    async def recall_of(self, way: str) -> float:
        """Of the round just run: how often the one that was meant was among the first."""
        return self.recall[way]


@asynccontextmanager
async def searched(stage: Stage) -> AsyncIterator[Search]:
    """A clone with an index of trigrams; the vocabulary is known, as in a process that has been up for a while."""
    template = await stage.ever(county.filled_with(SIZES[-1]))
    async with cloned(stage.admin, template) as name:
        session = await asyncpg.connect(f"{stage.admin.rpartition('/')[0]}/{name}")
        house = House.over(SERVICE, stage.admin, name)
        try:
            await session.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            await session.execute("CREATE INDEX ON registry.organisation USING gin (name_fi gin_trgm_ops)")
            await session.execute("VACUUM ANALYZE")
            ids = {row["name_fi"]: row["id"] for row in await session.fetch("SELECT name_fi, id FROM registry.organisation")}
            await house.read(search.vocabulary)
            yield Search(house, session, generated(ids)[::EACH], ids)
        finally:
            await house.close()
            await session.close()


@asynccontextmanager
async def quickly(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """The slowest of twenty."""
    found = await stage.once(searched)
    yield {"search, p95": found.ours, "trigrams by likeness, p95": found.trigrams}


@asynccontextmanager
async def rightly(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """Of the queries of the row above."""
    found = await stage.once(searched)
    yield {"search, recall@20": lambda: found.recall_of("ours"), "trigrams, recall@20": lambda: found.recall_of("trigrams")}


BENCHMARKS: Final = (
    Benchmark("finding-time", "Search among 124,300 names, all kinds of queries", "ms", quickly, {"trigrams by likeness, p95": 0.2}, less=True),
    Benchmark("finding-recall", "The same: whether what was meant is among the first 20", "of 1", rightly, aims={"search, recall@20": 0.97}, rounds=1),
)
