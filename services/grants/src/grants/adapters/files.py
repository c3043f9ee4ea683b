"""Where documents lie: whole, under the SHA-256 of their bytes, so that nothing is ever overwritten and the same comes once.

A folder now; another store is another class with the same two methods.
"""

import asyncio
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Protocol

from typing_extensions import override


class Keeps(Protocol):
    """A store of bytes."""

    async def keep(self, content: bytes) -> str:
        """Keep them for good; their SHA-256, hexadecimal. Once this has returned, a crash does not lose them."""

    async def read(self, sha256: str) -> bytes:
        """The bytes of this hash."""


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

    def _place(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256

    def _keep(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        place = self._place(sha256)
        if place.exists():
            return sha256
        place.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=place.parent, prefix=".coming-")
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

    @property
    def _opened(self) -> Keeps:
        if self._kept_in is None:
            raise RuntimeError("nobody has said where documents lie")
        return self._kept_in


STORE = Store()


def _sync(folder: Path) -> None:
    """A name in a folder is safe only once the folder is."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
