"""The five services as processes of their own behind the real gateway, over one database: where every client comes in."""

import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import uvicorn
from tests.architecture.code import SERVICES, service
from tests.chassis.edge.conftest import Api, opened
from tests.chassis.edge.issuer import ISSUER, Issuer
from tests.contracts.client import Client, Headers
from tests.contracts.documented import Documented
from tests.journeys.together import together
from tests.notifications.post import SENDER
from tests.notifications.receiver import Receiver

from chassis.testing import APP, Parts, address
from yhdyspinta_local import ports
from yhdyspinta_local.parts import Caddy, ServiceProcess, Surroundings


@dataclass(frozen=True)
class Door:
    """The gateway, and what a test needs to prepare what lies behind it."""

    parts: Parts
    database: str
    issuer: Issuer
    gateway: Caddy
    services: dict[str, ServiceProcess]

    @property
    def url(self) -> str:
        return self.gateway.url

    @asynccontextmanager
    async def api(self, name: str) -> AsyncIterator[Api]:
        """A service as people meet it; its database is at hand beside it, for what only a worker or the clock does."""
        api = await opened(address(self.parts.admin, self.database, name, APP), self.issuer, service(name))
        await api.http.aclose()
        http = httpx.AsyncClient(base_url=f"{self.url}/api/{name}", timeout=60, trust_env=False)
        yield replace(api, http=http)
        await http.aclose()
        await api.database.close()

    @asynccontextmanager
    async def client(self, name: str) -> AsyncIterator[Client]:
        """Who knows nothing but the document: the coordinator; of notifications, the system that has webhooks."""
        async with self.api(name) as api:
            yield Client(api, Documented(service(name)), who(api, name))


def who(api: Api, name: str) -> Headers:
    """Who does what nobody in particular does."""
    return api.as_("kunta", "regional_system", azp="kunta") if name == "notifications" else api.coordinator


@asynccontextmanager
async def opened_door(parts: Parts, database: str, receiver: Receiver, folder: Path, **others: str) -> AsyncIterator[Door]:
    """All of it runs and answers; `others`: settings of all services."""
    issuer = Issuer()
    with served(issuer) as keys:
        around = Surroundings(
            database_admin="", database_owner="", database_app="", kafka="", issuer=ISSUER, smtp="", env="test",
            cursor_key="only-for-tests-only", documents=str(folder / "documents"), receiver=receiver.place,
        )
        more = {
            "YHDYSPINTA_JWKS_URL": f"{keys}/keys",
            "YHDYSPINTA_LINK_KEY": SENDER.key.decode(),
            "YHDYSPINTA_PUBLIC_URL": "http://notifications.test",
            "YHDYSPINTA_RATE_BURST": "1000000",
            "YHDYSPINTA_RATE_PER_MINUTE": "60000000",
            **others,
        }
        services = {
            name: ServiceProcess(
                name, "api", replace(around, database_app=address(parts.admin, database, name, APP)),
                log=folder / f"{name}.log", more=more,
            )
            for name in SERVICES
        }
        gateway = Caddy(folder / "caddy", {name: [f"{one.host}:{one.port}"] for name, one in services.items()}, env="test")
        async with together(gateway, *services.values()):
            yield Door(parts, database, issuer, gateway, services)


@contextmanager
def served(issuer: Issuer) -> Iterator[str]:
    """The issuer's address, in a thread of its own: it answers also while a test waits."""
    place = ports.reserve()
    config = uvicorn.Config(issuer, host=ports.HOST, port=place.number, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://{ports.HOST}:{place.number}"
    finally:
        server.should_exit = True
        thread.join()
        place.release()
