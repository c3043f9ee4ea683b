"""The same features as they are usually written, for comparison: Django with DRF, and FastAPI with SQLModel, one file each.

Django is run by gunicorn with ten threads, FastAPI by uvicorn; one process and ten connections each, as ours. They check the same
tokens, and know neither roles nor audit nor a relay, neither parts of rooms, nor buffers, nor overrides of hours: all of that would
cost them more.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from socket import socket
from subprocess import Popen
from time import monotonic, sleep
from typing import Any, Final

import httpx
from tests.benchmarks.calling import Served
from tests.benchmarks.costs import Meter
from tests.benchmarks.runner import Stage

from yhdyspinta_local.environment import for_child
from yhdyspinta_local.parts import Issuer

HERE: Final = "tests.benchmarks.peers"
DRF: Final = "Django + DRF"
SQLMODEL: Final = "FastAPI + SQLModel, as usual"


def has_django() -> bool:
    """Whether what it needs is installed: the dependency group `bench`."""
    return all(find_spec(name) is not None for name in ("django", "rest_framework", "psycopg", "gunicorn"))


@contextmanager
def django(stage: Stage, site: str, ready: str, issuer: Issuer, told: Mapping[str, Any]) -> Iterator[Served]:
    """A site of this folder. `told`: its database, and what it fills that with. A stranger at `ready` is turned away."""
    with _said(stage, site, issuer, told) as said, _port() as port:
        gunicorn = ["gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "10", "--keep-alive", "60"]
        with _run(stage, site, [*gunicorn, "--log-level", "warning", f"{HERE}.{site}:made('{said}')"], port, ready) as served:
            yield served


@contextmanager
def sqlmodel(stage: Stage, site: str, ready: str, issuer: Issuer, told: Mapping[str, Any]) -> Iterator[Served]:
    """An application of this folder."""
    with _said(stage, site, issuer, told) as said, _port() as port:
        uvicorn = ["uvicorn", "--host", "127.0.0.1", "--port", str(port), "--no-access-log", "--log-level", "warning"]
        with _run(stage, site, [*uvicorn, "--factory", f"{HERE}.{site}:made"], port, ready, said) as served:
            yield served


@contextmanager
def _said(stage: Stage, site: str, issuer: Issuer, told: Mapping[str, Any]) -> Iterator[Path]:
    said = stage.folder / f"{site}.json"
    with httpx.Client(trust_env=False) as client:
        keys = client.get(f"{issuer.url}/jwks").raise_for_status().json()
    said.write_text(json.dumps({**told, "issuer": issuer.url, "keys": keys}))
    yield said


@contextmanager
def _port() -> Iterator[int]:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    yield port


@contextmanager
def _run(
    stage: Stage, site: str, words: Sequence[str], port: int, ready: str, said: Path | None = None
) -> Iterator[Served]:
    path = stage.folder / f"{site}.log"
    told = {} if said is None else {"BENCHMARK_PEER": str(said)}
    with path.open("wb") as log, Popen([sys.executable, "-m", *words], stdout=log, stderr=log, env=for_child(**told)) as process:
        try:
            _await(f"http://127.0.0.1:{port}{ready}", process, path)
            yield Served((port,), Meter((process.pid,), stage.postgres))
        finally:
            process.terminate()


def _await(url: str, process: "Popen[bytes]", log: Path) -> None:
    until = monotonic() + 60
    with httpx.Client(trust_env=False) as client:
        while monotonic() < until and process.poll() is None:
            try:
                if client.get(url).status_code != httpx.codes.UNAUTHORIZED:
                    raise RuntimeError(f"{url} lets strangers in")
            except httpx.HTTPError:
                sleep(0.2)
            else:
                return
    raise RuntimeError(log.read_text(errors="replace")[-4000:])
