"""Finding organisations by name: the words as typed first, then what they may mean, pass by pass; the few hits by likeness. R2."""

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Select, Text, bindparam, cast, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import col

from chassis.work import Reads
from registry.search.domain import AT_MOST_HITS, answers, plans, ranked, words_of
from registry.search.domain.plan import AT_MOST_WORDS
from registry.search.queries.memory import vocabulary
from registry.search.tables import SearchEntry

Hit = tuple[UUID, Sequence[str]]
_MATCHING: Final = (
    select(col(SearchEntry.organisation_id), col(SearchEntry.names))
    .where(col(SearchEntry.words).bool_op("@@")(cast(bindparam("meant", type_=Text), TSQUERY)))
    .limit(AT_MOST_HITS)
)


async def found(reads: Reads, query: str, among: Select[UUID] | None = None) -> list[UUID]:
    """The ids of those meant by the query, the most alike first; `among`: the ids that are searched at all."""
    hits = await _matching(reads, as_typed(query), among)
    if not answers(query, _names(hits)):
        hits = await _meant(reads, query, hits, among)
    return ranked(query, hits)


def as_typed(query: str) -> str:
    """All words of the query, each at least the beginning of a word."""
    return " & ".join(f"'{word}':*" for word in words_of(query)[:AT_MOST_WORDS])


async def _meant(reads: Reads, query: str, hits: Sequence[Hit], among: Select[UUID] | None) -> Sequence[Hit]:
    """Looser and looser until something answers; what a stricter pass had found stays in."""
    known = dict(hits)
    for step in plans(query, await vocabulary(reads)):
        known |= dict(await _matching(reads, step.tsquery, among))
        if answers(query, _names(list(known.items()))):
            break
    return list(known.items())


async def _matching(reads: Reads, tsquery: str, among: Select[UUID] | None) -> Sequence[Hit]:
    if not tsquery:
        return []
    if among is None:
        hits = await reads.rows(_MATCHING, {"meant": tsquery})
    else:
        hits = await reads.rows(_MATCHING.where(col(SearchEntry.organisation_id).in_(among)).params(meant=tsquery))
    return [(id, names) for id, names in hits]


def _names(hits: Sequence[Hit]) -> Iterator[str]:
    return (name for _, names in hits for name in names)
