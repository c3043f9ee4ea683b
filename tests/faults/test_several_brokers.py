"""A worker is given the addresses of several brokers, of which one may be away."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from aiokafka import AIOKafkaProducer
from tests.chassis.core.broker import running

from chassis.consumer import Consumer
from chassis.envelope import Record
from chassis.outbox import new_id
from chassis.testing import Parts, settings_of, soon
from chassis.topics import make_topics
from sample.main import SERVICE


@dataclass
class Keeps:
    """Takes whatever comes."""

    name: str = "sample.several"
    topics: Sequence[str] = ("sample.thing",)
    got: list[Record] = field(default_factory=list)

    async def begin(self) -> None:
        """Nothing to prepare."""

    async def take(self, records: Sequence[Record]) -> None:
        self.got += records


async def test_worker__one_of_several_brokers_away(parts: Parts, sample_database: str) -> None:
    prefix, several, keeps = f"t{new_id().hex}.", f"127.0.0.1:1,{parts.kafka}", Keeps()
    await make_topics(SERVICE, settings_of(SERVICE, parts.admin, sample_database, kafka=several, topic_prefix=prefix))

    async def came() -> bool:
        return bool(keeps.got)

    async with running(Consumer(keeps, kafka=several, prefix=prefix, replica="0")):
        producer = AIOKafkaProducer(bootstrap_servers=several)
        await producer.start()
        await producer.send_and_wait(f"{prefix}sample.thing", key=b"one", value=b"{}")
        await producer.stop()
        await soon(came, within=60)
    assert keeps.got[0].key == "one"
