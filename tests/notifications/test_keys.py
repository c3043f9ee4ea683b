"""N4: a new key, the old ones beside it, and never an expired one."""

from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks import WebhookVerificationError
from tests.notifications.conftest import Desk, said, system
from tests.notifications.receiver import Got

from chassis import clock
from chassis.outbox import new_id
from chassis.problems import Refused
from notifications.webhooks.commands import keys
from notifications.webhooks.schemas import Rotate
from notifications.webhooks.tables import Endpoint


async def rotate(desk: Desk, endpoint: Endpoint, seconds: int) -> str:
    await desk.house.as_(system()).run(keys.rotate, endpoint.id, Rotate(overlap_seconds=seconds))
    return await desk.secret(endpoint)


async def told(desk: Desk) -> Got:
    await desk.hear(said(new_id()))
    await desk.send_all()
    return desk.receiver.got[-1]


def verifies(got: Got, secret: str) -> bool:
    try:
        got.verified_with(secret)
    except WebhookVerificationError:
        return False
    return True


async def test_rotate__both_sign_until_the_overlap_is_over(desk: Desk) -> None:
    endpoint = await desk.register()
    old = await desk.secret(endpoint)
    new = await rotate(desk, endpoint, 3600)
    got = await told(desk)
    assert (verifies(got, old), verifies(got, new)) == (True, True)
    await desk.execute("UPDATE notifications.endpoint_key SET expires_at = now() WHERE expires_at IS NOT NULL")
    got = await told(desk)
    assert (verifies(got, old), verifies(got, new)) == (False, True)
    assert len(got.headers["webhook-signature"].split(" ")) == 1


async def test_rotate__at_once_after_a_leak(desk: Desk) -> None:
    """0 s: every old key is gone from the database, those of earlier overlaps too."""
    endpoint = await desk.register()
    leaked = [await desk.secret(endpoint), await rotate(desk, endpoint, 7 * 86400)]
    new = await rotate(desk, endpoint, 0)
    got = await told(desk)
    assert [verifies(got, secret) for secret in (*leaked, new)] == [False, False, True]
    assert await desk.rows("SELECT value FROM notifications.endpoint_key") == [(new,)]


async def test_rotate__ten_old_keys_and_the_eleventh_is_refused(desk: Desk) -> None:
    endpoint = await desk.register()
    secrets = [await desk.secret(endpoint)]
    secrets += [await rotate(desk, endpoint, 3600 + n) for n in range(10)]
    got = await told(desk)
    assert len(got.headers["webhook-signature"].split(" ")) == 11
    assert all(verifies(got, secret) for secret in secrets)
    with pytest.raises(Refused) as refused:
        await rotate(desk, endpoint, 3600)
    (reason,) = refused.value.reasons
    assert reason.problem.code == "notifications.webhook.too_many_keys"
    until = reason.values["until"] - clock.now()
    assert timedelta(seconds=3590) < until < timedelta(seconds=3601)  # the next to expire
    await desk.execute("UPDATE notifications.endpoint_key SET expires_at = now() WHERE id = "
                       "(SELECT id FROM notifications.endpoint_key ORDER BY created_at LIMIT 1)")  # fmt: skip
    await rotate(desk, endpoint, 3600)
    assert await desk.rows("SELECT count(*) FROM notifications.endpoint_key") == [(11,)]
    assert verifies(await told(desk), await rotate(desk, endpoint, 0)) is False


@pytest.mark.parametrize("seconds", [-1, 7 * 86400 + 1])
def test_rotate__overlap_of_seven_days_at_most(seconds: int) -> None:
    with pytest.raises(ValueError, match="overlap_seconds"):
        Rotate(overlap_seconds=seconds)
    assert Rotate().overlap_seconds == 86400


async def test_rotate__the_secret_stands_nowhere_else(desk: Desk) -> None:
    """Not in events, not in the audit, not in the log of deliveries: only in the column of its own."""
    endpoint = await desk.register()
    first = await desk.secret(endpoint)
    second = await rotate(desk, endpoint, 60)
    await told(desk)
    tables = await desk.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'notifications' AND tablename <> 'endpoint_key'")
    everything: list[Any] = []
    for (table,) in tables:
        if table != "alembic_version":
            everything += await desk.rows(f'SELECT t::text FROM notifications."{table}" t')
    text = str(everything)
    for secret in (first, second):
        assert secret not in text
        assert secret.removeprefix("whsec_").encode().hex() not in text
    assert await desk.house.said(endpoint.id) == ["EndpointRegistered", "EndpointSecretRotated"]
