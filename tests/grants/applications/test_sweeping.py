"""Bytes that no row names are swept after a day; whatever a row or a frozen version names stays."""

import asyncio
import os
from pathlib import Path

from sqlalchemy import text
from tests.grants import some
from tests.grants.applications.some import PDF, draft, scalar, submitted

from chassis import clock
from chassis.clockwork import Clockwork
from chassis.testing import House
from chassis.values import DAY
from grants.adapters.files import COMING, LEAVING, STORE, Folder
from grants.applications import commands
from grants.applications.commands import Sent
from grants.applications.errands import SWEEP
from grants.main import SERVICE


def age(folder: Path, days: float) -> None:
    """So much older than now."""
    moment = clock.now().timestamp() - days * 86_400
    for file in folder.glob("*/*"):
        os.utime(file, (moment, moment))


def there(folder: Path) -> set[str]:
    return {file.name for file in folder.glob("*/*")}


async def sweep(house: House) -> int:
    return await Clockwork("grants", SERVICE.house, house.database, errands=[SWEEP]).run_errand(SWEEP)


async def test_sweep__only_what_nobody_names_and_only_after_a_day(grants: House, documents: Path) -> None:
    lead, call = await some.association(grants), await some.call(grants)
    row = await draft(grants, call, lead)
    mine = some.representative(grants, lead.id)
    kept = await mine.run(commands.attach, row.id, Sent("other", "a.pdf", PDF + b"a", secret=False))
    removed = await mine.run(commands.attach, row.id, Sent("other", "b.pdf", PDF + b"b", secret=False))
    await mine.run(commands.remove_attachment, row.id, removed.id)
    orphan = await STORE.keep(PDF + b"of a crash")
    age(documents, 0.99)
    assert (await sweep(grants), there(documents)) == (0, {kept.sha256, removed.sha256, orphan})
    age(documents, 1.01)
    assert (await sweep(grants), await sweep(grants)) == (1, 0)
    assert there(documents) == {kept.sha256, removed.sha256}
    assert await STORE.read(kept.sha256) == PDF + b"a"


async def test_sweep__what_only_a_frozen_version_names_stays(grants: House, documents: Path) -> None:
    application = await submitted(grants, await some.call(grants, attachments=some.ATTACHMENTS))
    frozen = there(documents)
    assert frozen
    async with grants.database.sessions() as session:
        await session.execute(text("DELETE FROM grants.attachment"))
        await session.commit()
    assert await scalar(grants, "SELECT count(*) FROM grants.submission WHERE application_id = :id", id=application.id) == 1
    age(documents, 400)
    assert (await sweep(grants), there(documents)) == (0, frozen)


async def test_sweep__an_upload_that_goes_on_keeps_its_bytes(grants: House, documents: Path) -> None:
    """The same bytes lay there for nobody: whoever keeps them again, before or after they were found, has them."""
    sha256 = await STORE.keep(PDF)
    age(documents, 2)
    since = clock.now() - DAY
    assert await STORE.untouched(since) == [sha256]
    assert await STORE.keep(PDF) == sha256
    assert not await STORE.drop(sha256, since)
    assert (await sweep(grants), await STORE.read(sha256), there(documents)) == (0, PDF, {sha256})
    age(documents, 2)
    assert await STORE.drop(sha256, since)
    assert (await STORE.drop(sha256, since), there(documents)) == (False, set())
    assert await STORE.keep(PDF) == sha256
    assert await STORE.read(sha256) == PDF


async def test_sweep__what_crashes_left_behind(documents: Path) -> None:
    """Half written; on its way out; on its way out and kept anew; on its way out although it had just been kept."""
    folder, since = Folder(documents), clock.now() - DAY
    gone, anew, just = [await folder.keep(content) for content in (b"1", b"2", b"3")]
    for sha256 in (gone, anew, just):
        place = documents / sha256[:2] / sha256
        place.rename(place.with_name(LEAVING + sha256))
    assert await folder.keep(b"2") == anew
    half = documents / gone[:2] / f"{COMING}x"
    half.write_bytes(b"half")
    age(documents, 2)
    os.utime(documents / just[:2] / (LEAVING + just))
    assert await folder.untouched(since) == [anew]
    assert there(documents) == {anew, just}


async def test_sweep__while_others_keep_the_same(documents: Path) -> None:
    """Two that sweep and many that keep: whoever has kept it finds it, each time."""
    folder, since = Folder(documents), clock.now() - DAY
    sha256 = await folder.keep(PDF)
    for _ in range(100):
        age(documents, 2)
        await asyncio.gather(folder.drop(sha256, since), folder.keep(PDF), folder.drop(sha256, since), folder.keep(PDF))
        assert await folder.read(sha256) == PDF
    assert there(documents) == {sha256}
