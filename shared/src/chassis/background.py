"""What a worker does, and what a relay does: put together from what the service declares."""

from collections.abc import Awaitable, Callable, MutableMapping

from chassis.audit import Sealer
from chassis.clockwork import Clockwork
from chassis.consumer import Consumer
from chassis.copying import Copying
from chassis.database import Database
from chassis.dispatcher import Takes
from chassis.hearing import Hearing
from chassis.parking import Retrying
from chassis.relay import Line, Relay
from chassis.service import Service
from chassis.settings import Settings


def relay(service: Service, settings: Settings) -> Relay:
    """The task that announces what the outbox holds; while it leads it also seals the audit."""
    line = Line(
        service.name, service.house, settings.database_url, settings.kafka, settings.tenant, settings.topic_prefix
    )
    return Relay(line, Sealer(settings.database_url, service.house))


def work(
    service: Service, settings: Settings, database: Database, waits_for: MutableMapping[str, str]
) -> list[Callable[[], Awaitable[None]]]:
    """The tasks of a worker: its consumer groups, the clock, and the keys that wait for another try.

    `waits_for` is where a group says why it could not begin yet.
    """
    hearing = [Hearing(service.name, each, database, service.house, settings.tenant) for each in service.listeners]
    groups: list[Takes] = [*hearing]
    if service.copies:
        groups.append(Copying(service.name, service.copies, database, service.house, settings.tenant))
    tasks: list[Callable[[], Awaitable[None]]] = [
        Consumer(
            group, kafka=settings.kafka, prefix=settings.topic_prefix, replica=settings.replica, waits_for=waits_for
        ).run
        for group in groups
    ]
    clockwork = Clockwork(
        service.name,
        service.house,
        database,
        timers=service.timers,
        jobs=service.clock,
        errands=service.errands,
    )
    if clockwork.has_work:
        tasks.append(clockwork.run)
    if hearing:
        tasks.append(Retrying(hearing, database, service.house).run)
    return tasks
