"""Telling the search under which names an organisation is found. Only commands of other features call this."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from chassis.work import UnitOfWork
from registry.search.domain import words_of
from registry.search.tables import SearchEntry


async def enter(uow: UnitOfWork, names: Mapping[UUID, Sequence[str]]) -> None:
    """New organisations and all their names: one statement, however many."""
    await uow.add_many(SearchEntry, [_entry(id, known) for id, known in names.items()])


async def enter_again(uow: UnitOfWork, ids: Sequence[UUID], names: Mapping[UUID, Sequence[str]]) -> None:
    """The names of known organisations as they are now; who has none left is not found any more."""
    await uow.execute(delete(SearchEntry).where(col(SearchEntry.organisation_id).in_(ids)))
    await enter(uow, names)


def _entry(id: UUID, names: Sequence[str]) -> dict[str, Any]:
    known = list(dict.fromkeys(names))
    words = dict.fromkeys(word for name in known for word in words_of(name))
    return {"organisation_id": id, "names": known, "words": " ".join(words)}
