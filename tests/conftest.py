"""The real parts, once for a run: PostgreSQL and Apache Kafka, started by the process that leads it."""

import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from chassis.testing import PARTS, Parts, cloned, make_template
from sample.main import SERVICE as SAMPLE
from yhdyspinta_local.parts import TestParts, start_for_tests

RUNNING = pytest.StashKey[TestParts]()
FOLDER = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """A worker is told the addresses by the controller."""
    given = getattr(config, "workerinput", None)
    if given is not None:
        config.stash[PARTS] = Parts(**json.loads(given["parts"]))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """The controller starts the parts while nothing else runs yet."""
    config = session.config
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    folder = config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="yhdyspinta-tests-"))
    running = config.stash[RUNNING] = start_for_tests(folder)
    config.stash[PARTS] = Parts(admin=running.dsn_admin, kafka=running.kafka)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """And ends them."""
    running = session.config.stash.get(RUNNING, None)
    if running is not None:
        running.stop()
        shutil.rmtree(session.config.stash[FOLDER], ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """xdist: hand the addresses to a worker."""
    parts = node.config.stash[PARTS]
    node.workerinput["parts"] = json.dumps({"admin": parts.admin, "kafka": parts.kafka})


@pytest.fixture(scope="session")
async def sample_template(parts: Parts) -> str:
    """A migrated database of the sample service."""
    name = "template_sample"
    await make_template(parts.admin, name, [SAMPLE])
    return name


@pytest.fixture(scope="module")
async def sample_database(parts: Parts, sample_template: str) -> AsyncIterator[str]:
    """One for this module."""
    async with cloned(parts.admin, sample_template) as name:
        yield name
