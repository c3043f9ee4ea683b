"""The canonical hash of what an import has made: without ids and instants, keyed by external identifier."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.canonical import canonical_hash

_ORGANISATIONS = text("""
    SELECT k.source || ' ' || k.external_id AS key,
        to_jsonb(o) - ARRAY['id', 'successor_id', 'registered_at', 'updated_at', 'ended_at'] AS row,
        (SELECT jsonb_agg(jsonb_build_object('text', n.text, 'language', n.language, 'kind', n.kind) ORDER BY n.kind, n.text)
            FROM registry.name n WHERE n.organisation_id = o.id) AS names,
        (SELECT jsonb_agg(jsonb_build_array(i.scheme, i.value) ORDER BY i.scheme)
            FROM registry.identifier i WHERE i.organisation_id = o.id) AS identifiers,
        (SELECT jsonb_agg(jsonb_build_array(f.field, f.source, f.seen_on) ORDER BY f.field)
            FROM registry.field_source f WHERE f.organisation_id = o.id) AS said,
        (SELECT to_jsonb(e.names) FROM registry.search_entry e WHERE e.organisation_id = o.id) AS found_as
    FROM registry.organisation o JOIN registry.source_key k ON k.organisation_id = o.id
""")
_PAIRS = text("""
    SELECT 'pair ' || least(one.external_id, other.external_id), least(one.external_id, other.external_id),
        greatest(one.external_id, other.external_id), d.status, d.why, d.score
    FROM registry.duplicate d
    JOIN registry.source_key one ON one.organisation_id = d.one_id
    JOIN registry.source_key other ON other.organisation_id = d.other_id
""")
_EVENTS = text("""
    SELECT 'events of ' || k.source || ' ' || k.external_id, array_agg(split_part(b.headers->>'ce_type', '.', 4) ORDER BY b.position)
    FROM registry.outbox b JOIN registry.source_key k ON k.organisation_id::text = b.key
    GROUP BY k.source, k.external_id
""")


async def content_hash(session: AsyncSession) -> str:
    """Organisations with all that hangs on them, candidate pairs, and what was announced of each."""
    snapshots: list[tuple[str, dict[str, Any]]] = [
        (key, {"row": row, "names": names, "identifiers": identifiers, "said": said, "found_as": found_as})
        for key, row, names, identifiers, said, found_as in await session.execute(_ORGANISATIONS)
    ]
    snapshots += [(key, {"values": list(values)}) for key, *values in await session.execute(_PAIRS)]
    snapshots += [(key, {"events": events}) for key, events in await session.execute(_EVENTS)]
    return canonical_hash(snapshots)
