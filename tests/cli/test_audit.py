"""The chain of the audit, and the schemas."""

import asyncio

import asyncpg
import pytest
from tests.chassis.rebuild.conftest import County
from tests.cli.conftest import Cli

from chassis.database import plain_url
from sample.things import commands
from yhdyspinta.moments import moment


async def sealed(county: County) -> None:
    """Two rows, chained."""
    for name in ("a", "b"):
        await county.house.run(commands.make, name)
    sealer = county.sealer()
    assert await sealer.seal() == 2
    await sealer.close()


async def tampered(county: County, sql: str) -> None:
    """By somebody who may: the app role may not."""
    session = await asyncpg.connect(plain_url(county.settings.database_admin_url))
    await session.execute(sql)
    await session.close()


async def test_verify__well(sample: Cli, county: County) -> None:
    await sealed(county)
    (row,) = await asyncio.to_thread(sample.json, "audit", "verify")
    assert (row["service"], row["sealed"], row["well"], row["findings"]) == ("sample", 2, True, [])
    (again,) = await asyncio.to_thread(sample.json, "audit", "verify", "sample", "--known", row["head"])
    assert again == row
    assert "is no head" in (await asyncio.to_thread(sample.run, "audit", "verify", "sample", "--known", "nonsense", code=2)).stderr


async def test_verify__a_changed_row_is_named(sample: Cli, county: County) -> None:
    await sealed(county)
    await tampered(county, "UPDATE sample.audit SET actor = 'person:somebody else' WHERE id = (SELECT max(id) FROM sample.audit)")
    (row,) = await asyncio.to_thread(sample.json, "audit", "verify", code=1)
    ((changed,),) = await county.fetched("SELECT max(id) FROM sample.audit")
    assert row["findings"] == [f"audit row {changed} (seal 2): the row, or its seal, is not what was sealed"]


async def test_verify__a_cut_end_is_seen_from_outside(sample: Cli, county: County) -> None:
    await sealed(county)
    (row,) = await asyncio.to_thread(sample.json, "audit", "verify")
    await tampered(county, "DELETE FROM sample.audit_seal WHERE position = 2; DELETE FROM sample.audit WHERE id = (SELECT max(id) FROM sample.audit)")
    await asyncio.to_thread(sample.json, "audit", "verify")
    (cut,) = await asyncio.to_thread(sample.json, "audit", "verify", "sample", "--known", row["head"], code=1)
    assert "does not lead through the seal" in cut["findings"][0]


async def test_db__status_and_migrate(sample: Cli, county: County) -> None:
    (row,) = await asyncio.to_thread(sample.json, "db", "status")
    assert (row["behind"], row["has"]) == (False, row["needs"])
    assert await asyncio.to_thread(sample.json, "db", "migrate") == [row]
    await tampered(county, "UPDATE sample.alembic_version SET version_num = '0000_none'")
    try:
        (behind,) = await asyncio.to_thread(sample.json, "db", "status", code=1)
        assert (behind["behind"], behind["has"]) == (True, "0000_none")
        assert await asyncio.to_thread(sample.json, "db", "migrate", "--dry-run") == [behind]
    finally:
        await tampered(county, f"UPDATE sample.alembic_version SET version_num = '{row['has']}'")
    assert "there is no part" in (await asyncio.to_thread(sample.run, "db", "migrate", "--part", "everything", code=2)).stderr


def test_access__matrix_and_who_can(nowhere: Cli) -> None:
    some = nowhere.knowing(SERVICES="registry,grants")
    rows = {row["action"]: row["roles"] for row in some.json("access", "matrix")}
    assert rows["registry.import.run"] == [{"role": "coordinator", "within": "county"}]
    assert {"role": "municipality_officer", "within": "municipality"} in rows["grants.organisation.read"]
    assert some.json("access", "who-can", "registry.import.run") == rows["registry.import.run"]
    table = some.run("access", "matrix", "grants", "-o", "table", code=0).stdout
    assert "registry" not in table
    action, *roles = table.splitlines()[1].split()
    assert action == "action"
    assert {"coordinator", "decider"} <= set(roles)
    assert "registry.import.run" in some.run("access", "who-can", "import", code=1).stderr


def test_version(nowhere: Cli) -> None:
    assert {"yhdyspinta-cli", "yhdyspinta-chassis", "yhdyspinta-grants", "python"} <= set(nowhere.json("version"))


@pytest.mark.parametrize(("one", "other", "seconds"), [("2h", "1h", 3600), ("90s", "30s", 60), ("1d", "0d", 86400), ("31m", "1m", 1800)])
def test_moments__ago(one: str, other: str, seconds: int) -> None:
    assert abs((moment(other) - moment(one)).total_seconds() - seconds) < 1


def test_moments__an_instant() -> None:
    assert moment("2027-01-31T12:00+02:00").isoformat() == moment("2027-01-31T10:00+00:00").isoformat()
