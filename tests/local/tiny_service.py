"""A service as small as can be that keeps the contract of the local platform: migrate, api, worker.

Copied as `<name>/__main__.py` for each service of the suite. Its API keeps what it acknowledges in PostgreSQL.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

import asyncpg
import uvicorn
from asyncpg.exceptions import InterfaceError, InternalClientError, PostgresError
from fastapi import FastAPI, Request, Response

SERVICE = Path(__file__).parent.name
_ALL = os.environ  # noqa: TID251 -- the edge of a process
TOLD = {name.removeprefix("YHDYSPINTA_"): value for name, value in _ALL.items() if name.startswith("YHDYSPINTA_")}


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


app = FastAPI()


@app.get("/readyz")
async def ready() -> Response:
    try:
        connection = await asyncpg.connect(TOLD["DATABASE_URL"], timeout=2)
    except (OSError, PostgresError, InterfaceError, TimeoutError):
        return Response(status_code=503)
    await connection.close()
    return Response("ready")


@app.get("/livez")
@app.get("/metrics")
@app.get("/version")
async def inside() -> dict[str, str]:
    return {"secret": "of the inside"}


@app.get("/v1/seen")
async def seen(request: Request) -> dict[str, str | None]:
    return {
        "request_id": request.headers.get("x-request-id"),
        "user": request.headers.get("x-user"),
        "environment": ",".join(sorted(TOLD)),
        "port": TOLD.get("PORT"),
    }


@app.post("/v1/kept/{id}")
async def keep(id: int) -> Response:
    try:
        connection = await asyncpg.connect(TOLD["DATABASE_URL"], timeout=2)
        try:
            await connection.execute("INSERT INTO kept VALUES ($1)", id)
        finally:
            await connection.close()
    except (OSError, PostgresError, InterfaceError, InternalClientError, TimeoutError):
        return Response(status_code=503, headers={"Retry-After": "1"})
    return Response(status_code=201)


@app.post("/v1/{path:path}")
async def take(path: str, request: Request) -> dict[str, int]:
    return {"size": len(await request.body())}


def main() -> None:
    if sys.argv[1] == "migrate":
        asyncio.run(migrate())
        return
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    uvicorn.run(app, host=TOLD["HOST"], port=int(TOLD["PORT"]), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
