"""A service as small as can be that keeps the contract of the local platform: migrate, api, worker.

Copied as `<name>/__main__.py` for each service of the suite. Its API keeps what it acknowledges in PostgreSQL.
"""

import asyncio
import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import asyncpg
from asyncpg.exceptions import InterfaceError, InternalClientError, PostgresError
from typing_extensions import override

SERVICE = Path(__file__).parent.name
_ALL = os.environ  # noqa: TID251 -- the edge of a process
TOLD = {name.removeprefix("YHDYSPINTA_"): value for name, value in _ALL.items() if name.startswith("YHDYSPINTA_")}
AWAY = (OSError, PostgresError, InterfaceError, InternalClientError, TimeoutError)


async def migrate() -> None:
    connection = await asyncpg.connect(TOLD["DATABASE_ADMIN_URL"])
    try:
        await connection.execute("SELECT pg_advisory_lock(1)")
        if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", f"{SERVICE}_app"):
            await connection.execute(f"CREATE ROLE {SERVICE}_app LOGIN")
        await connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SERVICE}")
        await connection.execute(f"CREATE TABLE IF NOT EXISTS {SERVICE}.kept (id bigint PRIMARY KEY)")
        await connection.execute(f"ALTER ROLE {SERVICE}_app SET search_path = {SERVICE}")
        await connection.execute(f"GRANT USAGE ON SCHEMA {SERVICE} TO {SERVICE}_app")
        await connection.execute(f"GRANT SELECT, INSERT ON {SERVICE}.kept TO {SERVICE}_app")
    finally:
        await connection.close()


async def sql(statement: str, *values: int) -> None:
    connection = await asyncpg.connect(TOLD["DATABASE_URL"], timeout=2)
    try:
        await connection.execute(statement, *values)
    finally:
        connection.terminate()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the logs are read by tests."""

    def answer(self, status: int, body: object = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def database(self, status: int, statement: str, *values: int) -> None:
        """The status if the statement was acknowledged, else 503."""
        try:
            asyncio.run(sql(statement, *values))
        except AWAY:
            status = 503
        self.answer(status)

    def do_GET(self) -> None:
        if self.path == "/readyz":
            self.database(200, "SELECT 1")
        elif self.path == "/v1/seen":
            self.answer(200, sorted(TOLD))
        else:
            self.answer(404)

    def do_POST(self) -> None:
        self.database(201, "INSERT INTO kept VALUES ($1)", int(self.path.rpartition("/")[2]))


def main() -> None:
    if sys.argv[1] == "migrate":
        asyncio.run(migrate())
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    ThreadingHTTPServer((TOLD["HOST"], int(TOLD["PORT"])), Handler).serve_forever()


if __name__ == "__main__":
    main()
