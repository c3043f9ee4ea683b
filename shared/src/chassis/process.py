"""The roles of a process: `python -m <service> api | worker [--with-relay] | relay | serve | migrate [part]`.

api      answers HTTP; holds no connection to the broker
worker   hears facts, keeps copies, runs timers, jobs and errands; with `--with-relay` also what `relay` does
relay    announces what the outbox holds, and seals the audit
serve    all of it in one process, for one service run alone
migrate  makes roles, schema, partitions and topics, and ends
"""

import argparse
import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass

import uvicorn
import uvloop
from starlette.types import ASGIApp
from typing_extensions import override

from chassis import logs, metrics, telemetry
from chassis.database import ANSWER_TIMEOUT, Database
from chassis.health import Health, health_app
from chassis.migrate import head_reached, migrate
from chassis.service import Service
from chassis.settings import Settings

log = logging.getLogger(__name__)

GRACE = 20
"""Seconds that running requests have to finish after the process stops taking new ones."""
ENDING = (signal.SIGTERM, signal.SIGINT)
Task = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Roles:
    """What a process is for."""

    api: bool = False
    worker: bool = False
    relay: bool = False


ROLES = {
    "api": Roles(api=True),
    "worker": Roles(worker=True),
    "relay": Roles(relay=True),
    "serve": Roles(api=True, worker=True, relay=True),
}


def main(service: Service, arguments: list[str] | None = None) -> None:
    """What a service's `__main__` calls."""
    parser = argparse.ArgumentParser(prog=f"python -m {service.name}", description=__doc__.partition("\n")[0])
    parser.add_argument("role", choices=[*ROLES, "migrate"])
    parser.add_argument("part", nargs="?", default="all", help="of migrate: roles, schema, partitions, topics or all")
    parser.add_argument("--with-relay", action="store_true", help="of worker: also announce what the outbox holds")
    parser.add_argument("--check-config", action="store_true", help="read the settings and end")
    asked = parser.parse_args(arguments)
    settings = service.settings()
    if asked.check_config:
        return
    logs.configure(service.name, settings)
    if asked.role == "migrate":
        asyncio.run(migrate(service, settings, asked.part))
        return
    if service.prepare is not None:
        service.prepare(settings)
    roles = ROLES[asked.role]
    if asked.with_relay:
        roles = Roles(api=roles.api, worker=roles.worker, relay=True)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        sys.exit(runner.run(Process(service, settings, roles).run()))


class Process:
    """One process of a service, from its start to its orderly end."""

    def __init__(self, service: Service, settings: Settings, roles: Roles) -> None:
        self._service = service
        self._settings = settings
        self._roles = roles
        self._stop = asyncio.Event()

    async def run(self) -> int:
        """Serve until a signal, or until a task fails for good (exit code 1: whoever watches starts it anew)."""
        service, settings = self._service, self._settings
        telemetry.configure(service.name, settings)
        metrics.build(service.name, settings.version, settings.revision)
        database = Database(
            settings.database_url,
            service.tables,
            tenant=settings.tenant,
            schema_base=settings.schema_base,
            pool_size=settings.pool_size,
            answer_timeout=ANSWER_TIMEOUT,
        )
        metrics.watch_pool(database.engine.pool, settings.pool_size)
        health = Health(
            ping=database.ping,
            at_head=lambda: head_reached(service, database.engine),
            settings=settings,
            service=service.name,
        )
        for number in ENDING:
            asyncio.get_running_loop().add_signal_handler(number, self._stop.set)
        code = 0
        try:
            async with self._http(database, health), self._background(database, health):
                log.info("serving", extra={"port": settings.port})
                await self._stop.wait()
                health.drain()
                await asyncio.sleep(settings.drain_seconds if self._roles.api else 0)
        except* Exception as failed:
            log.critical("a task failed for good", exc_info=failed)
            code = 1
        finally:
            await database.close()
            telemetry.flush()
            log.info("stopped")
            _listen_no_more()
        return code

    @contextlib.asynccontextmanager
    async def _http(self, database: Database, health: Health) -> AsyncIterator[None]:
        if self._roles.api:
            from chassis.app import create_app  # noqa: PLC0415 - workers do without the web framework's half second
            from chassis.auth import Verifier  # noqa: PLC0415

            verifier = Verifier(self._settings)
            app: ASGIApp = create_app(self._service, self._settings, database, verifier, health)
        else:
            app = health_app(health)
        server = _Server(
            uvicorn.Config(
                app,
                host=self._settings.host,
                port=self._settings.port,
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=False,
                timeout_graceful_shutdown=GRACE,
                lifespan="on",
            )
        )
        serving = asyncio.create_task(server.serve())
        serving.add_done_callback(lambda _: self._stop.set())
        try:
            yield
        finally:
            server.should_exit = True
            await serving

    @contextlib.asynccontextmanager
    async def _background(self, database: Database, health: Health) -> AsyncIterator[None]:
        relay, tasks = None, list[Task]()
        if self._roles.worker or self._roles.relay:
            from chassis import background  # noqa: PLC0415 - the API does without the broker's client

            relay = background.relay(self._service, self._settings) if self._roles.relay else None
            tasks = [relay.run] if relay else []
            if self._roles.worker:
                waits_for = {} if self._roles.api else health.waits_for  # an API beside it is ready without a broker
                tasks += background.work(self._service, self._settings, database, waits_for)
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(self._watched(task)) for task in tasks]
            try:
                yield
            finally:
                if relay:
                    relay.stop()
                for task in running[1 if relay else 0 :]:
                    task.cancel()

    async def _watched(self, task: Task) -> None:
        """A task that ends by itself ends the process: half a process is worse than none."""
        try:
            await task()
        finally:
            self._stop.set()


def _listen_no_more() -> None:
    """A signal that comes while the interpreter ends changes nothing, least of all the exit code."""
    for number in ENDING:
        asyncio.get_running_loop().remove_signal_handler(number)
        signal.signal(number, signal.SIG_IGN)


class _Server(uvicorn.Server):
    """Signals are the process's, not the server's."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
