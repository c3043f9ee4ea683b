"""Whether people find what they mean: queries of nine kinds, made by seed from the real names of the Finnish register."""

import json
import time
from collections import defaultdict
from importlib.resources import files
from statistics import median
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col
from tests.registry.pure.queries import generated

from chassis.outbox import new_id
from chassis.testing import House
from chassis.work import Reader
from registry.organisations import commands
from registry.organisations.commands import Entry
from registry.organisations.domain.profile import Profile
from registry.organisations.tables import Organisation
from registry.search import queries as search

AMONG_FIRST = 20


def real_names() -> list[str]:
    folder = files("registry.imports").joinpath("data", "fi-transparency-register", "organisations.json")
    read = json.loads(folder.read_text(encoding="utf-8"))
    rows = read if isinstance(read, list) else next(value for value in read.values() if isinstance(value, list))
    return sorted({str(row["name"]).strip() for row in rows if row.get("name")})


@pytest.fixture
async def named(registry: House) -> House:
    """The registry with every organisation of the Finnish register."""
    names = real_names()
    assert len(names) > 1200
    entries = [Entry(new_id(), Profile(name_fi=name), "fi-transparency-register") for name in names]
    for first in range(0, len(entries), 400):
        await registry.run(commands.register_many, entries[first : first + 400])
    return registry


async def test_recall_of_nine_kinds(named: House, capsys: pytest.CaptureFixture[str]) -> None:
    await named.read(search.vocabulary)
    found: dict[str, list[bool]] = defaultdict(list)
    took: dict[str, list[float]] = defaultdict(list)
    ids = dict(await named.read(_ids))
    for query in generated(real_names()):
        began = time.perf_counter()
        hits = await named.read(search.found, query.text)
        took[query.kind.value].append(1000 * (time.perf_counter() - began))
        found[query.kind.value].append(ids[query.name] in hits[:AMONG_FIRST])
    everything = [hit for of_kind in found.values() for hit in of_kind]
    with capsys.disabled():
        for kind, outcomes in found.items():
            times = sorted(took[kind])
            print(f"\n{kind:22} n={len(outcomes):3} recall@20 {sum(outcomes) / len(outcomes):.2f}  "
                  f"p50 {median(times):6.1f} ms  p95 {times[int(len(times) * 0.95) - 1]:6.1f} ms", end="")
        print(f"\nall n={len(everything)} recall@20 {sum(everything) / len(everything):.3f}")
    assert sum(everything) / len(everything) >= 0.95
    assert all(sum(of_kind) / len(of_kind) >= 0.85 for of_kind in found.values())


async def _ids(reader: Reader) -> list[tuple[str, UUID]]:
    rows = await reader.rows(select(col(Organisation.name_fi), col(Organisation.id)))
    return [(str(name), id) for name, id in rows]
