"""A county of two services for each test: what is tested here destroys it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.journeys.together import together
from tests.security.restoring.county import County, opened

from chassis.testing import Parts, cloned
from yhdyspinta_local.parts import Issuer


@pytest.fixture(scope="session")
async def issuer(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Issuer]:
    """The dev issuer."""
    part = Issuer(tmp_path_factory.mktemp("issuer"))
    async with together(part):
        yield part


@pytest.fixture
async def county(parts: Parts, all_template: str, issuer: Issuer, tmp_path: Path) -> AsyncIterator[County]:
    async with cloned(parts.admin, all_template) as database, opened(parts.admin, database, parts.kafka, issuer, tmp_path) as one:
        yield one
