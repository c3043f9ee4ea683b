"""Kafka's jars, and other programs in Java: fetched once, each compared with a sum that stands in the repository, then used without the network."""

import contextlib
import fcntl
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

SUMS = Path(__file__).with_name("kafka.sha256")
"""Lines `<sha256> <group>:<artifact>:<version>`, in the order of the class path; `::zip` follows what is no jar."""

_AT_ONCE = 4


class WrongSumError(RuntimeError):
    """A jar is not the one whose sum stands in the repository; it is not used."""


@dataclass(frozen=True)
class Jar:
    """One line of the list."""

    sha256: str
    coordinate: str

    @property
    def filename(self) -> str:
        """Its name in the folder."""
        group, artifact, version, *kind = self.coordinate.split(":")
        return f"{group}.{artifact}-{version}.{kind[-1] if kind else 'jar'}"


def listed(sums: Path = SUMS) -> tuple[Jar, ...]:
    """All jars that are wanted."""
    return tuple(Jar(*line.split()) for line in sums.read_text().splitlines())


def digest(sums: Path = SUMS) -> str:
    """Names a folder of jars: another list is another folder."""
    return hashlib.sha256(sums.read_bytes()).hexdigest()[:12]


def wrong(folder: Path, jars: tuple[Jar, ...]) -> list[str]:
    """What differs from the list: missing files and wrong sums; empty means all is well."""

    def check(jar: Jar) -> str | None:
        file = folder / jar.filename
        if not file.exists():
            return f"{jar.coordinate} is missing"
        with file.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
        return None if found == jar.sha256 else f"{jar.coordinate} has sha256 {found}, wanted {jar.sha256}"

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return [fault for fault in pool.map(check, jars) if fault]


def provide(folder: Path, sums: Path = SUMS, what: str = "Apache Kafka") -> tuple[Path, ...]:
    """The class path in `folder`; fetched if the folder is not there, verified in any case. Call it `alone`."""
    jars = listed(sums)
    if not folder.exists():
        _fetch_into(folder, jars, what)
    if faults := wrong(folder, jars):
        message = f"{folder} is not as the repository says; delete it to fetch it again: {'; '.join(faults)}"
        raise WrongSumError(message)
    return tuple(folder / jar.filename for jar in jars)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time prepares things in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch_into(folder: Path, jars: tuple[Jar, ...], what: str) -> None:
    """Fetch to a temporary folder beside, verify, then give it its name: a name never stands for half a set."""
    from jgo.maven import MavenContext, PythonResolver  # noqa: PLC0415 -- a warm start never imports it

    for unfinished in folder.parent.glob("fetching-*"):  # of a process that was killed; we are alone here
        shutil.rmtree(unfinished, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="fetching-") as temporary, _Progress(what, len(jars)) as progress:
        repository, verified = Path(temporary) / "repository", Path(temporary) / "verified"
        verified.mkdir()
        context = MavenContext(resolver=PythonResolver(progress_callback=progress.of), repo_cache=repository, timeout=30)

        def fetch(jar: Jar) -> None:
            fetched = context.create_dependency(jar.coordinate).artifact.resolve()
            shutil.move(fetched, verified / jar.filename)
            progress.one_done()

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(fetch, jars))
        if faults := wrong(verified, jars):
            message = f"fetched jars are refused: {'; '.join(faults)}"
            raise WrongSumError(message)
        verified.rename(folder)


class _Progress:
    """A line on standard error that tells how far the one-time download is."""

    def __init__(self, what: str, files: int) -> None:
        self._what, self._files, self._done, self._bytes = what, files, 0, 0

    def __enter__(self) -> Self:
        self._show()
        return self

    def __exit__(self, *_: object) -> None:
        sys.stderr.write("\n")

    def of(self, _filename: str, _size: int) -> AbstractContextManager[Callable[[int], None]]:
        """What the resolver calls for every file it fetches."""
        return contextlib.nullcontext(self._add)

    def _add(self, count: int) -> None:
        self._bytes += count

    def one_done(self) -> None:
        """A file has come."""
        self._done += 1
        self._show()

    def _show(self) -> None:
        line = f"{self._what}: fetched {self._done} of {self._files} files, {self._bytes / 1e6:.0f} MB (once)"
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{line}")
        elif self._done % 15 == 0 or self._done == self._files:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
