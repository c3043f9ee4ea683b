"""What processes weigh: proportional set size (PSS), in which a page that n processes share counts 1/n for each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

_KIB = 1024
PROC = Path("/proc")


def of_families(pids: Iterable[int]) -> Mapping[int, int | None]:
    """Bytes of each of these processes together with all that descend from it; None where the system does not tell."""
    children = _children()
    return {pid: _of_family(pid, children) for pid in pids}


def _of_family(pid: int, children: Mapping[int, list[int]]) -> int | None:
    own = of_one(pid)
    if own is None:
        return None
    return own + sum(_of_family(child, children) or 0 for child in children.get(pid, []))


def of_one(pid: int) -> int | None:
    """Bytes of one process alone."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return None
    return next((int(line.split()[1]) * _KIB for line in lines if line.startswith("Pss:")), None)


def _children() -> Mapping[int, list[int]]:
    children: dict[int, list[int]] = defaultdict(list)
    for process in PROC.glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text(errors="replace").rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        children[parent].append(int(process.name))
    return children
