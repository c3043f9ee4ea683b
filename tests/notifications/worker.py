"""The real worker as a process of its own, on real topics."""

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field, replace

from aiokafka import AIOKafkaProducer

from chassis.envelope import Record
from chassis.events import State
from chassis.outbox import new_id
from chassis.service import Topic
from chassis.settings import Settings
from chassis.testing import House, Parts
from chassis.topics import make_topics
from forums.events.meeting import MeetingState
from forums.events.structure import StructureState
from notifications.deliveries.handlers import LISTENER as MAIL
from notifications.heard.everyone import PUBLIC
from notifications.invitations.handlers import LISTENER as INVITATIONS
from notifications.main import SERVICE
from registry.events.area import AreaState
from registry.events.assignment import TOPIC as ASSIGNMENT
from registry.events.assignment import AssignmentState
from registry.events.organisation import OrganisationState

STATES: dict[str, type[State]] = {
    "registry.organisation": OrganisationState, "registry.area": AreaState, ASSIGNMENT: AssignmentState, "forums.meeting": MeetingState,
    "forums.structure": StructureState,
}
OTHERS = replace(
    SERVICE,
    topics=[
        Topic(name, state=STATES.get(name), partitions=3)
        for name in dict.fromkeys((*PUBLIC, *MAIL.topics, *INVITATIONS.topics, *STATES)) if not name.startswith("notifications.")
    ],
)
"""The topics of the other services, as they make them."""


@dataclass
class Line:
    """Topics of one test alone, and workers on them."""

    house: House
    parts: Parts
    inside: str
    more: dict[str, str] = field(default_factory=dict)
    """Further variables of the worker."""
    prefix: str = field(default_factory=lambda: f"t{new_id().hex}.")

    @property
    def settings(self) -> Settings:
        return self.house.settings.model_copy(update={"kafka": self.parts.kafka, "topic_prefix": self.prefix})

    async def make_topics(self) -> None:
        await make_topics(OTHERS, self.settings)
        await make_topics(SERVICE, self.settings)

    async def started(self) -> asyncio.subprocess.Process:
        """A worker; it ends with `killed` or `ended`."""
        said = self.settings.model_dump(mode="json", include={"env", "database_url", "kafka", "topic_prefix", "issuer"})
        environment = {f"YHDYSPINTA_{name.upper()}": str(value) for name, value in said.items()}
        environment |= {
            "YHDYSPINTA_CURSOR_KEY": "only-for-tests-only-for-tests", "YHDYSPINTA_PORT": "0",
            "YHDYSPINTA_WEBHOOK_INSIDE": json.dumps([self.inside]),
        }  # fmt: skip
        environment |= self.more
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "notifications", "worker", env=environment, stdout=asyncio.subprocess.DEVNULL
        )

    @contextlib.asynccontextmanager
    async def working(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """A worker that ends in good order."""
        process = await self.started()
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 30) == 0

    async def produce(self, records: Iterable[Record]) -> None:
        """As the registry's relay does."""
        producer = AIOKafkaProducer(bootstrap_servers=self.parts.kafka, acks="all")
        await producer.start()
        try:
            for record in records:
                await producer.send(
                    self.prefix + record.topic,
                    record.value,
                    (record.key or "").encode(),
                    headers=[(name, value.encode()) for name, value in record.headers.items()],
                )
            await producer.flush()
        finally:
            await producer.stop()


async def killed(process: asyncio.subprocess.Process) -> None:
    """Without a word."""
    process.kill()
    await process.wait()
