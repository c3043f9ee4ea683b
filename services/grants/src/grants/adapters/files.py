"""Where documents lie: whole, under the SHA-256 of their bytes, so that nothing is ever overwritten and the same comes once.

A folder now; another store is another class with the same four methods.
"""

import asyncio
import contextlib
import hashlib
import math
import os
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from typing_extensions import override

COMING, LEAVING = ".coming-", ".leaving-"
"""How the names of files begin that are being written, or taken out."""
_HASH: Final = 64


class Keeps(Protocol):
    """A store of bytes."""

    async def keep(self, content: bytes) -> str:
        """Keep them for good; their SHA-256, hexadecimal. Once this has returned, a crash does not lose them."""

    async def read(self, sha256: str) -> bytes:
        """The bytes of this hash."""

    async def untouched(self, since: datetime) -> Sequence[str]:
        """Hashes of what nobody has kept since then. What a crash left half written before that is removed."""

    async def drop(self, sha256: str, untouched_since: datetime) -> bool:
        """Forget these bytes, unless somebody has kept the same since then."""


class Broken(Exception):
    """What lies there is not what was kept."""


class Folder(Keeps):
    """In a folder of this machine, or one that all replicas mount."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @override
    async def keep(self, content: bytes) -> str:
        return await asyncio.to_thread(self._keep, content)

    @override
    async def read(self, sha256: str) -> bytes:
        return await asyncio.to_thread(self._read, sha256)

    @override
    async def untouched(self, since: datetime) -> Sequence[str]:
        return await asyncio.to_thread(self._untouched, since.timestamp())

    @override
    async def drop(self, sha256: str, untouched_since: datetime) -> bool:
        return await asyncio.to_thread(self._drop, self._place(sha256), untouched_since.timestamp())

    def _place(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256

    def _keep(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        place = self._place(sha256)
        if _touched(place):
            return sha256
        place.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=place.parent, prefix=COMING)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).rename(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync(place.parent)
        _sync(self._root)
        return sha256

    def _untouched(self, since: float) -> list[str]:
        found = []
        for file in self._root.glob("*/*"):
            old = _kept_at(file) < since
            if file.name.startswith(LEAVING):
                self._finish(file, old=old)
            elif old and file.name.startswith(COMING):
                file.unlink(missing_ok=True)
            elif old and len(file.name) == _HASH:
                found.append(file.name)
        return found

    def _drop(self, place: Path, since: float) -> bool:
        """Out of the way first, then looked at: whoever keeps the same meanwhile has touched it before, or finds it gone."""
        aside = place.with_name(LEAVING + place.name)
        try:
            place.rename(aside)
        except FileNotFoundError:
            return False
        old = _kept_at(aside) < since
        self._finish(aside, old=old)
        return old

    def _finish(self, aside: Path, *, old: bool) -> None:
        """What was on its way out goes, or returns to its place; there it is not touched if it has been kept anew."""
        place = aside.with_name(aside.name.removeprefix(LEAVING))
        with contextlib.suppress(FileNotFoundError):  # another worker has finished it
            if old or place.exists():
                aside.unlink()
            else:
                aside.rename(place)

    def _read(self, sha256: str) -> bytes:
        content = self._place(sha256).read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Broken(sha256)
        return content


class Store(Keeps):
    """The store of this process, once it has been told which."""

    def __init__(self) -> None:
        self._kept_in: Keeps | None = None

    def open(self, where: Keeps) -> None:
        """From now on they lie there."""
        self._kept_in = where

    @override
    async def keep(self, content: bytes) -> str:
        return await self._opened.keep(content)

    @override
    async def read(self, sha256: str) -> bytes:
        return await self._opened.read(sha256)

    @override
    async def untouched(self, since: datetime) -> Sequence[str]:
        return await self._opened.untouched(since)

    @override
    async def drop(self, sha256: str, untouched_since: datetime) -> bool:
        return await self._opened.drop(sha256, untouched_since)

    @property
    def _opened(self) -> Keeps:
        if self._kept_in is None:
            raise RuntimeError("nobody has said where documents lie")
        return self._kept_in


STORE = Store()


def _touched(place: Path) -> bool:
    """Whether it is there; if so, it counts as kept just now."""
    try:
        os.utime(place)
    except FileNotFoundError:
        return False
    return True


def _kept_at(file: Path) -> float:
    """When it was kept last, in seconds; what is gone by now is nobody's to remove."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def _sync(folder: Path) -> None:
    """A name in a folder is safe only once the folder is."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
