"""The matrix of answers: every operation of every service, asked by every persona.

`python -m tests.security.called > tests/security/called_matrix.txt` writes it anew, over a PostgreSQL of its own.
"""

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
from sqlalchemy import event
from tests.architecture.code import SERVICES, service
from tests.chassis.edge.conftest import opened
from tests.chassis.edge.issuer import Issuer
from tests.contracts.conftest import listening, prepared
from tests.contracts.documented import Documented
from tests.contracts.door import who
from tests.contracts.walks_all import WALKS
from tests.security.asking import KEY, Asker
from tests.security.grounds import GROUNDS
from tests.security.personas import PERSONAS
from tests.security.who_may import facilities, forums, grants, notifications, read, registry

from chassis.database import plain_url
from chassis.testing import APP, Parts, address, make_template
from yhdyspinta_local.parts import start_for_tests

EXPECTED = {
    "registry": read(registry.TABLE), "grants": read(grants.TABLE), "forums": read(forums.TABLE),
    "facilities": read(facilities.TABLE), "notifications": read(notifications.TABLE),
}
_REHEARSED = """
CREATE FUNCTION public.rehearsed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF current_setting('rehearsal.wanted', true) = 'yes' THEN
        RAISE EXCEPTION 'only a rehearsal' USING ERRCODE = 'lock_not_available';
    END IF;
    RETURN NULL;
END $$;
"""
_LAST_OF_ALL = """
CREATE CONSTRAINT TRIGGER rehearsed AFTER INSERT OR UPDATE OR DELETE ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.rehearsed();
"""
_TABLES = "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = ANY($1::regnamespace[])"


@dataclass
class Called:
    """What everybody was told."""

    answers: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    """By service, operation and persona."""
    traces: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    stopped: dict[str, str] = field(default_factory=dict)
    """By service, why its walk did not come to its end."""

    @property
    def calls(self) -> int:
        return sum(len(told) for answers in self.answers.values() for told in answers.values())

    def matrix(self) -> str:
        """A line for each operation, a column for each persona."""
        lines = [_LEGEND, *_heads()]
        for name, answers in self.answers.items():
            lines += ["", name]
            lines += [f"{operation:36}" + "".join(f" {told.get(p.word, ' ')}" for p in PERSONAS).rstrip() for operation, told in answers.items()]
        return "\n".join(lines) + "\n"


_LEGEND = """\
+ may, 0 is shown an empty list, 1 must sign in (401), 3 may not (403), 4 is told that there is nothing (404), ~ met a rule.
Columns: roles as in tests/security/personas.py; a minus: the role is held for something else.
"""


def _heads() -> list[str]:
    """The personas' words, written downwards."""
    tall = max(len(persona.word) for persona in PERSONAS)
    words = [persona.word.rjust(tall) for persona in PERSONAS]
    return [" " * 36 + "".join(f" {word[row]}" for word in words).rstrip() for row in range(tall)]


async def everybody_asks(parts: Parts, template: str) -> Called:
    """Walk through all services, everybody being heard at each step."""
    called = Called()
    async with prepared(parts, template) as database, listening() as receiver, _admin(parts, database) as admin:
        for name, walk in WALKS.items():
            async with _asker(parts, database, name, admin) as asker:
                try:
                    await walk(asker, receiver)
                except AssertionError as stopped:  # somebody has done what was not theirs: the answers tell who
                    called.stopped[name] = str(stopped)
                called.answers[name] = asker.answers
                called.traces += asker.traces
                called.told += asker.told
    return called


@contextlib.asynccontextmanager
async def _admin(parts: Parts, database: str) -> AsyncIterator[asyncpg.Connection]:
    admin = await asyncpg.connect(plain_url(address(parts.admin, database)))
    tables = [table for (table,) in await admin.fetch(_TABLES, SERVICES)]
    await admin.execute(_REHEARSED + "".join(_LAST_OF_ALL.format(table=table) for table in tables))
    yield admin
    await admin.close()


@contextlib.asynccontextmanager
async def _asker(parts: Parts, database: str, name: str, admin: asyncpg.Connection) -> AsyncIterator[Asker]:
    issuer = Issuer()
    issuer.keys.append(KEY)
    url = address(parts.admin, database, name, APP)
    real, rehearsal = [await opened(url, issuer, service(name), rate_burst=10**6) for _ in range(2)]

    @event.listens_for(rehearsal.database.engine.sync_engine, "connect")
    def only_a_rehearsal(connection: object, _: object) -> None:
        connection.run_async(lambda driver: driver.execute("SET rehearsal.wanted = 'yes'"))  # type: ignore[attr-defined]

    yield Asker(
        real, Documented(service(name)), who(real, name), rehearsal=rehearsal, admin=admin, expected=EXPECTED[name], ground=GROUNDS[name],
    )
    for api in (real, rehearsal):
        await api.http.aclose()
        await api.database.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        running = start_for_tests(Path(folder))
        try:
            called = asyncio.run(_all(Parts(admin=running.dsn_admin, kafka=running.kafka)))
        finally:
            running.stop()
    sys.stdout.write(called.matrix())
    sys.stderr.write("".join(f"{trace}\n" for trace in called.traces))


async def _all(parts: Parts) -> Called:
    await make_template(parts.admin, "template_all", [service(name) for name in SERVICES])
    return await everybody_asks(parts, "template_all")


if __name__ == "__main__":
    main()
