"""One run in the foreground: lock, plan, supervise, tell."""

import sys
from pathlib import Path

from yhdyspinta_local import county, state
from yhdyspinta_local.environment import external
from yhdyspinta_local.screen import Screen
from yhdyspinta_local.state import State
from yhdyspinta_local.supervisor import Supervisor


def run(data: Path, port: int) -> int:
    """Until Ctrl-C or SIGTERM; the exit code says whether it ever stood."""
    screen = Screen()
    try:
        with state.held(data):
            planned = county.plan(data, port=port, external=external())

            def on_ready(now: State, seconds: float) -> None:
                screen.welcome(now, seconds)

            Supervisor(planned, screen).run(on_ready)
    except (RuntimeError, OSError) as fault:
        screen.failed(fault)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), int(sys.argv[2])))
