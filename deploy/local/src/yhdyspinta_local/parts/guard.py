"""The guard: outlives the process that started the parts, just long enough to end them.

Run by path as a program of its own. It reads lines `watch <group> <rank> <signal>` and `forget <group>` from standard
input. At end of file its owner is gone, however it went: every process group still watched is asked to stop, in the
order of the ranks, and killed when it does not.
"""

import contextlib
import os
import signal
import sys
import time
from itertools import groupby

PATIENCE = 8.0
"""Seconds that all groups of one rank have for a graceful stop."""


def _send(group: int, number: int) -> bool:
    """Signal the group; False when nobody is left in it."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:  # only zombies that belong to nobody of ours
        return False
    return True


def is_running(group: int) -> bool:
    """Whether anybody in the group still runs; a zombie that waits to be reaped does not count."""
    if not _send(group, 0):
        return False
    try:
        entries = os.listdir("/proc")  # noqa: PTH208 -- this program starts in 10 ms because it imports no pathlib
    except FileNotFoundError:
        return True
    for entry in entries:
        if entry.isdigit():
            with contextlib.suppress(OSError), open(f"/proc/{entry}/stat", encoding="ascii", errors="replace") as stat:  # noqa: PTH123
                state, _, itsgroup = stat.read().rpartition(")")[2].split()[:3]
                if int(itsgroup) == group and state not in "ZX":
                    return True
    return False


def _end(groups: dict[int, tuple[int, int]]) -> None:
    ranked = sorted(groups.items(), key=lambda item: item[1][0])
    for _, same in groupby(ranked, key=lambda item: item[1][0]):
        left = [group for group, (_, number) in same if _send(group, number)]
        until = time.monotonic() + PATIENCE
        while left and time.monotonic() < until:
            time.sleep(0.05)
            left = [group for group in left if is_running(group)]
        for group in left:
            _send(group, signal.SIGKILL)


def main() -> None:
    """Watch until the owner is gone, then end what it left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: dict[int, tuple[int, int]] = {}
    for line in sys.stdin:
        word, group, *rest = line.split()
        if word == "watch":
            groups[int(group)] = (int(rest[0]), int(rest[1]))
        else:
            groups.pop(int(group), None)
    _end(groups)


if __name__ == "__main__":
    main()
