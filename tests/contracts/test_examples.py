"""The examples of the documents work: each is sent to the real service over the real database and answered as documented."""

import pytest
from tests.contracts.conftest import client
from tests.contracts.walks_all import WALKS
from tests.notifications.receiver import Receiver

from chassis.testing import Parts


@pytest.mark.parametrize("name", WALKS)
async def test_every_operation(parts: Parts, all_database: str, receiver: Receiver, name: str) -> None:
    async with client(parts, all_database, name) as service:
        await WALKS[name](service, receiver)
        assert service.left == set()
