"""Two services as real processes over one database; schemas that are backed up, lost and restored, as `deploy/backup/README.md` says."""

import asyncio
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from tests.journeys.workers import worker

from chassis.envelope import Record
from chassis.outbox import new_id
from chassis.rebuild import copy_hash, hash_of, owner_hash
from chassis.rereading import reading, to_the_end
from chassis.testing import House, address, soon
from chassis.topics import make_topics
from facilities.main import SERVICE as FACILITIES
from forums.main import SERVICE as FORUMS
from registry.areas import commands as areas
from registry.main import SERVICE as REGISTRY
from yhdyspinta_local.environment import for_child
from yhdyspinta_local.issuer.app import PERSONA_GRANT
from yhdyspinta_local.parts import Issuer, ServiceProcess
from yhdyspinta_local.parts.postgres import binaries

PLACE = "/v1/organisations"
GROUNDS = "Harjoitus: skeema palautettiin varmuuskopiosta."


@dataclass(slots=True)
class County:
    """The registry, and facilities that listens to it."""

    admin: str
    """The administrator's address of their database."""
    houses: Mapping[str, House]
    folder: Path
    token: str
    running: dict[str, list[ServiceProcess]] = field(default_factory=dict)
    acknowledged: int = 0
    """Changes that the registry has answered with success."""

    # --- processes

    async def start(self, *services: str) -> None:
        """Their API and their worker with its relay, ready."""
        for name in services:
            house = self.houses[name]
            self.running[name] = [worker(house, self.folder, role) for role in ("api", "worker")]
        parts = [part for name in services for part in self.running[name]]
        for part in parts:
            part.start()
        await asyncio.gather(*(asyncio.to_thread(part.wait_ready, 90) for part in parts))

    async def stop(self, *services: str) -> None:
        parts = [part for name in services for part in self.running.pop(name, [])]
        await asyncio.gather(*(asyncio.to_thread(part.stop) for part in parts))
        for name in services:
            await self.houses[name].close()  # its sessions; it opens new ones when it is asked again

    # --- what people do

    async def asked(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Of the registry, by the coordinator; what is not answered with success is an error."""
        api = self.running["registry"][0]
        async with httpx.AsyncClient(base_url=api.url, trust_env=False, timeout=20) as http:
            answer = await http.request(method, path, json=body, headers={"Authorization": f"Bearer {self.token}", **headers})
        assert answer.status_code < 400 or headers, answer.text
        self.acknowledged += method != "GET" and answer.is_success
        return answer

    async def registered(self, name: str, **others: Any) -> str:
        return str((await self.asked("POST", PLACE, {"name_fi": name, **others})).json()["id"])

    async def changed(self, id: str, **fields: Any) -> str:
        """Change it as it is now; its new ETag."""
        now = await self.asked("GET", f"{PLACE}/{id}")
        return (await self.asked("PATCH", f"{PLACE}/{id}", fields, **{"If-Match": now.headers["etag"]})).headers["etag"]

    # --- what operators do

    async def backup(self, service: str, of: str = "") -> Path:
        """One schema of our database, or of another one that had it."""
        file = self.folder / f"{service}.dump"
        await run(binaries() / "pg_dump", "--format=custom", f"--schema={service}", f"--file={file}", of or self.admin)
        return file

    async def lose(self, service: str) -> None:
        await self.stop(service)
        await self.sql(f"DROP SCHEMA {service} CASCADE")

    async def restore(self, file: Path) -> None:
        """The schema as it was, brought up to date: to the version of the code, to the partitions of the day."""
        await run(binaries() / "pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={self.admin}", file)
        await self.cli("db", "migrate", file.stem)

    async def rejoin(self, service: str, *words: str, code: int = 0) -> Any:
        return await self.cli("rejoin", service, "--grounds", GROUNDS, *words, code=code)

    async def cli(self, *words: str, code: int = 0) -> Any:
        """What the command line says to a program; where it refuses, its words."""
        s = self.houses["registry"].settings
        told = {
            "SERVICES": "registry,facilities", "ENV": "test", "ISSUER": s.issuer, "KAFKA": s.kafka, "TOPIC_PREFIX": s.topic_prefix,
            "DATABASE_URL": s.database_url.replace("registry_", "{service}_"),
            "DATABASE_OWNER_URL": s.database_owner_url.replace("registry_", "{service}_"), "DATABASE_ADMIN_URL": self.admin,
        }  # fmt: skip
        environment = for_child(**{f"YHDYSPINTA_{name}": value for name, value in told.items()})
        done = await run(sys.executable, "-m", "yhdyspinta", *words, environment=environment, code=code)
        return json.loads(done.stdout) if done.stdout else done.stderr

    async def sql(self, statement: str) -> list[Any]:
        session = await asyncpg.connect(self.admin)
        try:
            return list(await session.fetch(statement))
        finally:
            await session.close()

    # --- what must hold

    async def is_equal(self) -> bool:
        """Nothing waits for a relay, and every copy of what the registry says equals its rows."""
        registry, facilities = self.houses["registry"], self.houses["facilities"]
        if await registry.outbox() or await facilities.outbox():
            return False
        for copy in facilities.service.copies:
            if await copy_hash(copy, facilities.database) != await owner_hash(registry.service, copy, registry.database):
                return False
        return True

    async def settled(self) -> None:
        """Equal, and every listener has come to the end."""

        async def done() -> bool:
            return await self.is_equal() and not any(one["lag"] for one in await self.cli("lag"))

        await soon(done, within=60)

    async def said(self, service: str) -> list[Record]:
        """Everything on its topics, partition by partition."""
        house = self.houses[service]
        topics = [name for topic in house.service.topics for name in (topic.name, topic.state and topic.state_name) if name]
        async with reading(topics, house.settings) as consumer:
            return [record async for record in to_the_end(consumer, house.settings.topic_prefix)]

    async def faults(self) -> list[str]:
        """Numbers with two contents, numbers out of order, last words that are not the owner's row, parked keys."""
        found = await self._wrong_last_words()
        for service in self.houses:
            found += contradictions(await self.said(service))
            found += [f"{service}: {row['key']} is parked" for row in await self.sql(f"SELECT key FROM {service}.parked")]
        return found

    async def _wrong_last_words(self) -> list[str]:
        registry, records = self.houses["registry"], await self.said("registry")
        wrong = []
        for copy in self.houses["facilities"].service.copies:
            last = {record.key: record.value for record in records if record.topic == copy.of}
            snapshots = [{**json.loads(value), "id": key} for key, value in last.items() if value is not None]
            if hash_of(copy, snapshots) != await owner_hash(registry.service, copy, registry.database):
                wrong.append(f"the last words on {copy.of} are not the rows")
        return wrong


def contradictions(records: list[Record]) -> Iterator[str]:
    """A number of one key that was said with two contents, or after a higher one for the first time."""
    contents: dict[tuple[str, str | None, int | None], set[bytes | None]] = defaultdict(set)
    highest: dict[tuple[str, str | None], int] = {}
    for record in records:
        name, number = (record.topic, record.key), record.sequence or 0
        if not contents[*name, number] and number < highest.get(name, 0):
            yield f"{name}: {number} after {highest[name]}"
        highest[name] = max(number, highest.get(name, 0))
        contents[*name, number].add(record.value)
    for place, said in contents.items():
        if len(said) > 1:
            yield f"{place}: {len(said)} contents"


async def run(*words: object, environment: Mapping[str, str] | None = None, code: int = 0) -> "subprocess.CompletedProcess[str]":
    """A program to its end."""
    done = await asyncio.to_thread(
        subprocess.run, [str(word) for word in words], capture_output=True, text=True, env=environment, check=False, timeout=120
    )
    assert done.returncode == code, f"{done.returncode}: {done.stdout}\n{done.stderr}"
    return done


@asynccontextmanager
async def opened(admin: str, database: str, kafka: str, issuer: Issuer, folder: Path) -> AsyncIterator[County]:
    """Both services over a migrated database, with topics of their own; everything runs, and the areas are known."""
    prefix = f"t{new_id().hex}."
    houses = {
        service.name: House.over(service, admin, database, kafka=kafka, topic_prefix=prefix, issuer=issuer.url)
        for service in (REGISTRY, FACILITIES)
    }
    for service in (REGISTRY, FACILITIES, FORUMS):  # facilities hears of meetings
        await make_topics(service, houses["registry"].settings)
    await houses["registry"].run(areas.load_reference)
    async with httpx.AsyncClient(trust_env=False) as http:
        form = {"grant_type": PERSONA_GRANT, "persona": "coordinator"}
        token = (await http.post(f"{issuer.url}/token", data=form)).json()["access_token"]
    county = County(address(admin, database), houses, folder, token)
    try:
        await county.start(*houses)
        yield county
    finally:
        await county.stop(*houses)
        for house in houses.values():
            await house.close()
