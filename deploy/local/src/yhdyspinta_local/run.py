"""One run in the foreground: lock, plan, supervise, tell."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from yhdyspinta_local import county, state
from yhdyspinta_local.environment import external
from yhdyspinta_local.screen import Screen
from yhdyspinta_local.state import State
from yhdyspinta_local.supervisor import Supervisor

if TYPE_CHECKING:
    from yhdyspinta_local.demonstration import Furnished


def run(data: Path, port: int) -> int:
    """Until Ctrl-C or SIGTERM; the exit code says whether it ever stood."""
    screen = Screen()
    try:
        with state.held(data):
            planned = county.plan(data, port=port, external=external())

            new = planned.new

            def on_ready(now: State, seconds: float) -> None:
                furnished = _furnished(now, screen) if new and external().issuer is None else None
                screen.welcome(now, seconds, furnished)
                if furnished is not None:
                    _walk(now, screen)

            Supervisor(planned, screen).run(on_ready)
    except (RuntimeError, OSError) as fault:
        screen.failed(fault)
        return 1
    return 0


def _furnished(now: State, screen: Screen) -> "Furnished | None":
    """The demonstration county, the first time; what fails is said, and the platform stands all the same."""
    from yhdyspinta_local.demonstration import furnish  # noqa: PLC0415 - only the first start needs a client

    screen.note("Importing the Finnish transparency register …")
    try:
        return furnish(now)
    except Exception as fault:  # noqa: BLE001 - shown to whoever watches
        screen.note(f"The demonstration county is not complete: {fault!r}")
        return None


def _walk(now: State, screen: Screen) -> None:
    """Walks, once for each data folder, while the platform is ready already; it stands whatever becomes of them."""
    screen.note("What happens now, through the gateway, as the personas (again: `yhdyspinta walk NAME`):")
    try:
        from yhdyspinta_local.walks import begun  # noqa: PLC0415 - only the first start walks

        for one in begun.AT_FIRST:
            begun.walk(one.name, now, screen.timeline())
    except Exception as fault:  # noqa: BLE001 - shown to whoever watches
        screen.note(f"✗ The walks could not go on: {fault!r}")


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), int(sys.argv[2])))
