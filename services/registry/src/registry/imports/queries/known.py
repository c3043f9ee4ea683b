"""What the matching and the plan need to know of the organisations, read in the same transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import Reads
from registry.imports.domain import duplicates, matching
from registry.imports.domain.matching import Index, Key
from registry.imports.domain.planning import Voices
from registry.imports.domain.provenance import Said, Stored
from registry.imports.tables import Duplicate, SourceKey
from registry.organisations.domain.identifiers import Identifier, Scheme
from registry.organisations.domain.lifecycle import ALIVE, standing
from registry.organisations.domain.names import NameKind
from registry.organisations.queries import profile_of
from registry.organisations.tables import FieldSource, Organisation, OrganisationName


@dataclass(frozen=True, slots=True)
class Known:
    """All organisations as the rows of one source are held against them."""

    index: Index
    voices: Voices


@dataclass(frozen=True, slots=True)
class Read:
    """Some organisations as they stand, and the versions in which they were read."""

    stored: dict[UUID, Stored]
    versions: Mapping[UUID, int]


async def known(reads: Reads, source: str) -> Known:
    """Everybody, merged ones under what stands in their place now."""
    rows = await reads.rows(select(
        col(Organisation.id), col(Organisation.successor_id), col(Organisation.locality), col(Organisation.identifiers)
    ))
    standing = resolved({id: successor for id, successor, _, _ in rows})
    names = await _names(reads, standing)
    identifiers: dict[UUID, list[Identifier]] = defaultdict(list)
    for id, _, _, said in sorted(rows, key=lambda row: row[1] is not None):
        identifiers[standing[id]] += [Identifier(Scheme(each["scheme"]), each["value"]) for each in said]
    keys, voices = await _keys(reads, source, standing)
    everybody = (
        matching.Known(id, tuple(names[id]), tuple(identifiers[id]), locality, tuple(keys[id]))
        for id, successor, locality, _ in rows
        if successor is None
    )
    return Known(Index(everybody, await apart_of(reads, source, standing)), voices)


async def stored(reads: Reads, ids: Collection[UUID]) -> Read:
    """These organisations with the origin of each field."""
    wanted = list(ids)
    if not wanted:
        return Read({}, {})
    auxiliary: dict[UUID, list[str]] = defaultdict(list)
    current = select(col(OrganisationName.organisation_id), col(OrganisationName.text)).where(
        col(OrganisationName.organisation_id).in_(wanted),
        col(OrganisationName.kind) == NameKind.AUXILIARY,
        col(OrganisationName.valid_until).is_(None),
    )
    for id, text in await reads.rows(current.order_by(col(OrganisationName.position))):
        auxiliary[id].append(text)
    said: dict[UUID, dict[str, Said]] = defaultdict(dict)
    origins = select(
        col(FieldSource.organisation_id), col(FieldSource.field), col(FieldSource.source), col(FieldSource.seen_on)
    )
    for id, name, source, on in await reads.rows(origins.where(col(FieldSource.organisation_id).in_(wanted))):
        said[id][name] = Said(source, on)
    rows = await reads.rows(_PROFILES.where(col(Organisation.id).in_(wanted)))
    found = {row.id: _stored(row, auxiliary[row.id], said[row.id], reads.now) for row in rows}
    return Read(found, {row.id: row.version for row in rows})


def resolved(successors: Mapping[UUID, UUID | None]) -> dict[UUID, UUID]:
    """Who stands in the place of each now, however many mergers away."""

    def last(id: UUID) -> UUID:
        while (successor := successors[id]) is not None:
            id = successor
        return id

    return {id: last(id) for id in successors}


async def apart_of(reads: Reads, source: str, standing: Mapping[UUID, UUID]) -> Iterator[tuple[Key, UUID]]:
    """Rows and organisations of which a person has said that they are two."""
    rows = select(col(Duplicate.external_id), col(Duplicate.one_id)).where(
        col(Duplicate.source) == source,
        col(Duplicate.external_id).is_not(None),
        col(Duplicate.status) == duplicates.Status.APART,
    )
    return ((Key(source, str(external_id)), standing[id]) for external_id, id in await reads.rows(rows))


_PROFILES = select(*(
    getattr(Organisation, name)
    for name in (
        "id", "version", "status", "dissolves_on", "memberships", "kind", "legal_form", "name_fi", "name_sv", "name_en",
        "identifiers", "locality", "home_municipality", "fields", "groups", "is_service_producer", "supports_others",
        "founded_on", "industry", "description", "website",
    )
))


def _stored(row: Any, auxiliary: list[str], said: Mapping[str, Said], now: datetime) -> Stored:
    alive = standing(row, now) in ALIVE
    return Stored(row.id, profile_of(row), tuple(auxiliary), tuple(row.memberships), said, alive)


async def _names(reads: Reads, standing: Mapping[UUID, UUID]) -> dict[UUID, dict[str, None]]:
    """All names of now and of the past."""
    found: dict[UUID, dict[str, None]] = defaultdict(dict)
    names = select(col(OrganisationName.organisation_id), col(OrganisationName.text)).order_by(col(OrganisationName.position))
    for id, text in await reads.rows(names):
        found[standing[id]][text] = None
    return found


async def _keys(reads: Reads, source: str, standing: Mapping[UUID, UUID]) -> tuple[dict[UUID, list[Key]], Voices]:
    """The source's own keys; of several that mean one body the first one speaks, and those of merged bodies are silent."""
    keys: dict[UUID, list[Key]] = defaultdict(list)
    speakers: dict[UUID, Key] = {}
    silent: set[Key] = set()
    rows = select(col(SourceKey.external_id), col(SourceKey.organisation_id)).where(col(SourceKey.source) == source)
    for external_id, id in await reads.rows(rows.order_by(col(SourceKey.linked_at), col(SourceKey.external_id))):
        key = Key(source, external_id)
        keys[standing[id]].append(key)
        if standing[id] != id:
            silent.add(key)
        else:
            speakers.setdefault(id, key)
    return keys, Voices(speakers, silent)
