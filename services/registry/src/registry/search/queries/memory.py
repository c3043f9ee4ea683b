"""The vocabulary in process memory: all words of all names, kept up with what was written meanwhile, also by other processes.

An entry carries the transaction that wrote it. Whatever was written by transactions that had not ended at the last look is read
again: nothing is missed, whichever commits first. Words that no name has any more do no harm: the database finds nothing.
"""

import asyncio
from dataclasses import dataclass, field

from sqlalchemy import BigInteger, Text, cast, func, select
from sqlmodel import col

from chassis.work import Reads
from registry.search.domain import Vocabulary, words_of
from registry.search.tables import SearchEntry


@dataclass(slots=True)
class _Memory:
    """What is known of one database."""

    words: frozenset[str] = frozenset()
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(()))
    seen: int = 0
    """The oldest transaction that had not ended at the last look."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


_memories: dict[str, _Memory] = {}
"""By the name of the database: a process has one, a test run has many."""

_HORIZON = cast(cast(func.pg_snapshot_xmin(func.pg_current_snapshot()), Text), BigInteger)


async def vocabulary(reads: Reads) -> Vocabulary:
    """The words of this moment."""
    name, horizon = (await reads.rows(select(func.current_database(), _HORIZON)))[0]
    memory = _memories.setdefault(name, _Memory())
    if memory.lock.locked() and memory.words:
        return memory.vocabulary  # somebody is building the next one: nobody waits for it
    async with memory.lock:
        await _keep_up(reads, memory, horizon)
    return memory.vocabulary


async def _keep_up(reads: Reads, memory: _Memory, horizon: int) -> None:
    written = await reads.all(select(col(SearchEntry.names)).where(col(SearchEntry.written_by) >= memory.seen))
    new = {word for names in written for each in names for word in words_of(each)} - memory.words
    if new:
        memory.words |= new
        memory.vocabulary = await asyncio.to_thread(Vocabulary, memory.words)
    memory.seen = max(memory.seen, horizon)
