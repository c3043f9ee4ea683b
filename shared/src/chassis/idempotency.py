"""A client's second try gets the first answer.

Scope: client, subject and route. The answer is written in the effect's own transaction, so there is never one without the
other; while the first try runs a lock of its transaction turns the second away. Only 2xx answers are kept, for seven days.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Insert, Select, Table, Text, bindparam, func, insert, select
from starlette.responses import Response

from chassis.answers import Denied
from chassis.answers import problems as p
from chassis.bare import Executes

KEPT = timedelta(days=7)
LONGEST_KEY = 200
_LOCK = select(func.pg_try_advisory_xact_lock(func.hashtextextended(bindparam("lock", type_=Text), 0)))
_KEPT_HEADERS = ("etag", "location", "content-type", "content-language", "link")


@dataclass(frozen=True, slots=True)
class Asked:
    """One try: whose and where, under which key, and what was asked."""

    scope: str
    key: str
    fingerprint: bytes

    @property
    def lock(self) -> str:
        return f"{self.scope}\n{self.key}"


def key_of(header: str | None, *, required: bool) -> str | None:
    """The key that the client gave; 400 where it must and did not, or where it is no key."""
    if header is None:
        if required:
            raise Denied(p.KEY_MISSING)
        return None
    if not 0 < len(header) <= LONGEST_KEY or not header.isascii() or not header.isprintable():
        raise Denied(p.KEY_FORM)
    return header


def fingerprint(path: str, query: str, body: Any) -> bytes:
    """What makes two requests the same: path, query and the value of the body, not its spelling."""
    return hashlib.sha256(json.dumps([path, query, body], sort_keys=True, separators=(",", ":")).encode()).digest()


@lru_cache
def _kept(table: Table) -> Select[Any]:
    t = table.c
    here = (t.scope == bindparam("scope"), t.key == bindparam("key"))
    recent = (t.day >= bindparam("day"), t.created_at > bindparam("since"))
    return select(table).where(*recent, *here).order_by(t.day.desc()).limit(1)


@lru_cache
def _keeping(table: Table) -> Insert:
    return insert(table).values({column.name: bindparam(f"new_{column.name}") for column in table.c})


async def first_answer(session: Executes, table: Table, asked: Asked, now: datetime) -> Response | None:
    """The answer of the first try; `None` if this is the first. 409 while the first runs, 422 if it asked something else."""
    if not (await session.execute(_LOCK, {"lock": asked.lock})).scalar_one():
        raise Denied(p.KEY_RUNNING, {"Retry-After": "1"})
    since = now - KEPT
    where = {"day": since.astimezone(UTC).date(), "since": since, "scope": asked.scope, "key": asked.key}
    found = (await session.execute(_kept(table), where)).first()
    if found is None:
        return None
    if found.body_hash != asked.fingerprint:
        raise Denied(p.KEY_REUSED)
    return Response(found.body, found.status, {**found.headers, "Idempotency-Replayed": "true"})


async def keep(session: Executes, table: Table, asked: Asked, answer: Response, now: datetime) -> None:
    """Write the answer down, in the transaction of what it answers."""
    await session.execute(_keeping(table), {
        "new_day": now.astimezone(UTC).date(),
        "new_scope": asked.scope,
        "new_key": asked.key,
        "new_body_hash": asked.fingerprint,
        "new_status": answer.status_code,
        "new_headers": {name: value for name, value in answer.headers.items() if name in _KEPT_HEADERS},
        "new_body": bytes(answer.body),
        "new_created_at": now,
    })
