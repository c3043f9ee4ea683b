"""What the tests of the local platform share: tiny services, a run in the foreground, and a look at who is left."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from yhdyspinta_local import ports, state
from yhdyspinta_local.personas import SERVICES
from yhdyspinta_local.state import State

TINY = Path(__file__).with_name("tiny_service.py")
MARK = "YHDYSPINTA_TEST_RUN"


def eventually(holds: Callable[[], bool], within: float, what: str) -> float:
    """Wait until it holds; the seconds it took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < within, f"not within {within} s: {what}"
        time.sleep(0.02)
    return time.monotonic() - began


def left_of(folder: Path, mark: str = "") -> list[str]:
    """Everybody who still runs with this folder or mark: by command line, working directory or environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "stat").read_text().rpartition(")")[2].split()[0] in "ZX" or int(process.name) == os.getpid():
                continue
            words = (process / "cmdline").read_bytes()
            where = os.fsencode((process / "cwd").resolve())
            told = (process / "environ").read_bytes()
        except OSError:
            continue
        ours = os.fsencode(folder)
        if ours in words or where.startswith(ours) or (mark and mark.encode() in told):
            found.append(f"{process.name}: {words.replace(bytes(1), b' ').decode(errors='replace')[:120]}")
    return found


@pytest.fixture(scope="session")
def tiny_services(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages that stand in for the five services."""
    folder = tmp_path_factory.mktemp("tiny")
    for service in SERVICES:
        (folder / service).mkdir()
        (folder / service / "__init__.py").touch()
        shutil.copy(TINY, folder / service / "__main__.py")
    return folder


def _free_port() -> int:
    reserved = ports.reserve()
    reserved.release()
    return reserved.number


@dataclass
class Platform:
    """`yhdyspinta up` in the foreground, as a person would run it."""

    data: Path
    tiny: Path
    mark: str
    port: int = field(default_factory=_free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def environment(self, **more: str) -> dict[str, str]:
        told = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # noqa: TID251 -- the edge of a process
        return told | {"PYTHONPATH": str(self.tiny), MARK: self.mark} | more

    def command(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Another command of the same folder, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "yhdyspinta_local", *words, "--data", str(self.data)],
            check=False,
            capture_output=True,
            text=True,
            env=self.environment(**more),
            timeout=120,
        )

    def up(self, within: float = 90, **more: str) -> float:
        """Start, wait until ready; the seconds it took."""
        if self.process is not None:
            self.process.wait(30)  # ended by `down` or by a kill
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with (self.data.parent / "screen.txt").open("ab") as screen:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "yhdyspinta_local", "up", "--data", str(self.data), "--port", str(self.port)],
                stdin=subprocess.DEVNULL,
                stdout=screen,
                stderr=screen,
                env=self.environment(**more),
                start_new_session=True,
            )

        def ready() -> bool:
            assert self.process is not None
            assert self.process.poll() is None, self.screen()[-3000:]
            now = state.running(self.data)
            return now is not None and now.phase == "ready" and now.supervisor == self.process.pid

        return eventually(ready, within, self.screen())

    def screen(self) -> str:
        """What a person has seen so far."""
        return (self.data.parent / "screen.txt").read_text()

    @property
    def now(self) -> State:
        found = state.running(self.data)
        assert found is not None
        return found

    def pid(self, name: str) -> int:
        (one,) = self.now.of_service(name)
        assert one.pid is not None
        return one.pid

    def back(self, name: str, old: int, within: float = 60) -> float:
        """Wait until it is ready again as another process."""

        def returned() -> bool:
            (one,) = self.now.of_service(name)
            return one.condition == "ready" and one.pid not in {None, old}

        return eventually(returned, within, f"{name} is back")

    def left(self) -> list[str]:
        return left_of(self.data, self.mark)

    def end(self, number: signal.Signals = signal.SIGTERM, within: float = 60) -> int:
        """Signal the supervisor and wait for it."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(within)


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, tiny_services: Path) -> Iterator[Platform]:
    """A platform that is ready; each test leaves it so."""
    folder = tmp_path_factory.mktemp("platform")
    one = Platform(folder / "data", tiny_services, f"mark-{os.getpid()}-{folder.name}")
    one.up()
    yield one
    if one.process is not None and one.process.poll() is None:
        one.end()
