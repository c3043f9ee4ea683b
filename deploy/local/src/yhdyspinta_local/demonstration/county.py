"""The demonstration county's organisations: the bundled copy of the Finnish transparency register, imported through the API.

The source names no municipality, so the import needs no areas; those come by `python -m registry.areas.load`. Run again it
changes nothing.
"""

import asyncio
from typing import Any, Final

import httpx

SOURCE: Final = "fi-transparency-register"
EVERY: Final = 0.5
"""Seconds between two looks at a running import."""
PATIENCE: Final = 300.0
"""Seconds for the whole import; 1,243 rows take a few."""


class ImportFailedError(RuntimeError):
    """The import was given up, or took longer than anybody waits."""


async def import_organisations(http: httpx.AsyncClient) -> dict[str, int]:
    """Import the register unless it is here already; `http` speaks to the registry as the coordinator. The counts of its rows."""
    job = await _known(http) or await _started(http)
    async with asyncio.timeout(PATIENCE):
        while job["state"] in {"queued", "running"}:
            await asyncio.sleep(EVERY)
            job = (await http.get(f"/v1/imports/{job['id']}")).raise_for_status().json()
    if job["state"] != "done":
        raise ImportFailedError("; ".join(problem["en"] for problem in job["problems"]))
    counts: dict[str, int] = job["counts"]
    return counts


async def _known(http: httpx.AsyncClient) -> dict[str, Any] | None:
    """The import that is under way, was given up, or has been done; what failed goes on."""
    answer = await http.get("/v1/imports", params={"source": SOURCE, "limit": 200, "sort": "asked_at"})
    jobs: list[dict[str, Any]] = [job for job in answer.raise_for_status().json()["items"] if job["mode"] == "apply"]
    if not jobs:
        return None
    if jobs[0]["state"] == "failed":
        resumed: dict[str, Any] = (await http.post(f"/v1/imports/{jobs[0]['id']}/resume")).raise_for_status().json()
        return resumed
    return jobs[0]


async def _started(http: httpx.AsyncClient) -> dict[str, Any]:
    answer = await http.post(f"/v1/imports/bundled/{SOURCE}", json={"mode": "apply"})
    started: dict[str, Any] = answer.raise_for_status().json()
    return started
