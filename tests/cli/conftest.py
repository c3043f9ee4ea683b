"""The command line as a person or a script runs it: on the sample service, and on a small real county."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.chassis.rebuild.conftest import County
from typer.testing import CliRunner, Result

from chassis.outbox import new_id
from chassis.testing import House, Parts, emptied, settings_of
from chassis.topics import make_topics
from sample.main import SERVICE
from sample.things.handlers import BROKEN
from yhdyspinta.__main__ import application
from yhdyspinta_local import ports

APP = application()
UNSAID = {name: None for name in os.environ if name.startswith("YHDYSPINTA_")}  # noqa: TID251 - a runner's own county is not ours


@dataclass(frozen=True)
class Cli:
    """The command with its surroundings."""

    told: Mapping[str, str]

    def run(self, *words: object, input: str | None = None, code: int | None = None) -> Result:
        """To its end; stdout is no terminal."""
        done = CliRunner().invoke(APP, [str(word) for word in words], input=input, env={**UNSAID, **self.told})
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert code is None or done.exit_code == code, f"{done.exit_code}\n{done.output}"
        return done

    def json(self, *words: object, code: int = 0) -> Any:
        """What it says to a program."""
        return json.loads(self.run(*words, code=code).stdout)

    def lines(self, *words: object) -> list[Any]:
        """What it says line by line."""
        return [json.loads(line) for line in self.run(*words, code=0).stdout.splitlines()]

    def knowing(self, **told: str) -> "Cli":
        return replace(self, told={**self.told, **{f"YHDYSPINTA_{name}": value for name, value in told.items()}})


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A machine on which nothing runs."""
    monkeypatch.chdir(tmp_path)
    return Cli({})


@pytest.fixture(scope="module")
async def module_house(parts: Parts, sample_database: str) -> AsyncIterator[House]:
    house = House.over(SERVICE, parts.admin, sample_database)
    yield house
    await house.close()


@pytest.fixture
async def county(module_house: House, parts: Parts, sample_database: str) -> AsyncIterator[County]:
    """The sample service, empty, with topics of this test alone."""
    BROKEN.clear()
    settings = settings_of(SERVICE, parts.admin, sample_database, kafka=parts.kafka, topic_prefix=f"t{new_id().hex}.")
    await make_topics(SERVICE, settings)
    yield County(module_house, settings)
    await emptied(parts.admin, sample_database)


@pytest.fixture
def sample(nowhere: Cli, county: County) -> Cli:
    """The command in the surroundings of the sample service."""
    s = county.settings
    return nowhere.knowing(
        SERVICES="sample",
        ENV="test",
        DATABASE_URL=s.database_url.replace("sample_app", "{service}_app"),
        DATABASE_OWNER_URL=s.database_owner_url,
        KAFKA=s.kafka,
        TOPIC_PREFIX=s.topic_prefix,
        ISSUER=s.issuer,
    )


@dataclass(frozen=True)
class Platform:
    """Every part, and two services, under a supervisor."""

    data: Path
    supervisor: "subprocess.Popen[bytes]"


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Ready; ended in order."""
    folder = tmp_path_factory.mktemp("county")
    reserved = ports.reserve()
    reserved.release()
    with (folder / "screen.txt").open("wb") as screen:
        started = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("county.py"), folder / ".local", str(reserved.number), "registry", "grants"],
            stdin=subprocess.DEVNULL,
            stdout=screen,
            stderr=screen,
            env={name: value for name, value in os.environ.items() if not name.startswith("YHDYSPINTA_")},  # noqa: TID251
        )
    try:
        until = time.monotonic() + 120
        while "Three things to try" not in (folder / "screen.txt").read_text():
            assert started.poll() is None, (folder / "screen.txt").read_text()
            assert time.monotonic() < until, (folder / "screen.txt").read_text()
            time.sleep(0.1)
        yield Platform(folder / ".local", started)
    finally:
        if started.poll() is None:
            started.send_signal(signal.SIGTERM)
            started.wait(60)


@pytest.fixture
def here(nowhere: Cli, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command in a folder of the checkout in which that county runs."""
    (platform.data.parent / "deep" / "down").mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(platform.data.parent / "deep" / "down")
    return nowhere.knowing(SERVICES="registry,grants")
