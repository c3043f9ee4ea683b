"""Documents in their folder: whole, under their hash, or not at all."""

import asyncio
import hashlib
import sys
from pathlib import Path
from typing import Any

import pytest

from grants.adapters.files import Broken, Folder, Store
from grants.main import SERVICE, prepare


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_keep__under_its_hash_and_once(documents: Path) -> None:
    folder = Folder(documents)
    names = await asyncio.gather(*(folder.keep(b"sama") for _ in range(10)))
    (name,) = set(names)
    assert name == hashlib.sha256(b"sama").hexdigest()
    assert [path.name for path in files(documents)] == [name]
    assert await folder.read(name) == b"sama"


async def test_read__what_was_changed_behind_our_back_is_not_given_out(documents: Path) -> None:
    folder = Folder(documents)
    name = await folder.keep(b"oikea")
    (documents / name[:2] / name).write_bytes(b"vaara")
    with pytest.raises(Broken):
        await folder.read(name)


async def test_keep__killed_in_the_middle_leaves_nothing_under_a_hash(documents: Path) -> None:
    """A process that keeps large files is killed again and again; whatever lies under a hash is whole."""
    program = (
        "import asyncio, os, sys, pathlib\n"
        "from grants.adapters.files import Folder\n"
        "async def run():\n"
        "    folder = Folder(pathlib.Path(sys.argv[1]))\n"
        "    print('on', flush=True)\n"
        "    while True:\n"
        "        await folder.keep(os.urandom(3_000_000))\n"
        "asyncio.run(run())\n"
    )
    for wait in (0.02, 0.05, 0.3):
        worker = await asyncio.create_subprocess_exec(sys.executable, "-c", program, str(documents), stdout=asyncio.subprocess.PIPE)
        assert worker.stdout is not None
        await worker.stdout.readline()
        await asyncio.sleep(wait)
        worker.kill()
        await worker.communicate()
    whole = [path for path in files(documents) if not path.name.startswith(".coming-")]
    assert whole
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in whole)


async def test_store__says_when_nobody_has_opened_it() -> None:
    with pytest.raises(RuntimeError, match="nobody has said"):
        await Store().keep(b"x")


async def test_prepare__opens_the_folder_of_the_settings(tmp_path: Path) -> None:
    from grants.adapters.files import STORE

    assert SERVICE.prepare is prepare
    prepare(SERVICE.settings.model_construct(documents=tmp_path / "here"))
    name = await STORE.keep(b"x")
    assert (tmp_path / "here" / name[:2] / name).exists()


def test_settings__production_names_its_folder() -> None:
    given: dict[str, Any] = {"env": "production", "database_url": "x", "issuer": "https://id.example", "cursor_key": "x" * 16}
    with pytest.raises(ValueError, match="absolute path"):
        SERVICE.settings(**given)
    assert SERVICE.settings(**given, documents="/srv/documents").env == "production"
