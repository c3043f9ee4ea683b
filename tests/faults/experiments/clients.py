"""15: clients that say a byte a second, and clients that do not read what they asked for."""

import asyncio
import signal
import socket
import time
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from tests.faults.county.county import County
from tests.faults.experiments.catalogue import REGISTRY, WRITES, experiment

from chassis.bodies import BODY_SECONDS
from chassis.process import GRACE

SLOW = 15
"""Of each kind: more than a process has connections to its database."""
MARGIN = 40
"""Seconds that a busy machine may add."""
ASKED = 400
"""Lists that one asks for without reading any."""
HELD_UP = 12.0
"""Seconds; nobody else waits so long, however busy the machine is."""


@experiment("15", services=REGISTRY, sizes=WRITES, finds=["connection-before-body"])
async def slow_clients(county: County) -> Sequence[str]:
    """Some say a byte a second, some read nothing: nobody else is held up, the first are told 408, and the only process ends in time."""
    (api,) = county.of("registry", "api")
    token = await county.client.token("coordinator")
    lists = [await _never_reads(api.url, token) for _ in range(SLOW)]
    others = asyncio.create_task(_others(county, api.url, token, BODY_SECONDS))
    told = Counter(await asyncio.gather(*(_says_slowly(api.url, token) for _ in range(SLOW))))
    wrong = await others + ([] if told == {408: SLOW} else [f"who said a byte a second was told {dict(told)}"])
    before, began = api.pid, time.monotonic()
    api.send(signal.SIGTERM)
    while api.pid == before and time.monotonic() - began < GRACE + MARGIN:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.1)
    for _, writer in lists:
        writer.transport.abort()
    return wrong if api.pid != before else [*wrong, f"{api.name} did not end: {SLOW} clients do not read"]


async def _says_slowly(url: str, token: str) -> int:
    """The status of the answer; 0 where none came in time."""
    reader, writer = await _connected(url)
    body = b'{"name_fi": "Hidas ry", "kind": "organisation", "legal_form": "association"}'
    writer.write(_head("POST", token, f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"))
    answer, until = asyncio.create_task(reader.readline()), time.monotonic() + BODY_SECONDS + MARGIN
    for byte in body:
        writer.write(bytes([byte]))
        if (await asyncio.wait({answer}, timeout=1))[0] or time.monotonic() > until:
            break
    line = answer.result().split() if answer.done() else []
    answer.cancel()
    writer.transport.abort()
    return int(line[1]) if line else 0


async def _never_reads(url: str, token: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Asks for many lists at once; its own buffer is small, so that the service's fills."""
    reader, writer = await _connected(url, buffer=4096)
    for _ in range(ASKED):
        writer.write(_head("GET", token))
    return reader, writer


async def _others(county: County, url: str, token: str, seconds: float) -> list[str]:
    """Somebody else's reading and writing meanwhile: how often it failed, and how long it took at most."""
    said, longest, until = Counter[int](), 0.0, time.monotonic() + seconds
    signed = {"Authorization": f"Bearer {token}"}
    while time.monotonic() < until:
        began = time.monotonic()
        answer = await county.client.http.get(f"{url}/v1/organisations", headers=signed)
        said[answer.status_code] += 1
        longest = max(longest, time.monotonic() - began)
        await asyncio.sleep(0.2)
    failed = [f"somebody else was told {status} {times} times" for status, times in said.items() if status != 200]
    return failed if longest < HELD_UP else [*failed, f"somebody else waited {longest:.1f} s"]


async def _connected(url: str, *, buffer: int = 0) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    where = socket.socket()
    if buffer:
        where.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    where.setblocking(False)
    at = urlsplit(url)
    await asyncio.get_running_loop().sock_connect(where, (at.hostname, at.port))
    return await asyncio.open_connection(sock=where, limit=buffer or 65536)


def _head(method: str, token: str, more: str = "") -> bytes:
    return f"{method} /v1/organisations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n{more}\r\n".encode()
