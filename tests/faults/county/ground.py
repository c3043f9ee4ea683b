"""The ground on which counties are built for experiments: a database that keeps what it acknowledged, brokers, an issuer, mail."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
from tests.architecture.code import SERVICES, service
from tests.faults.inside.witness import TABLE
from tests.faults.proxy import Proxy, Way
from tests.notifications.deliveries.sink import Sink
from typing_extensions import override

from chassis.testing import House, make_template
from forums.structures.commands import load_reference as load_structures
from registry.areas.commands import load_reference as load_areas
from yhdyspinta_local.parts import Issuer, Kafka, Kafkas, Part, Postgres

TEMPLATE = "template_of_faults"


class Advertised(Kafka):
    """A broker that sends everybody to its proxy."""

    proxy: Proxy

    @override
    def settings(self) -> dict[str, str]:
        return super().settings() | {"advertised.listeners": f"PLAINTEXT://{self.host}:{self.proxy.port}"}


@dataclass
class Ground:
    """Real parts, shared by all counties that stand on it."""

    folder: Path
    postgres: Postgres
    broker: Kafka | Kafkas
    issuer: Issuer
    mail: Sink = field(default_factory=Sink)
    proxies: Mapping[str, Proxy] = field(default_factory=dict)
    """Between the services and `database` and `broker`, where a network shall be cut."""

    @classmethod
    def under(cls, folder: Path, *, nodes: int = 1, between: bool = False) -> "Ground":
        """`between`: with proxies."""
        postgres, issuer = Postgres(folder / "postgres", durable=True), Issuer(folder)
        if nodes > 1:
            return cls(folder, postgres, Kafkas(folder / "kafkas", nodes), issuer)
        if not between:
            return cls(folder, postgres, Kafka(folder / "kafka"), issuer)
        broker = Advertised(folder / "kafka")
        proxies = {"database": Proxy(postgres.host, postgres.port), "broker": Proxy(broker.host, broker.port)}
        broker.proxy = proxies["broker"]
        return cls(folder, postgres, broker, issuer, proxies=proxies)

    @property
    def bootstrap(self) -> str:
        """Where services find the broker."""
        return f"127.0.0.1:{self.proxies['broker'].port}" if self.proxies else self.broker.bootstrap

    @property
    def database(self) -> str:
        """Where services find the database; the path is another's."""
        return self.admin.replace(str(self.postgres.port), str(self.proxies["database"].port)) if self.proxies else self.admin

    @property
    def parts(self) -> Sequence[Part]:
        return [self.postgres, *self.brokers, self.issuer]

    @property
    def brokers(self) -> Sequence[Kafka]:
        """One, or the nodes of the cluster."""
        return self.broker.nodes if isinstance(self.broker, Kafkas) else [self.broker]

    @property
    def admin(self) -> str:
        return self.postgres.dsn()

    async def start(self) -> None:
        """All of them, and the template from which each county's database is cloned."""
        await self.mail.start()
        for proxy in self.proxies.values():
            await proxy.start()
        await self.revive()
        await make_template(self.admin, TEMPLATE, [service(name) for name in SERVICES], self._fill)

    async def _fill(self, database: str) -> None:
        """Reference data, whose announcements wait in the outboxes; and the witness's table."""
        for name, load in (("registry", load_areas), ("forums", load_structures)):
            house = House.over(service(name), self.admin, database)
            await house.run(load)
            await house.close()
        session = await asyncpg.connect(self.postgres.dsn(database=database))
        await session.execute(TABLE)
        await session.close()

    async def revive(self) -> None:
        """Whatever an experiment left dead or cut stands up again."""
        for proxy in self.proxies.values():
            proxy.set(Way.OPEN)
        dead = [part for part in self.parts if not part.alive]
        for part in dead:
            part.start()
        await asyncio.gather(*(asyncio.to_thread(part.wait_ready, 300) for part in dead))

    async def stop(self) -> None:
        await asyncio.gather(*(asyncio.to_thread(part.stop) for part in self.parts if part is not self.postgres))
        await asyncio.to_thread(self.postgres.stop)
        await self.mail.stop()
        for proxy in self.proxies.values():
            await proxy.stop()
