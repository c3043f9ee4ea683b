"""INSERTs with one parameter, however many rows. Each is made once: what a request pays for is its rows."""

from functools import lru_cache

from sqlalchemy import Table, Text, TextClause, bindparam, cast, column, func, select, text
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert

from chassis.house import House

ROWS = "given_rows"
"""The parameter: an array of objects."""


@lru_cache(maxsize=1024)
def insertion_of_many(table: Table, names: tuple[str, ...], *, replacing: bool) -> Insert:
    """`INSERT … SELECT … FROM jsonb_to_recordset(…)`, in place of what has the same key where `replacing`."""
    columns = (column(name, table.c[name].type) for name in names)
    given = func.jsonb_to_recordset(cast(bindparam(ROWS, type_=Text), JSONB)).table_valued(*columns)
    statement = insert(table).from_select(names, select(*given.render_derived(with_types=True).c))
    if not replacing:
        return statement
    keys = [key.name for key in table.primary_key]
    others = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


def telling(house: House) -> TextClause:
    """What a unit leaves behind about itself: audit rows, their place in the queue of the sealer, the outbox in its order."""
    return text(
        f"WITH written AS (INSERT INTO {house.audit.fullname} (at, actor, command, cause_id, correlation_id, action, "  # noqa: S608
        "subject, subject_id, columns, rows, grounds) SELECT :at, :actor, :command, :cause_id, :correlation_id, r.action, "
        "r.subject, r.subject_id, r.columns, r.rows, r.grounds FROM jsonb_to_recordset(CAST(:entries AS jsonb)) "
        "AS r (action text, subject text, subject_id text, columns jsonb, rows int, grounds text) RETURNING id), "
        f"queued AS (INSERT INTO {house.audit_unsealed.fullname} (audit_id) SELECT id FROM written) "
        f"INSERT INTO {house.outbox.fullname} (event_id, topic, key, sequence, type, headers, payload, created_at) "
        "SELECT r.event_id, r.topic, r.key, r.sequence, r.type, r.headers, convert_to(r.payload, 'UTF8'), r.created_at "
        "FROM ROWS FROM (jsonb_to_recordset(CAST(:messages AS jsonb)) AS (event_id uuid, topic text, key text, "
        "sequence bigint, type text, headers jsonb, payload text, created_at timestamptz)) WITH ORDINALITY "
        "AS r (event_id, topic, key, sequence, type, headers, payload, created_at, n) ORDER BY r.n"
    )
