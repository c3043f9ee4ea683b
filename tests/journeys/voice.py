"""Registry's voice without the registry: its own classes, its topics, its envelope, and a transactional producer like its relay."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaProducer
from tests.journeys.said import snapshot

from chassis.events import STATE_SUFFIX, State
from chassis.listening import Copy
from chassis.rebuild import hash_of
from chassis.service import Service, Topic
from registry.events import area, assignment, council_term, imports, organisation
from registry.schema import METADATA
from registry.settings import Settings

VOICE = Service(
    name="registry",
    settings=Settings,
    tables=METADATA,
    permissions={},
    topics=[
        Topic(organisation.TOPIC, state=organisation.OrganisationState, partitions=6),
        Topic(area.TOPIC, state=area.AreaState, partitions=3),
        Topic(council_term.TOPIC, state=council_term.CouncilTermState, partitions=1),
        Topic(assignment.TOPIC, state=assignment.AssignmentState, partitions=3),
        Topic(imports.TOPIC, partitions=1),
    ],
    routes=[],
)


@dataclass
class Voice:
    """Says states and remembers the newest of each, as their owner would."""

    producer: AIOKafkaProducer
    prefix: str
    newest: dict[str, dict[str, State]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)

    async def say(self, *states: State) -> None:
        """One transaction with the next snapshot of each; their order is kept for each key."""
        async with self.producer.transaction():
            for state in states:
                key = _key(state)
                self.sequences[key] = self.sequences.get(key, 0) + 1
                self.newest.setdefault(state.topic + STATE_SUFFIX, {})[key] = state
                await self._send(state, self.sequences[key])

    async def erase(self, *states: State) -> None:
        """A null is the last word on each."""
        async with self.producer.transaction():
            for state in states:
                del self.newest[state.topic + STATE_SUFFIX][_key(state)]
                topic = f"{self.prefix}{state.topic}{STATE_SUFFIX}"
                await self.producer.send(topic, key=_key(state).encode(), value=None)

    async def repeat(self, *states: State, sequence: int) -> None:
        """Say again what was said long ago."""
        async with self.producer.transaction():
            for state in states:
                await self._send(state, sequence)

    async def take_back(self, *states: State) -> None:
        """Say and abort: a reader of committed records never meets it."""
        await self.producer.begin_transaction()
        for state in states:
            await self._send(state, 1_000_000)
        await self.producer.flush()
        await self.producer.abort_transaction()

    def hash(self, copy: Copy) -> str:
        """The canonical hash of what was said last, over the fields of a copy."""
        return hash_of(copy, _dumped(self.newest.get(copy.of, {}).values()))

    async def _send(self, state: State, sequence: int) -> None:
        record = snapshot(state, sequence)
        headers = [(name, value.encode()) for name, value in record.headers.items()]
        await self.producer.send(self.prefix + record.topic, key=_key(state).encode(), value=record.value, headers=headers)


def _key(state: State) -> str:
    return str(state.id)  # type: ignore[attr-defined]


def _dumped(states: Iterable[State]) -> list[dict[str, Any]]:
    return [state.model_dump(mode="json") for state in states]
