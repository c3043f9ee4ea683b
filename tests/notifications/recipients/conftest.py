"""Somebody who writes: the sender of mails as it is outside production."""

from collections.abc import AsyncIterator

import pytest
from tests.chassis.edge.conftest import Api
from tests.notifications.post import SENDER, Post

from chassis.testing import House
from notifications.links import DESK


@pytest.fixture
async def post(notifications: House, api: Api) -> AsyncIterator[Post]:
    before = DESK.sender
    DESK.open(SENDER)
    yield Post(notifications, api)
    DESK.open(before)
