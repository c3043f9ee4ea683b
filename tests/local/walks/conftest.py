"""One platform for the tests of all walks: `up` on an empty folder, which furnishes the county and walks each walk once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.local.conftest import eventually

from yhdyspinta_local import ports, state
from yhdyspinta_local.state import State
from yhdyspinta_local.walks.begun import AT_FIRST

_PATIENCE = 600
"""Seconds, on a machine that others use as well; a quiet one needs a tenth for each walk."""


@dataclass
class County:
    """A platform on which `up` has walked everything already."""

    now: State
    screen: str
    """What a person saw until then."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whichever comes first waits for the platform and all walks of the first start."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.timeout(_PATIENCE + 300))


@pytest.fixture(scope="package")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """`yhdyspinta up` on an empty folder, until all time lines are there."""
    folder = tmp_path_factory.mktemp("walk")
    reserved = ports.reserve()
    reserved.release()
    words: list[str | Path] = [sys.executable, "-m", "yhdyspinta_local", "up", "--data", folder / "data", "--port", str(reserved.number)]
    told = {name: value for name, value in os.environ.items() if not name.startswith("YHDYSPINTA_")}  # noqa: TID251
    with (folder / "screen.txt").open("wb") as screen:
        up = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=screen, stderr=screen, env=told, start_new_session=True)
    try:
        until = time.monotonic() + _PATIENCE
        while (shown := (folder / "screen.txt").read_text()).count("steps, each checked") < len(AT_FIRST):
            assert up.poll() is None, shown
            assert "✗" not in shown, shown
            assert time.monotonic() < until, shown
            time.sleep(0.2)
        now = state.running(folder / "data")
        assert now is not None
        eventually(lambda: ports.is_free(now.receiver), 10, "the last walk has let go of its port")
        yield County(now, shown)
    finally:
        if up.poll() is None:
            up.send_signal(signal.SIGTERM)
            up.wait(60)
