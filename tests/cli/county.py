"""A small county: every part of the platform and some services; `python county.py <folder> <port> <service>…`.

In a process of its own, because the supervisor needs the main thread.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from yhdyspinta_local import county, secret, state
from yhdyspinta_local.environment import external
from yhdyspinta_local.parts import Caddy
from yhdyspinta_local.personas import SERVICES
from yhdyspinta_local.screen import Screen
from yhdyspinta_local.supervisor import Supervisor

NOWHERE = "127.0.0.1:1"
"""Where the services that this county does not run would be: the gateway answers 503 for them."""


def door(data: Path, upstreams: Mapping[str, Sequence[str]], port: int | None, **more: Any) -> Caddy:
    return Caddy(data, {service: [NOWHERE] for service in SERVICES} | dict(upstreams), port, **more)


def main(folder: Path, port: int, services: tuple[str, ...]) -> None:
    vars(county).update(SERVICES=services, Caddy=door)
    vars(secret).update(SERVICES=services)
    screen = Screen()
    with state.held(folder):
        planned = county.plan(folder, port=port, external=external())
        Supervisor(planned, screen).run(screen.welcome)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), tuple(sys.argv[3:]))
