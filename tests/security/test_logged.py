"""Who was refused stands in the log: whether anybody was signed in, who, what they asked, and what they were told (ASVS 16.3)."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from tests.chassis.edge.conftest import STRANGER, Api
from typing_extensions import override

from chassis import context
from chassis.outbox import new_id


class Kept(logging.Handler):
    """What the log would say of each request."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str, str, int]] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        said = record.__dict__
        self.lines.append((context.actor.get(), said["method"], said["route"], said["status"]))


@pytest.fixture
def log() -> Iterator[Kept]:
    logger, kept = logging.getLogger("chassis.front"), Kept()
    logger.addHandler(kept)
    logger.setLevel(logging.INFO)
    yield kept
    logger.removeHandler(kept)
    logger.setLevel(logging.NOTSET)


@pytest.fixture
def registry(apis: dict[str, Api]) -> Api:
    return apis["registry"]


async def test_refused__by_name(registry: Api, log: Kept) -> None:
    """A person who may not do it."""
    headers = {"Authorization": f"Bearer {registry.issuer.token(STRANGER)}", "Idempotency-Key": str(new_id())}
    assert (await registry.http.post("/v1/organisations", json={"name_fi": "Oma ry"}, headers=headers)).status_code == 403
    assert log.lines == [(f"person:{STRANGER}", "POST", "/v1/organisations", 403)]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer a.b.c"}, {"Authorization": "Basic YTpi"}])
async def test_unknown__as_nobody(registry: Api, log: Kept, headers: dict[str, Any]) -> None:
    """Nobody, or somebody whose token says nothing."""
    assert (await registry.http.get("/v1/organisations", headers=headers)).status_code == 401
    ((who, *asked),) = log.lines
    assert not who.startswith(("person:", "system:"))
    assert asked == ["GET", "/v1/organisations", 401]
