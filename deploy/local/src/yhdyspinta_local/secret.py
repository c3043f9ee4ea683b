"""Passwords and keys of one data folder: made once, readable by their owner only."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from yhdyspinta_local.personas import SERVICES


@dataclass(frozen=True)
class Secrets:
    """What the parts of one run share."""

    cursor_key: str
    owner: dict[str, str]
    """Database password of each service's owner role."""
    app: dict[str, str]
    """Database password of each service's app role."""


def kept(data: Path) -> Secrets:
    """Those of the folder, made at the first call."""
    file = data / "secrets.json"
    if not file.exists():
        made = Secrets(
            cursor_key=secrets.token_urlsafe(32),
            owner={service: secrets.token_urlsafe(18) for service in SERVICES},
            app={service: secrets.token_urlsafe(18) for service in SERVICES},
        )
        unfinished = data / "secrets.json.tmp"
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(asdict(made)), "utf-8")
        unfinished.replace(file)
    return Secrets(**json.loads(file.read_text("utf-8")))
