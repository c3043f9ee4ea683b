"""The real parts, once for a run: PostgreSQL and Apache Kafka, started by the process that leads it."""

import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from tests.architecture.code import SERVICES, service
from tests.lanes import Lanes, first_the_long
from xdist.remote import Producer

from chassis.testing import PARTS, Parts, cloned, make_template
from sample.main import SERVICE as SAMPLE
from yhdyspinta_local.parts import TestParts, start_for_tests

# A busy machine draws and runs slowly: that is no finding of a property.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

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


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """And ends them, after the workers."""
    running = session.config.stash.get(RUNNING, None)
    if running is not None:
        running.stop()
        shutil.rmtree(session.config.stash[FOLDER], ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """xdist: hand the addresses to a worker."""
    parts = node.config.stash[PARTS]
    node.workerinput["parts"] = json.dumps({"admin": parts.admin, "kafka": parts.kafka})


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Lanes:
    """xdist: who shares a worker."""
    return Lanes(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A worker of a parallel run takes the long ones first; alone, everything comes in the order of its files."""
    if hasattr(config, "workerinput"):
        first_the_long(items)


@pytest.fixture(scope="session")
async def all_template(parts: Parts) -> str:
    """One migrated database of all five services."""
    name = "template_all"
    await make_template(parts.admin, name, [service(each) for each in SERVICES])
    return name


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
