"""A small process that is traced: a request that reads the database, a relay that sends, a handler that writes."""

import asyncio
import json
import sys
from dataclasses import dataclass

import httpx
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from chassis import telemetry
from chassis.database import driver_url
from chassis.settings import Settings

SECRET = "Aino"


@dataclass(frozen=True)
class Record:
    topic: str
    traceparent: str | None


def made(engine: AsyncEngine, settings: Settings, kept: dict[str, str | None]) -> FastAPI:
    app = FastAPI(telemetry=telemetry.server_telemetry(telemetry.configure("grants", settings)))

    @app.get("/things/{id}")
    async def show(id: int, q: str) -> int:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT :id, :q"), {"id": str(id), "q": q})
        kept["announced"] = telemetry.current_traceparent()
        return id

    @app.get("/broken")
    async def broken() -> int:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT CAST(:q AS int)"), {"q": SECRET})
        raise RuntimeError(SECRET)

    @app.get("/livez")
    async def live() -> str:
        return "alive"

    return app


async def main(admin: str, settings: Settings, traceparent: str) -> dict[str, str | None]:
    kept: dict[str, str | None] = {}
    engine = create_async_engine(driver_url(admin))
    app = made(engine, settings, kept)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    headers = {"traceparent": traceparent, "baggage": f"name={SECRET}"} if traceparent else {}
    async with httpx.AsyncClient(transport=transport, base_url="http://grants", headers=headers) as client:
        await client.get("/things/7", params={"q": SECRET})
        await client.get("/broken")
        await client.get("/livez")
    announced = {"traceparent": kept["announced"] or ""}
    with telemetry.sending("grants.call", announced):
        kept["sending"] = telemetry.current_traceparent()
    with telemetry.consuming("facilities.calls", Record("grants.call", announced["traceparent"])):
        kept["consuming"] = telemetry.current_traceparent()
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 'the effect'"))
    kept["outside"] = telemetry.current_traceparent()
    with telemetry.consuming("facilities.calls", Record("grants.call", "no trace at all")):
        kept["malformed"] = telemetry.current_traceparent()
    await engine.dispose()
    telemetry.flush()
    return kept


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    print(json.dumps(asyncio.run(main(given["admin"], Settings(**given["settings"]), given["traceparent"]))))
