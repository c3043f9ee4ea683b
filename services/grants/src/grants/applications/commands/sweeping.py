"""Bytes of documents that no row names: an upload ended in a crash, or was refused after its bytes had been kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chassis.values import DAY
from chassis.work import UnitOfWork
from grants.adapters.files import STORE
from grants.applications import queries


@dataclass(frozen=True, slots=True)
class Orphan:
    """Bytes that nobody names, untouched since then."""

    sha256: str
    since: datetime


async def orphans(uow: UnitOfWork, limit: int) -> Sequence[Orphan]:
    """A day old at least: an upload that goes on has kept its bytes later, and whoever keeps the same again touches them."""
    since = uow.now - DAY
    old = await STORE.untouched(since)
    named = await queries.named_documents(uow, old)
    return [Orphan(sha256, since) for sha256 in old if sha256 not in named][:limit]


async def sweep(orphan: Orphan) -> bool:
    """Forget its bytes, unless somebody has kept the same meanwhile."""
    return await STORE.drop(orphan.sha256, orphan.since)


async def swept(_uow: UnitOfWork, _orphan: Orphan, _gone: bool) -> None:
    """No row told of them, none has to change."""
