"""An import through reading, validation, matching, provenance, outbox and audit, against plain COPY of the same rows."""

import io
import json
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from time import perf_counter
from typing import Any, Final

import asyncpg
from tests.benchmarks.runner import Benchmark, Side, Stage
from tests.registry.pure.queries import PLACES

from chassis.access import Held
from chassis.clockwork import Clockwork
from chassis.outbox import new_id
from chassis.testing import House, address, cloned, make_template, person
from registry.imports import commands, queries
from registry.imports.domain.incoming import Files, Incoming
from registry.imports.domain.job import Mode, Status
from registry.imports.sources import bundled, source
from registry.main import SERVICE
from registry.organisations.domain.identifiers import Identifier, Scheme, read

FINNISH: Final = "fi-transparency-register"
EDITION: Final = date(2026, 11, 1)
SEED: Final = 20261123
AIM: Final = 2000.0
SHARED: Final = 400
SHORT: Final = 9
"""Letters that a shared name has less of."""
WRITTEN: Final = (
    "organisation", "name", "identifier", "field_source", "search_entry", "source_key", "import_row", "outbox", "audit",
)
"""Tables that an import fills, parents first."""


def real() -> Files:
    """The register as it is: 1,243 rows."""
    return bundled(FINNISH)


def generated(count: int = 20_000) -> Files:
    """So many rows in its form: real lines of work and descriptions, names made of its words, business ids that check."""
    choice, records = random.Random(SEED), _records()
    words, names = _words(records), set[str]()
    while len(names) < count:
        names.add(" ".join([*choice.sample(words, 3), choice.choice(("ry", "ry", "ry", "Oy", "sr"))]))
    numbers = (f"{number:07d}-{check}" for number in range(1_000_000, 9_000_000) for check in range(10))
    ids = (number for number in numbers if isinstance(read(Scheme.BUSINESS_ID, number), Identifier))
    made = [{**choice.choice(records), "id": next(ids), "name": name} for name in sorted(names)]
    return {"organisations.json": json.dumps(made, ensure_ascii=False).encode()}


def profiles(count: int) -> list[dict[str, Any]]:
    """So many organisations as `Profile` takes them: a place, a name that many share, a word of the register."""
    choice, records = random.Random(SEED), _records()
    words, names = _words(records), set[str]()
    shared = choice.sample([word for word in words if word.istitle() and len(word) < SHORT], SHARED)
    while len(names) < count:
        names.add(f"{choice.choice(list(PLACES))} {choice.choice(shared)} {choice.choice(words).lower()} ry")
    industries = sorted({each["industry"] for each in records if each.get("industry")})
    return [{"name_fi": name, "industry": choice.choice(industries)} for name in sorted(names)]


def _records() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(real()["organisations.json"])
    return found


def _words(records: list[dict[str, Any]]) -> list[str]:
    """Of the names of the register."""
    return sorted({word for record in records for word in record["name"].split() if word.isalpha() and len(word) > 4})


@dataclass
class Imports:
    """One edition, and a migrated database to begin from each time."""

    stage: Stage
    template: str
    files: Files
    rows: list[Incoming]
    written: dict[str, bytes] = field(default_factory=dict)
    """What the import wrote, table by table, in COPY's binary form."""

    async def imported(self) -> float:
        """Rows per second from the first look at the file to the last commit."""
        async with cloned(self.stage.admin, self.template) as name:
            house = House.over(SERVICE, self.stage.admin, name).as_(person(SERVICE, Held("coordinator")))
            try:
                asked = await house.run(commands.start, FINNISH, Mode.APPLY, self.files, EDITION)
                clockwork = Clockwork("registry", SERVICE.house, house.database, timers=SERVICE.timers)
                began = perf_counter()
                await clockwork.run_timers()
                seconds = perf_counter() - began
                job = await house.read(queries.job, asked.id)
                if (job.status, job.created) != (Status.DONE, len(self.rows)):
                    raise RuntimeError(f"{job.created} of {len(self.rows)} rows created: {job.status}, {job.failures}")
            finally:
                await house.close()
            if not self.written:
                self.written = await self._everything(name)
        return len(self.rows) / seconds

    async def copied(self) -> float:
        """The same rows by one COPY into a table of texts without any constraint."""
        columns = [name for name in Incoming.__slots__ if name != "line"]
        records = [tuple(_text(getattr(row, name)) for name in columns) for row in self.rows]
        async with self._session() as session:
            await session.execute(f"CREATE TABLE plain ({', '.join(f'{name} text' for name in columns)})")
            began = perf_counter()
            await session.copy_records_to_table("plain", records=records, columns=columns)
            return len(self.rows) / (perf_counter() - began)

    async def copied_everything(self) -> float:
        """All rows of all tables that the import has written, by COPY, with their keys and indexes, in one transaction."""
        async with self._session() as session:
            began = perf_counter()
            async with session.transaction():
                await session.execute("SET LOCAL session_replication_role = replica")  # the import's own row is not copied
                for table, content in self.written.items():
                    await session.copy_to_table(table, schema_name="registry", source=io.BytesIO(content), format="binary")
            return len(self.rows) / (perf_counter() - began)

    async def _everything(self, name: str) -> dict[str, bytes]:
        session = await asyncpg.connect(address(self.stage.admin, name))
        try:
            found = {}
            for table in WRITTEN:
                out = io.BytesIO()
                await session.copy_from_table(table, schema_name="registry", output=out, format="binary")
                found[table] = out.getvalue()
            return found
        finally:
            await session.close()

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[asyncpg.Connection]:
        async with cloned(self.stage.admin, self.template) as name:
            session = await asyncpg.connect(address(self.stage.admin, name))
            try:
                yield session
            finally:
                await session.close()


@asynccontextmanager
async def _sides(stage: Stage, files: Callable[[], Files]) -> AsyncIterator[Mapping[str, Side]]:
    bare, made = f"bench_{new_id().hex}", files()
    await make_template(stage.admin, bare, [SERVICE])
    rows = [row for row in source(FINNISH).parse(made, EDITION) if isinstance(row, Incoming)]
    imports = Imports(stage, bare, made, rows)
    yield {
        "import": imports.imported,
        "plain COPY of the rows": imports.copied,
        "COPY of all it writes": imports.copied_everything,
    }


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) or value is None else str(value)


BENCHMARKS: Final = (
    Benchmark("import-finnish", "Import of the Finnish register, 1,243 rows", "rows/s", partial(_sides, files=real), aims={"import": AIM}),
    Benchmark("import-generated", "Import of 20,000 rows", "rows/s", partial(_sides, files=generated), aims={"import": AIM}),
)
