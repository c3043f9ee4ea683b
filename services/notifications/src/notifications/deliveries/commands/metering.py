"""What a worker tells of mail: how much waits in each lane and for how long, and what becomes of it."""

from collections.abc import Sequence
from uuid import UUID

from prometheus_client import Counter, Gauge

from chassis.metrics import REGISTRY
from chassis.work import Irrelevant, Reads, UnitOfWork
from notifications.deliveries.domain.state import Lane, State
from notifications.deliveries.queries.log import waiting

_WAITING = Gauge("mail_waiting", "Mails queued or being sent.", ["lane"], registry=REGISTRY)
_OLDEST = Gauge(
    "mail_oldest_waiting_seconds", "Age of the oldest mail that is queued or being sent; 0 when there is none.", ["lane"],
    registry=REGISTRY,
)
_ENDED = Counter("mail_attempts_total", "Claimed mails by the state that followed.", ["lane", "state"], registry=REGISTRY)


def ended(lane: Lane, state: State) -> None:
    """A claimed mail is sent, put off, given up or left."""
    _ENDED.labels(lane.value, state.value).inc()


async def measure(db: Reads, _limit: int) -> Sequence[UUID]:
    """Look how much waits now. Nothing is due by it."""
    found = await waiting(db)
    for lane in Lane:
        count, oldest = found.get(lane, (0, db.now))
        _WAITING.labels(lane.value).set(count)
        _OLDEST.labels(lane.value).set(max(0.0, (db.now - oldest).total_seconds()))
    return ()


async def nothing(_uow: UnitOfWork, _id: UUID) -> None:
    """Measuring asks for no command."""
    raise Irrelevant("only_measured")
