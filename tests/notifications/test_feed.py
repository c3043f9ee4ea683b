"""The pull feed: every public event once, in order, for those who come and fetch."""

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest
from tests.chassis.edge.conftest import STRANGER, Api
from tests.notifications.conftest import REGISTERED, UPDATED, Desk, said, token

from chassis import clock
from chassis.outbox import new_id
from chassis.problems import Refused
from notifications.feeds.domain import Place, opened
from notifications.webhooks.commands import again

AREA = "fi.yhdyspinta.registry.AreaChanged.v1"


async def asked(api: Api, query: str = "", status: int = 200) -> Any:
    answer = await api.http.get(f"/v1/events{query}", headers=token(api))
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_events__all_in_order_page_by_page(api: Api, desk: Desk) -> None:
    records = [said(new_id()) for _ in range(7)]
    for record in records[:5]:
        await desk.hear(record)
    found, after = [], ""
    for _ in range(3):
        page = await asked(api, f"?limit=2{after}")
        found += [item["id"] for item in page["items"]]
        after = f"&after={page['next']}"
    for record in records[5:]:
        await desk.hear(record)
    page = await asked(api, f"?{after}")
    found += [item["id"] for item in page["items"]]
    assert found == [str(record.event_id) for record in records]
    nothing = await asked(api, f"?after={page['next']}")
    assert nothing["items"] == []
    assert (await asked(api, f"?after={nothing['next']}"))["items"] == []


async def test_events__by_type_as_webhooks_have_them(api: Api, desk: Desk) -> None:
    await desk.hear(said(new_id(), 1, REGISTERED))
    await desk.hear(said(new_id(), 1, UPDATED))
    await desk.hear(said(new_id(), 1, AREA, topic="registry.area"))
    both = (await asked(api, "?types=registry.OrganisationUpdated&types=registry.AreaChanged"))["items"]
    assert [event["type"] for event in both] == [UPDATED, AREA]
    assert len((await asked(api, "?types=registry.*"))["items"]) == 3
    assert (await asked(api, "?types=grants.*"))["items"] == []
    assert {"specversion", "id", "source", "type", "subject", "time", "data", "sequence"} <= set(both[0])
    assert "actor" not in str(both)


@pytest.mark.parametrize("types", ["registry.RoleAssigned", "notifications.EndpointDisabled", "*", "registry.%"])
async def test_events__internal_ones_cannot_be_asked_for(api: Api, desk: Desk, types: str) -> None:
    assert (await asked(api, f"?types={types}", 422))["code"] == "notifications.feed.unknown_type"


async def test_events__a_test_event_is_nobodys_news(api: Api, desk: Desk) -> None:
    endpoint = await desk.register()
    await desk.house.run(again.test, endpoint.id)
    assert (await asked(api))["items"] == []


async def test_events__long_poll_wakes_up(api: Api, desk: Desk) -> None:
    waiting = asyncio.create_task(asked(api, "?wait=10"))
    await asyncio.sleep(0.7)
    record, began = said(new_id()), time.monotonic()
    await desk.hear(record)
    assert [event["id"] for event in (await waiting)["items"]] == [str(record.event_id)]
    assert time.monotonic() - began < 2


async def test_events__long_poll_ends_empty(api: Api, desk: Desk) -> None:
    began = time.monotonic()
    assert (await asked(api, "?wait=1"))["items"] == []
    assert 0.9 < time.monotonic() - began < 3
    await asked(api, "?wait=31", 422)


async def test_events__many_who_wait_hold_no_connection(api: Api, desk: Desk) -> None:
    """Three times as many as the pool has connections; others are answered at once meanwhile."""
    waiting = [asyncio.create_task(asked(api, "?wait=3")) for _ in range(30)]
    await asyncio.sleep(1)
    began = time.monotonic()
    await asked(api)
    assert time.monotonic() - began < 1
    assert api.database.engine.pool.checkedout() < 10  # type: ignore[attr-defined]
    await desk.hear(said(new_id()))
    assert [len(answer["items"]) for answer in await asyncio.gather(*waiting)] == [1] * 30


async def test_events__for_systems_and_the_coordinator(api: Api, desk: Desk) -> None:
    assert (await api.http.get("/v1/events")).status_code == 401
    assert (await api.http.get("/v1/events", headers=api.as_(STRANGER))).status_code == 403
    assert (await api.http.get("/v1/events", headers=api.coordinator)).status_code == 200


@pytest.mark.parametrize("after", ["x", "AAAA", "A" * 43, "ä", "A" * 200])
async def test_events__a_place_that_we_did_not_give(api: Api, desk: Desk, after: str) -> None:
    assert (await asked(api, f"?after={after}", 400))["code"] == "notifications.feed.bad_cursor"


async def test_events__away_for_longer_than_events_are_kept(api: Api, desk: Desk) -> None:
    key = b"only-for-tests-only"
    old, young = (Place(3, clock.now() - timedelta(days=d)).sealed(key) for d in (31, 29))
    assert (await asked(api, f"?after={old}", 410))["code"] == "notifications.feed.too_late"
    await asked(api, f"?after={young}")


def test_place__sealed_and_opened() -> None:
    place, key = Place(2**40, clock.now().replace(microsecond=0)), b"key"
    assert opened(place.sealed(key), key) == place
    for wrong in (place.sealed(b"other"), place.sealed(key)[:-1], place.sealed(key) + "A", ""):
        with pytest.raises(Refused):
            opened(wrong, key)
