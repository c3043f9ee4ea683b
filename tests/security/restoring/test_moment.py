"""With the log of changes kept beside a base backup, the schema comes back as it was a moment before: nothing acknowledged is lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.journeys.together import together
from tests.security.restoring.county import County, opened, run

from chassis.testing import Parts, cloned, make_template, soon
from facilities.main import SERVICE as FACILITIES
from registry.main import SERVICE as REGISTRY
from yhdyspinta_local.parts import Issuer, Postgres
from yhdyspinta_local.parts.postgres import binaries

pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]


@asynccontextmanager
async def archiving(folder: Path) -> AsyncIterator[Postgres]:
    """A server of its own that keeps each finished piece of its log elsewhere."""
    (folder / "log").mkdir()
    server = Postgres(folder / "live")
    server.prepare()
    _told(folder / "live", archive_mode="on", archive_command=f"cp %p {folder}/log/%f")
    async with together(server):
        yield server


def _told(data: Path, **settings: str) -> None:
    with (data / "postgresql.auto.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())


async def as_of(moment: str, county: County, folder: Path) -> Postgres:
    """Another server, from the base backup and the log, as the first was at that moment; not yet started."""
    (switched,) = await county.sql("SELECT pg_walfile_name(pg_switch_wal()) AS name")

    async def is_archived() -> bool:
        (row,) = await county.sql("SELECT last_archived_wal AS name FROM pg_stat_archiver")
        return bool(row["name"] and row["name"] >= switched["name"])

    await soon(is_archived)
    _told(
        folder / "base", archive_mode="off", restore_command=f"cp {folder}/log/%f %p", recovery_target_time=moment,
        recovery_target_action="promote",
    )
    (folder / "base" / "recovery.signal").touch()
    return Postgres(folder / "base")


async def test_restored_to_the_moment_before__nothing_is_lost(parts: Parts, issuer: Issuer, tmp_path: Path) -> None:
    services = [REGISTRY, FACILITIES]
    async with archiving(tmp_path) as live:
        await make_template(live.dsn(), "template_restoring", services)
        async with (
            cloned(live.dsn(), "template_restoring") as database,
            opened(live.dsn(), database, parts.kafka, issuer, tmp_path) as county,
        ):
            first = await county.registered("Ennen varmuuskopiota ry")
            await run(binaries() / "pg_basebackup", f"--dbname={live.dsn()}", f"--pgdata={tmp_path / 'base'}", "--checkpoint=fast")
            later = [await county.registered(f"Sen jälkeen {n} ry") for n in range(10)]
            await county.changed(first, name_fi="Muuttunut ry")
            await county.settled()
            (now,) = await county.sql("SELECT clock_timestamp()::text AS moment")
            await county.lose("registry")
            other = await as_of(now["moment"], county, tmp_path)
            async with together(other):
                file = await county.backup("registry", of=other.dsn(database=database))
            await county.restore(file)
            done = await county.rejoin("registry", "--yes")
            assert (done["behind"], done["lost"], done["facts"]) == (0, [], {})
            await county.start("registry")
            await county.changed(first, name_fi="Jälleen muuttunut ry")
            await county.settled()
            assert await county.faults() == []
            copies = {str(row["id"]) for row in await county.sql("SELECT id FROM facilities.organisation_copy")}
            assert copies == {first, *later}
    print("\nrestored to the moment before: of 11 changes acknowledged after the backup 0 are lost")
