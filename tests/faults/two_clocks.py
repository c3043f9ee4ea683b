"""Two API processes of the registry whose clocks differ, their client, and what it compares in the end."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

import httpx
from sqlalchemy import select
from tests.chassis.core.broker import everything

from chassis.envelope import Record
from chassis.rebuild import copy_hash, copy_of, owner_hash
from chassis.testing import House, soon
from grants.main import SERVICE as GRANTS
from registry.main import SERVICE as REGISTRY

TOPIC = "registry.organisation"
STATE = f"{TOPIC}.state"
PARTITIONS = 12
TURNS = 10
"""Changes of each process, one after the other's."""
RACES = 5
"""Changes of each kind by each process, against the other's."""


class Told(NamedTuple):
    """What an organisation is, as an answer or a snapshot shows it."""

    name: str
    status: str


@dataclass
class Organisation:
    """One organisation, and what the answers said of it: by version, and in the order in which they came."""

    id: UUID
    said: dict[int, Told] = field(default_factory=dict)

    def hear(self, answer: httpx.Response) -> None:
        """No two answers may speak of the same version."""
        assert answer.is_success, answer.text
        version, body = int(answer.headers["etag"].strip('"')), answer.json()
        assert version not in self.said
        self.said[version] = Told(body["name_fi"], body["status"])

    async def renamed(self, api: httpx.AsyncClient, name: str) -> None:
        """As somebody who has just looked; again when another was faster."""
        path, answer = f"/v1/organisations/{self.id}", httpx.Response(412)
        while answer.status_code == 412:
            seen = await api.get(path)
            answer = await api.patch(path, json={"name_fi": name}, headers={"If-Match": seen.headers["etag"]})
        self.hear(answer)

    async def rests_and_acts(self, api: httpx.AsyncClient) -> None:
        """Paused and resumed; refused where another has done so already."""
        for verb, body in (("pause", {"grounds": "Vuoron vaihto."}), ("resume", None)):
            answer = await api.post(f"/v1/organisations/{self.id}/{verb}", json=body)
            if answer.status_code != 409:
                self.hear(answer)


@dataclass(frozen=True)
class County:
    """The registry behind two API processes, grants with its copy, and what was said."""

    registry: House
    grants: House
    behind: httpx.AsyncClient
    ahead: httpx.AsyncClient

    async def registered(self, name: str) -> Organisation:
        body = {"name_fi": name, "kind": "organisation", "legal_form": "association"}
        answer = await self.behind.post("/v1/organisations", json=body)
        made = Organisation(UUID(answer.json()["id"]))
        made.hear(answer)
        return made

    async def changed_in_turns(self, one: Organisation) -> None:
        """Each process builds on the version that the other has answered."""
        path = f"/v1/organisations/{one.id}"
        for turn in range(2 * TURNS):
            api = (self.ahead, self.behind)[turn % 2]
            answer = await api.patch(path, json={"name_fi": f"Vuoro {turn} ry"}, headers={"If-Match": f'"{turn + 1}"'})
            one.hear(answer)
        assert list(one.said) == list(range(1, 2 * TURNS + 2))

    async def changed_in_a_race(self, one: Organisation) -> None:
        async def by(api: httpx.AsyncClient, who: str) -> None:
            for n in range(RACES):
                await asyncio.gather(one.renamed(api, f"Kisa {who} {n} ry"), one.rests_and_acts(api))

        await asyncio.gather(by(self.ahead, "edellä"), by(self.behind, "jäljessä"))

    async def sent(self) -> list[Record]:
        """What the relay has sent, by outbox position."""
        sent = REGISTRY.house.outbox_sent
        async with self.registry.database.sessions() as session:
            rows = (await session.execute(select(sent).order_by(sent.c.position))).all()
        return [Record(row.topic, 0, row.position, row.key, row.headers, row.payload) for row in rows]

    async def drained(self) -> None:
        async def empty() -> bool:
            return not await self.registry.outbox()

        await soon(empty)

    async def equal(self) -> bool:
        """Whether the copy in grants is what the registry has."""
        copy = copy_of(GRANTS, "organisation")
        return await copy_hash(copy, self.grants.database) == await owner_hash(REGISTRY, copy, self.registry.database)

    async def wrong(self, one: Organisation) -> list[str]:
        """Where outbox, topics and rows disagree with the answers, in words."""
        s, sent, found = self.registry.settings, await self.sent(), list[str]()
        for topic in (TOPIC, STATE):
            published = await everything(s.kafka, s.topic_prefix, topic, PARTITIONS)
            for place, records in (("outbox", sent), ("topic", published)):
                found += _wrong_order(f"{place} {topic}", of(one, records, topic), one)
        return found


def of(one: Organisation, records: Sequence[Record], topic: str) -> list[Record]:
    return [record for record in records if record.key == str(one.id) and record.topic == topic]


def _wrong_order(place: str, records: Sequence[Record], one: Organisation) -> Iterator[str]:
    sequences = [record.sequence for record in records]
    if sequences != list(range(1, len(one.said) + 1)):
        yield f"{place}: {sequences}"
    snapshots = {record.sequence: told(record) for record in records if record.topic == STATE}
    if snapshots and snapshots != one.said:
        yield f"{place}: other snapshots than were answered"


def told(record: Record) -> Told:
    public = REGISTRY.topic(TOPIC).state
    assert public is not None
    state: Any = public.model_validate_json(record.value or b"")
    return Told(state.names.fi, state.status)


def steps_back(values: Sequence[Any]) -> int:
    """How often a value is less than the one before it."""
    return sum(later < earlier for earlier, later in pairwise(values))
