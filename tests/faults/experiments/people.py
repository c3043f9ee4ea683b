"""24 and 26 to 28: restarts that nobody notices, a neighbour away, a mail server with a bad day, fifty at once."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from itertools import cycle

import asyncpg
from tests.faults.county.beginnings import GROUNDS, tomorrow
from tests.faults.county.client import Client
from tests.faults.county.county import County
from tests.faults.experiments.brokers import done, goes_on
from tests.faults.experiments.catalogue import SERVICES, experiment
from tests.faults.promises import sums
from tests.notifications.deliveries.sink import Answers

from chassis.outbox import new_id
from chassis.values import HELSINKI
from yhdyspinta_local.demonstration import grants as words
from yhdyspinta_local.parts import Caddy

AT_ONCE = 50


@asynccontextmanager
async def gateway(county: County) -> AsyncIterator[str]:
    """The real one, before the API processes of this county."""
    upstreams = {name: [one.url.removeprefix("http://") for one in county.of(name, "api")] or ["127.0.0.1:1"] for name in SERVICES}
    caddy = Caddy(county.folder / "caddy", upstreams, env="test")
    caddy.start()
    try:
        await asyncio.to_thread(caddy.wait_ready, 60)
        yield caddy.url
    finally:
        await asyncio.to_thread(caddy.stop)


@experiment("24", services=("registry",), sizes={"api": 2, "relay": 1}, finds=["ends-at-once"], loaded=False)
async def restarted_in_turn(county: County) -> Sequence[str]:
    """Each API process is asked to end and started again, one after the other, under load: through the gateway nobody notices."""
    met: Counter[str] = Counter()
    async with gateway(county) as url:
        asking = [asyncio.create_task(_asks(county.client, f"{url}/api/registry/v1/organisations", met)) for _ in range(6)]
        await asyncio.sleep(2)
        for _ in range(2):
            for one in county.of("registry", "api"):
                before = one.pid
                one.send(signal.SIGTERM)
                while one.pid == before:  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.05)
                await county.ready(one)
                await asyncio.sleep(2.5)  # the gateway looks every two seconds
        for task in asking:
            task.cancel()
        ended = await asyncio.gather(*asking, return_exceptions=True)
    errors = [f"{what}: {times} times" for what, times in met.items() if what != "201"]
    return [*errors, *(repr(one) for one in ended if not isinstance(one, asyncio.CancelledError)), *([] if met["201"] > 20 else ["too little asked"])]


async def _asks(client: Client, url: str, met: Counter[str]) -> None:
    while True:
        headers = {"Authorization": f"Bearer {await client.token('coordinator')}"}
        name = f"Portti {new_id().hex[-12:]} ry"
        try:
            answer = await client.http.post(url, headers=headers, json={"name_fi": name})
            met[str(answer.status_code)] += 1
        except Exception as fault:  # noqa: BLE001 - whatever a client meets counts
            met[repr(fault)] += 1
        await asyncio.sleep(0.1)


@experiment("26", finds=["needs-the-registry"], services=("registry", "grants", "facilities", "forums"))
async def registry_away(county: County) -> Sequence[str]:
    """The registry is down, all of it; everybody else takes writes, from copies of their own."""
    gone = county.of("registry")
    county.keeper.down |= {one.name for one in gone}
    for one in gone:
        await county.kill(one)
    others = ("grants", "facilities", "forums")
    wrote = await asyncio.gather(*(goes_on(lambda c, name=name: done(c, name), county, 25) for name in others))  # type: ignore[misc]
    county.keeper.down.clear()
    return [f"{name} wrote nothing" for name, went_on in zip(others, wrote, strict=True) if not went_on]


@experiment("27", services=("registry", "grants", "notifications"), finds=["a-new-message-id-for-each-try"], rest=120)
async def mail_server_has_a_bad_day(county: County) -> Sequence[str]:
    """The mail server says 451 to every other mail, and a sender dies between its yes and the note of it: each arrives, under one Message-ID."""
    session = await asyncpg.connect(county.ground.postgres.dsn(database=county.database))
    await session.execute("UPDATE notifications.mail_parameters SET retry_waits = '{1,2,2,2,2,2,2}'")
    await session.close()
    day, sink = cycle(["451 later", "250 kept"]), county.ground.mail
    as_ever, sink.answers = sink.answers, _moody(day)
    await asyncio.sleep(8)
    for one in county.of("notifications", "worker"):
        if await county.dies_at(one, "mail sent"):
            await county.ready(one)
    sink.answers = as_ever
    return [] if await _all_sent(county, 240) else ["some mails were not sent within four minutes after its bad day"]


def _moody(day: Iterator[str]) -> Answers:
    async def answers(_to: str, _message: EmailMessage) -> str:
        return next(day)

    return answers


async def _all_sent(county: County, seconds: float) -> bool:
    """Every mail that was there when this was asked."""
    there = {row.id for row in await sums.rows(county, "notifications", "SELECT id FROM notifications.mail")}
    for _ in range(round(seconds / 0.5)):
        rows = await sums.rows(county, "notifications", "SELECT id FROM notifications.mail WHERE state IN ('queued', 'sending')")
        if there.isdisjoint(row.id for row in rows):
            return True
        await asyncio.sleep(0.5)
    return False


@experiment("28", services=("registry", "facilities"), finds=["check-then-insert"], loaded=False)
async def fifty_want_the_same_room(county: County) -> Sequence[str]:
    """Fifty clients book one room at one time: one has it."""
    begins = datetime.combine(tomorrow(60), time(12), HELSINKI)
    times = [{"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=1)).isoformat()}]

    async def wants(n: int) -> int:
        body = {"space_id": county.mix.known.rooms[0], "purpose": f"Kilpa {n}", "occurrences": times}
        answer = await county.client.attempt(
            "coordinator", "facilities", "POST", "bookings", body, what="book", event="BookingConfirmed", tries=20
        )
        return answer.status_code if answer is not None else 0

    said = Counter(await asyncio.gather(*map(wants, range(AT_ONCE))))
    return [] if said[201] == 1 and said[409] == AT_ONCE - 1 else [f"answers: {dict(said)}"]


@experiment("28", services=("registry",), sizes={"api": 2, "relay": 1}, finds=["no-idempotency"], loaded=False)
async def fifty_use_one_key(county: County) -> Sequence[str]:
    """One request is sent fifty times at once under one key: it is done once."""
    key, name = str(new_id()), "Viisikymmentä ry"
    headers = {"Idempotency-Key": key, "Authorization": f"Bearer {await county.client.token('coordinator')}"}
    apis = cycle(county.client.apis["registry"])

    async def asks(_: int) -> int:
        answer = await county.client.http.post(f"{next(apis)}/v1/organisations", headers=headers, json={"name_fi": name})
        return answer.status_code

    said = Counter(await asyncio.gather(*map(asks, range(AT_ONCE))))
    made = (await sums.rows(county, "registry", f"SELECT count(*) FROM registry.organisation WHERE name_fi = '{name}'"))[0][0]
    return [] if made == 1 and said.keys() <= {201, 409, 503} else [f"{made} made; answers: {dict(said)}"]


@experiment("28", services=("registry", "grants"), finds=["check-then-grant"], loaded=False)
async def twelve_grants_from_money_for_two(county: County) -> Sequence[str]:
    """Twelve decisions of 90,000 euros are made at once, out of 200,000: two are."""
    applications = [await _submitted(county, n) for n in range(12)]
    proposed = [await _proposed(county, id) for id in applications]

    async def grants(id: str) -> int:
        path = f"decisions/{id}"
        etag = await county.mix.version("decider", "grants", path)
        body = {"amount": words.euros("90000.00"), "grounds": GROUNDS}
        answer = await county.client.attempt(
            "decider", "grants", "POST", f"{path}/grant", body, what="decide", event="GrantApproved", etag=etag, tries=20
        )
        return answer.status_code if answer is not None else 0

    said = Counter(await asyncio.gather(*map(grants, proposed)))
    return [] if said == {200: 2, 409: 10} else [f"answers: {dict(said)}"]


async def _submitted(county: County, n: int) -> str:
    known, must = county.mix.known, county.client.must
    start = {"call_id": known.call, "lead_id": known.associations[n % len(known.associations)], "activity_title": f"Kilpa {n}"}
    draft = await must("representative_a", "grants", "POST", "applications", start)
    path = f"applications/{draft['id']}"
    body = words.written("90000.00", "100000.00")
    written = await must("representative_a", "grants", "PATCH", path, body, etag=f'"{draft["version"]}"')
    await must("representative_a", "grants", "POST", f"{path}/submit", etag=f'"{written["version"]}"')
    return str(draft["id"])


async def _proposed(county: County, application: str) -> str:
    body = {"application_id": application, "amount": words.euros("90000.00"), "grounds": GROUNDS}
    return str((await county.client.must("assessor", "grants", "POST", "decisions", body))["id"])
